import type { Timestamp } from '../../../base/units.ts';
import {
  mainChain,
  type CallKey,
  type ChainId,
  type EntryKey,
  type FailureEntry,
  type ResponseEntry,
  type SessionId,
} from '../../../call/entry.ts';
import { makeCompaction, makeFailure, makeInput, makeResponse, makeSession } from '../../../call/make-entry.ts';
import type { ToolUse } from '../../../call/segment.ts';
import type { SourceLocation } from '../../../call/source-location.ts';
import { makeUsage } from '../../../call/usage.ts';
import { argumentText } from '../argument-text.ts';
import { WrongShape, type Fields } from '../common/fields.ts';
import { providerName } from '../common/provider-name.ts';
import { SegmentList, type NewSegment } from '../common/segment-list.ts';
import { toolUse } from '../common/tool-use.ts';
import type { EntrySink } from '../source.ts';
import { assignStatedUsage } from './stated-usage.ts';

/** Chain of what a shutdown states for several calls together: no call of its own, and no context. */
const shutdownChain = 'stated-at-shutdown' as ChainId;

interface LinePlace {
  readonly id: string;
  readonly time: Timestamp | undefined;
  readonly location: SourceLocation;
  readonly data: Fields;
}

/** Turns the events of one session into entries. */
export class EventReader {
  readonly #sink: EntrySink;
  #session = 'copilot:unknown' as SessionId;
  #model: string | undefined;
  readonly #openCalls = new Map<string, ToolUse>();
  /** Held back until a shutdown says what they were billed, or the file ends. */
  #responses: ResponseEntry[] = [];
  #systemPrompt: { readonly place: LinePlace; readonly text: string } | undefined;

  constructor(sink: EntrySink) {
    this.#sink = sink;
  }

  readLine(line: Fields, location: SourceLocation): void {
    const type = line.requiredName('type');
    const time = line.time('timestamp');
    const data = line.fields('data');
    if (data === undefined) throw new WrongShape('data');
    const place: LinePlace = { id: line.name('id') ?? `${this.#session}:${location.offset}`, time, location, data };
    switch (type) {
      case 'session.start':
      case 'session.resume':
        this.#readStart(place);
        break;
      case 'session.model_change':
        this.#model = data.name('newModel') ?? this.#model;
        break;
      case 'system.message':
        this.#emitSystemPrompt(undefined);
        this.#systemPrompt = { place, text: data.text('content') ?? '' };
        break;
      case 'user.message':
        this.#readUser(place);
        break;
      case 'assistant.message':
        this.#readAssistant(place);
        break;
      case 'tool.execution_complete':
        this.#readResult(place);
        break;
      case 'system.notification':
        this.#input(place, [{ kind: 'system', label: 'notification', part: 'data.content', text: data.text('content') }], false);
        break;
      case 'skill.invoked':
        this.#input(
          place,
          [{ kind: 'document', label: data.name('name') ?? 'skill', part: 'data.content', text: data.text('content') }],
          false,
        );
        break;
      case 'session.compaction_complete':
        this.#readCompaction(place);
        break;
      case 'session.error':
        this.#fail(place, /rate|quota/i.test(data.text('errorType') ?? '') ? 'rate-limit' : 'api-error');
        break;
      case 'abort':
        this.#fail(place, 'aborted');
        break;
      case 'session.shutdown':
        this.#readShutdown(place);
        break;
    }
  }

  /** Emits what no shutdown told of. */
  finish(): void {
    this.#emitSystemPrompt(undefined);
    for (const response of this.#responses) this.#sink.entry(response);
    this.#responses = [];
  }

  #readStart(place: LinePlace): void {
    const { data } = place;
    this.#session = `copilot:${data.requiredName('sessionId')}` as SessionId;
    this.#model = data.name('selectedModel') ?? this.#model;
    const context = data.fields('context');
    const directory = context?.name('cwd');
    const branch = context?.name('branch');
    const version = data.name('copilotVersion');
    this.#sink.entry(makeSession({ ...this.#head(place), directory, gitBranch: branch, agentVersion: version }));
  }

  /** What was sent stands in `transformedContent`; `content` is what the person typed. */
  #readUser(place: LinePlace): void {
    const { data } = place;
    const sent = data.has('transformedContent') ? 'transformedContent' : 'content';
    this.#input(place, [{ kind: 'user', part: data.pathOf(sent), text: data.text(sent) }], true);
  }

  #readAssistant(place: LinePlace): void {
    const { data } = place;
    const model = data.name('model') ?? this.#model;
    const provider = providerName('copilot', model);
    const output = data.count('outputTokens');
    const name = data.name('apiCallId') ?? data.name('messageId') ?? place.id;
    const key = `copilot:${data.name('messageId') ?? place.id}` as EntryKey;
    const segments = new SegmentList(key);
    segments.add({ kind: 'answer', part: 'data.content', text: data.text('content') });
    if (data.has('reasoningText') || data.has('reasoningOpaque')) {
      const hidden = data.text('reasoningOpaque')?.length;
      segments.add({ kind: 'reasoning', part: 'data.reasoningText', text: data.text('reasoningText'), hiddenCharacters: hidden });
    }
    for (const request of data.fieldsList('toolRequests')) segments.add(this.#callSegment(request));
    this.#responses.push(
      makeResponse({
        ...this.#head(place),
        key,
        call: `copilot:${name}` as CallKey,
        origin: 'transcript',
        model,
        provider,
        usage: makeUsage({ output }),
        segments: segments.segments,
      }),
    );
  }

  #callSegment(request: Fields): NewSegment {
    const call = request.requiredName('toolCallId');
    const name = request.requiredName('name');
    const value = request.record['arguments'];
    const input = typeof value === 'string' ? undefined : request.fields('arguments')?.record;
    const text = typeof value === 'string' ? value : argumentText(input ?? {});
    const tool = toolUse({ call, name, input, patch: name === 'apply_patch' && typeof value === 'string' ? value : undefined });
    this.#openCalls.set(call, tool);
    const written = input?.['file_text'] ?? input?.['content'];
    return {
      kind: 'tool-call',
      label: name,
      part: request.pathOf('arguments'),
      text,
      tool,
      comparable: tool.action === 'write',
      fileText: typeof written === 'string' ? written : undefined,
    };
  }

  #readResult(place: LinePlace): void {
    const { data } = place;
    const call = data.requiredName('toolCallId');
    const success = data.flag('success');
    const opened = this.#openCalls.get(call) ?? toolUse({ call, name: data.name('toolName') ?? 'unnamed tool' });
    const tool: ToolUse = { ...opened, ...(success === undefined ? {} : { isError: !success }) };
    this.#openCalls.delete(call);
    const result = data.fields('result');
    const error = data.fields('error');
    const holder = result ?? error;
    const field = result === undefined ? 'message' : 'content';
    if (holder === undefined) return;
    const segment: NewSegment = {
      kind: 'tool-result',
      label: tool.name,
      part: holder.pathOf(field),
      text: holder.text(field),
      tool,
      comparable: tool.action === 'read',
    };
    this.#input(place, [segment], false);
  }

  #readCompaction(place: LinePlace): void {
    const { data } = place;
    if (data.flag('success') === false) return;
    const head = this.#head(place);
    const segments = new SegmentList(head.key);
    segments.add({ kind: 'summary', label: 'compaction', part: 'data.summaryContent', text: data.text('summaryContent') });
    const tokensBefore = data.count('preCompactionTokens');
    this.#sink.entry(makeCompaction({ ...head, scope: 'all', segments: segments.segments, tokensBefore }));
  }

  #readShutdown(place: LinePlace): void {
    const { data } = place;
    const { responses, remainders } = assignStatedUsage(this.#responses, data.fields('modelMetrics'));
    const system = data.count('systemTokens');
    const tools = data.count('toolDefinitionsTokens');
    this.#responses = [];
    for (const response of responses) this.#sink.entry(response);
    for (const { model, usage } of remainders) {
      const provider = providerName('copilot', model);
      const key = `copilot:${place.id}/${model}` as EntryKey;
      const call = key as string as CallKey;
      const head = { ...this.#head(place), key, chain: shutdownChain };
      this.#sink.entry(makeResponse({ ...head, call, origin: 'transcript', model, provider, usage, segments: [] }));
    }
    if (tools !== undefined && this.#systemPrompt !== undefined) this.#emitTools(place, tools);
    this.#emitSystemPrompt(system);
  }

  /** Tool schemas are not logged, only how many tokens they take; they stand beside the system prompt. */
  #emitTools(shutdown: LinePlace, statedTokens: NonNullable<NewSegment['statedTokens']>): void {
    const prompt = this.#systemPrompt!.place;
    const key = `copilot:${prompt.id}/tools` as EntryKey;
    const segments = new SegmentList(key);
    segments.add({ kind: 'tools', label: 'tool definitions', part: 'data.toolDefinitionsTokens', statedTokens });
    const head = this.#head(shutdown);
    const time = prompt.time ?? head.time;
    this.#sink.entry(makeInput({ ...head, key, time, segments: segments.segments, startsTurn: false }));
  }

  #emitSystemPrompt(statedTokens: NewSegment['statedTokens']): void {
    if (this.#systemPrompt === undefined) return;
    const { place, text } = this.#systemPrompt;
    this.#systemPrompt = undefined;
    this.#input(place, [{ kind: 'system', label: 'system prompt', part: 'data.content', text, statedTokens }], false);
  }

  #input(place: LinePlace, content: readonly NewSegment[], startsTurn: boolean): void {
    const head = this.#head(place);
    const segments = new SegmentList(head.key);
    for (const segment of content) segments.add(segment);
    if (segments.segments.length === 0) return;
    this.#sink.entry(makeInput({ ...head, segments: segments.segments, startsTurn }));
  }

  #fail(place: LinePlace, reason: FailureEntry['reason']): void {
    this.#sink.entry(makeFailure({ ...this.#head(place), reason }));
  }

  #head({ id, time, location, data }: LinePlace) {
    const agent = data.name('parentToolCallId');
    const chain = agent === undefined ? mainChain : (agent as ChainId);
    const key = `copilot:${id}` as EntryKey;
    return { key, source: 'copilot' as const, session: this.#session, chain, parent: 'previous' as const, time, location };
  }
}
