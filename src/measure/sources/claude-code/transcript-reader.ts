import { hashText } from '../../../base/content-hash.ts';
import { mainChain, type ChainId, type EntryKey, type SessionId } from '../../../call/entry.ts';
import type { ToolCallId } from '../../../call/segment.ts';
import type { SkippedLine } from '../../../call/skipped-line.ts';
import type { JsonNode } from '../json/json-tape.ts';
import { locationOf, type RawLine } from '../line-reader.ts';
import type { EntrySink } from '../source.ts';
import { keyOf } from './context-links.ts';
import type { Complain } from './json-fields.ts';
import { passOver, type LineContext } from './line-context.ts';
import { named } from './line-names.ts';
import { LineScanner } from './line-scanner.ts';
import { requiredObjectNode, textOfNode } from './node-fields.ts';
import { readNoise } from './noise.ts';
import { readAssistantLine } from './read-assistant-line.ts';
import { readAttachmentLine, readSystemLine } from './read-system-line.ts';
import { readUserLine } from './read-user-line.ts';
import type { ReaderState } from './reader-state.ts';
import { describeSession, describeSpawn } from './session-facts.ts';
import { readResultLine } from './stated-totals.ts';
import { agentTypeOf, transcriptFile, type TranscriptFile } from './transcript-file.ts';
import { readTranscriptLine, sessionIdOf, type TranscriptLine } from './transcript-line.ts';
import { readTime } from './transcript-time.ts';
import { wholeObject } from './whole-object.ts';

/** One line is read at a time, of whatever file. */
const scanner = new LineScanner();
const { tape } = scanner;

/** Makes entries of the lines of one file, in their order. */
export class TranscriptReader {
  readonly #file: TranscriptFile;
  readonly #state: ReaderState;
  readonly #sink: EntrySink;
  readonly #emit: LineContext['emit'];
  readonly #complain: Complain;
  readonly #agentType: () => string | undefined;
  #line: RawLine | undefined;
  #complained = false;

  constructor(path: string, state: ReaderState, sink: EntrySink) {
    this.#file = transcriptFile(path);
    this.#state = state;
    this.#sink = sink;
    this.#emit = (entry) => sink.entry(entry);
    this.#agentType = () => agentTypeOf(this.#file);
    this.#complain = (field) => {
      if (!this.#complained && this.#line !== undefined) this.#skip(this.#line, 'wrong-shape', field === '' ? undefined : field);
      this.#complained = true;
    };
  }

  /** Takes one line; false where it is not complete. */
  visit(raw: RawLine): boolean {
    const noise = raw.terminated ? readNoise(raw.bytes) : undefined;
    if (noise !== undefined) {
      if (noise.uuid !== undefined) this.#state.links.pass(noise.uuid, noise.parentUuid);
      return true;
    }
    const scanned = scanner.scan(raw.bytes, raw.terminated);
    if (scanned !== 'whole') {
      if (raw.terminated) this.#skip(raw, scanned);
      return false;
    }
    this.#read(raw);
    return true;
  }

  #skip(raw: RawLine, reason: SkippedLine['reason'], field?: string): void {
    const skipped = { file: this.#file.path, line: raw.number, reason };
    this.#sink.skipped(field === undefined ? skipped : { ...skipped, field });
  }

  #read(raw: RawLine): void {
    this.#line = raw;
    this.#complained = false;
    const line = readTranscriptLine(tape, this.#complain);
    if (line === undefined) return;
    const context = this.#contextOf(raw, line);
    switch (line.type) {
      case 'user':
      case 'assistant':
        describeSession(context, this.#agentType);
        return line.type === 'user' ? readUserLine(context) : readAssistantLine(context);
      case 'attachment':
        return readAttachmentLine(context, wholeObject(context));
      case 'system':
        return this.#readSystem(context);
      case 'progress':
        return this.#readProgress(context);
      case 'result':
        return readResultLine(context, wholeObject(context));
      default:
        return passOver(context);
    }
  }

  #readSystem(context: LineContext): void {
    const whole = wholeObject(context);
    if (whole['subtype'] === 'init') describeSession(context, () => undefined);
    readSystemLine(context, whole);
  }

  #contextOf(raw: RawLine, line: TranscriptLine): LineContext {
    const key = line.uuid === undefined ? (`claude-code:line-${hashText(raw.bytes.toString('latin1'))}` as EntryKey) : keyOf(line.uuid);
    const session: SessionId = line.session ?? sessionIdOf(this.#file.session);
    const context = {
      line,
      location: locationOf(this.#file.path, raw),
      key,
      session,
      chain: mainChain,
      origin: 'transcript' as const,
      path: '',
      state: this.#state,
      complain: this.#complain,
      emit: this.#emit,
      raw,
      tape,
    };
    const chain = this.#chainOf(context);
    return chain === mainChain ? context : { ...context, chain, origin: 'sidechain' };
  }

  #chainOf(context: LineContext): ChainId {
    const { line } = context;
    const started = tape.member(line.node, named.parent_tool_use_id);
    if (tape.isText(started) && !tape.isEmptyText(started)) {
      const parentTool = tape.text(started);
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
    const content = tape.member(tape.member(context.line.node, named.message), named.content);
    const prompt = firstText(content);
    if (!tape.isText(prompt)) return;
    const hash = hashText(tape.text(prompt));
    for (const [call, { tool, promptHash }] of this.#state.openCalls.entries()) {
      if (promptHash === hash) describeSpawn(context, chain, call as ToolCallId, tool.target);
    }
  }

  /** A sub-agent's message replayed in its parent's file: where the sub-agent's own file is gone, its only trace. */
  #readProgress(context: LineContext): void {
    passOver(context);
    const { line, complain } = context;
    const data = requiredObjectNode(tape, tape.member(line.node, named.data), 'data', complain);
    if (!tape.isThere(data)) return;
    if (textOfNode(tape, tape.member(data, named.type), 'data.type', complain) !== 'agent_progress') return;
    const inner = requiredObjectNode(tape, tape.member(data, named.message), 'data.message', complain);
    const type = textOfNode(tape, tape.member(inner, named.type), 'data.message.type', complain);
    if (tape.isThere(inner) && type === undefined) complain('data.message.type');
    if (!tape.isThere(inner) || (type !== 'user' && type !== 'assistant')) return;
    const call = textOfNode(tape, tape.member(line.node, named.parentToolUseID), 'parentToolUseID', complain);
    const agent = textOfNode(tape, tape.member(data, named.agentId), 'data.agentId', complain) ?? call;
    const uuid = textOfNode(tape, tape.member(inner, named.uuid), 'data.message.uuid', complain);
    if (agent === undefined) return;
    if (call !== undefined) describeSpawn(context, agent, call as ToolCallId, this.#state.toolOf(call as ToolCallId)?.target);
    const time = readTime(tape, tape.member(inner, named.timestamp), 'data.message.timestamp', complain) ?? line.time;
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
        isMeta: tape.isTrue(tape.member(inner, named.isMeta)),
        time,
        node: inner,
      },
    };
    if (type === 'user') readUserLine(replayed);
    else readAssistantLine(replayed);
  }
}

/** Text that a message begins with. */
function firstText(content: JsonNode): JsonNode {
  const first = tape.isList(content) ? tape.first(content) : content;
  return tape.isObject(first) ? tape.member(first, named.text) : first;
}
