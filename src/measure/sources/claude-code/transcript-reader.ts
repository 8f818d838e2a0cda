import { hashText } from '../../../base/content-hash.ts';
import { mainChain, type ChainId, type EntryKey, type SessionId } from '../../../call/entry.ts';
import type { ToolCallId } from '../../../call/segment.ts';
import type { SkippedLine } from '../../../call/skipped-line.ts';
import { locationOf, type RawLine } from '../line-reader.ts';
import type { Writable } from '../common/writable.ts';
import type { EntrySink } from '../source.ts';
import { keyOf } from './context-links.ts';
import { fieldOf, isObject, requiredObject, textField, type Complain } from './json-fields.ts';
import { passOver, type LineContext } from './line-context.ts';
import { readNoise } from './noise.ts';
import { parseLine, type ParsedLine } from './parse-line.ts';
import { readAssistantLine } from './read-assistant-line.ts';
import { readAttachmentLine, readSystemLine } from './read-system-line.ts';
import { readUserLine } from './read-user-line.ts';
import type { ReaderState } from './reader-state.ts';
import { describeSession, describeSpawn } from './session-facts.ts';
import { readResultLine } from './stated-totals.ts';
import { agentTypeOf, transcriptFile, type TranscriptFile } from './transcript-file.ts';
import { readTime, readTranscriptLine, sessionIdOf, type TranscriptLine } from './transcript-line.ts';

/** Makes entries of the lines of one file, in their order. */
export class TranscriptReader {
  readonly #file: TranscriptFile;
  readonly #state: ReaderState;
  readonly #sink: EntrySink;
  readonly #emit: LineContext['emit'];
  /** The line at hand, and whether something about it was wrong. */
  #line: RawLine | undefined;
  #complained = false;
  readonly #complain: Complain = (field) => {
    if (!this.#complained && this.#line !== undefined) this.#skip(this.#line, 'wrong-shape', field === '' ? undefined : field);
    this.#complained = true;
  };

  constructor(path: string, state: ReaderState, sink: EntrySink) {
    this.#file = transcriptFile(path);
    this.#state = state;
    this.#sink = sink;
    this.#emit = (entry) => sink.entry(entry);
  }

  /** Takes one line; false where it is not complete. */
  visit(raw: RawLine): boolean {
    const noise = raw.terminated ? readNoise(raw.bytes) : undefined;
    if (noise !== undefined) {
      if (noise.uuid !== undefined) this.#state.links.pass(noise.uuid, noise.parentUuid);
      return true;
    }
    let parsed: ParsedLine | undefined;
    try {
      parsed = parseLine(raw.bytes, raw.terminated);
    } catch {
      if (raw.terminated) this.#skip(raw, 'not-json');
      return false;
    }
    if (parsed === undefined) {
      if (raw.terminated) this.#skip(raw, 'invalid-utf8');
      return false;
    }
    this.#read(raw, parsed);
    return true;
  }

  #skip(raw: RawLine, reason: SkippedLine['reason'], field?: string): void {
    const skipped = { file: this.#file.path, line: raw.number, reason };
    this.#sink.skipped(field === undefined ? skipped : { ...skipped, field });
  }

  #read(raw: RawLine, parsed: ParsedLine): void {
    this.#line = raw;
    this.#complained = false;
    const line = readTranscriptLine(parsed.value, this.#complain);
    if (line === undefined) return;
    const context = this.#contextOf(raw, parsed, line);
    switch (line.type) {
      case 'user':
      case 'assistant':
        describeSession(context, () => agentTypeOf(this.#file));
        return line.type === 'user' ? readUserLine(context) : readAssistantLine(context);
      case 'attachment':
        return readAttachmentLine(context);
      case 'system':
        if (fieldOf(line.raw, 'subtype') === 'init') describeSession(context, () => undefined);
        return readSystemLine(context);
      case 'progress':
        return this.#readProgress(context);
      case 'result':
        return readResultLine(context);
      default:
        return passOver(context);
    }
  }

  #contextOf(raw: RawLine, parsed: ParsedLine, line: TranscriptLine): LineContext {
    const key = line.uuid === undefined ? (`claude-code:line-${hashText(raw.bytes.toString('latin1'))}` as EntryKey) : keyOf(line.uuid);
    const session: SessionId = line.session ?? sessionIdOf(this.#file.session);
    const context: Writable<LineContext> = {
      line,
      location: locationOf(this.#file.path, raw),
      key,
      session,
      chain: mainChain,
      origin: 'transcript',
      path: '',
      state: this.#state,
      complain: this.#complain,
      emit: this.#emit,
      raw,
      parsed,
    };
    context.chain = this.#chainOf(context);
    if (context.chain !== mainChain) context.origin = 'sidechain';
    return context;
  }

  #chainOf(context: LineContext): ChainId {
    const { line } = context;
    const parentTool = fieldOf(line.raw, 'parent_tool_use_id');
    if (typeof parentTool === 'string' && parentTool !== '') {
      describeSpawn(context, parentTool, parentTool as ToolCallId, undefined);
      return parentTool as ChainId;
    }
    if (this.#file.agent !== undefined) return (line.agentId ?? this.#file.agent) as ChainId;
    if (!line.isSidechain) return mainChain;
    return line.agentId === undefined ? this.#chainInParentFile(context) : (line.agentId as ChainId);
  }

  /** Sub-agents of old versions stand in their parent's file without an id: each opens with its own first line. */
  #chainInParentFile(context: LineContext): ChainId {
    const { uuid, parentUuid } = context.line;
    if (uuid === undefined) return 'sidechain' as ChainId;
    const known = parentUuid === undefined ? undefined : this.#state.chainOfLine(parentUuid);
    const chain = known ?? (`sidechain-${uuid}` as ChainId);
    this.#state.setChainOfLine(uuid, chain);
    if (known === undefined) this.#findSpawn(context, chain);
    return chain;
  }

  /** The call that started a sub-agent holds the prompt that the sub-agent opens with. */
  #findSpawn(context: LineContext, chain: ChainId): void {
    const message = fieldOf(context.line.raw, 'message');
    const content: unknown = isObject(message) ? fieldOf(message, 'content') : undefined;
    const first: unknown = Array.isArray(content) ? content[0] : content;
    const prompt = isObject(first) ? fieldOf(first, 'text') : first;
    if (typeof prompt !== 'string') return;
    const hash = hashText(prompt);
    for (const [call, { tool, promptHash }] of this.#state.openCalls.entries()) {
      if (promptHash === hash) describeSpawn(context, chain, call as ToolCallId, tool.target);
    }
  }

  /** A sub-agent's message replayed in its parent's file: where the sub-agent's own file is gone, its only trace. */
  #readProgress(context: LineContext): void {
    passOver(context);
    const { line, complain } = context;
    const data = requiredObject(fieldOf(line.raw, 'data'), 'data', complain);
    if (data === undefined || textField(fieldOf(data, 'type'), 'data.type', complain) !== 'agent_progress') return;
    const inner = requiredObject(fieldOf(data, 'message'), 'data.message', complain);
    const type = textField(fieldOf(inner, 'type'), 'data.message.type', complain);
    if (inner !== undefined && type === undefined) complain('data.message.type');
    if (inner === undefined || (type !== 'user' && type !== 'assistant')) return;
    const call = textField(fieldOf(line.raw, 'parentToolUseID'), 'parentToolUseID', complain);
    const agent = textField(fieldOf(data, 'agentId'), 'data.agentId', complain) ?? call;
    const uuid = textField(fieldOf(inner, 'uuid'), 'data.message.uuid', complain);
    if (agent === undefined) return;
    if (call !== undefined) describeSpawn(context, agent, call as ToolCallId, this.#state.toolOf(call as ToolCallId)?.target);
    const time = readTime(fieldOf(inner, 'timestamp'), 'data.message.timestamp', complain) ?? line.time;
    const replayed: LineContext = {
      ...context,
      key: uuid === undefined ? context.key : keyOf(uuid),
      chain: agent as ChainId,
      origin: 'progress',
      path: 'data.message.',
      line: {
        type,
        uuid: undefined,
        parentUuid: undefined,
        parentUnknown: true,
        session: undefined,
        agentId: undefined,
        isSidechain: true,
        isMeta: fieldOf(inner, 'isMeta') === true,
        time,
        raw: inner,
      },
    };
    if (type === 'user') readUserLine(replayed);
    else readAssistantLine(replayed);
  }
}
