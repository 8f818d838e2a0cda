import { hashText } from '../../../base/content-hash.ts';
import type { Timestamp } from '../../../base/units.ts';
import { mainChain, type CallKey, type EntryKey, type SessionId } from '../../../call/entry.ts';
import { makeCompaction, makeFailure, makeInput, makeResponse, makeSession } from '../../../call/make-entry.ts';
import type { ToolUse } from '../../../call/segment.ts';
import type { SourceLocation } from '../../../call/source-location.ts';
import { sumOf, unknownUsage } from '../../../call/usage.ts';
import { WrongShape, type Fields } from '../common/fields.ts';
import { providerName } from '../common/provider-name.ts';
import { SegmentList, type NewSegment } from '../common/segment-list.ts';
import type { EntrySink } from '../source.ts';
import { contentSegments, resultSegments } from './message-content.ts';
import { readUsage } from './message-usage.ts';

/**
 * Turns the lines of one session file into entries. A branch copies messages with their times into a new file, so
 * keys are made of a message's own time and content, never of the session or of the line's short id.
 */
export class SessionReader {
  readonly #sink: EntrySink;
  #session = 'pi:unknown' as SessionId;
  #provider: string | undefined;
  #model: string | undefined;
  readonly #keysById = new Map<string, EntryKey>();
  readonly #openCalls = new Map<string, ToolUse>();
  #lastId: string | undefined;

  constructor(sink: EntrySink) {
    this.#sink = sink;
  }

  readLine(line: Fields, location: SourceLocation): void {
    const time = line.time('timestamp');
    switch (line.requiredName('type')) {
      case 'session':
        this.#readHeader(line, time, location);
        break;
      case 'message':
        this.#readMessage(line, line.requiredFields('message'), time, location);
        break;
      case 'model_change':
        this.#provider = line.name('provider') ?? this.#provider;
        this.#model = line.name('modelId') ?? this.#model;
        break;
      case 'compaction':
        this.#readCompaction(line, time, location);
        break;
      case 'branch_summary':
      case 'custom_message':
        this.#readInjected(line, time, location);
        break;
    }
    const id = line.name('id');
    if (id !== undefined) this.#lastId = id;
  }

  #readHeader(line: Fields, time: Timestamp | undefined, location: SourceLocation): void {
    const id = line.requiredName('id');
    const directory = line.name('cwd');
    const version = line.record['version'];
    this.#session = `pi:${id}` as SessionId;
    this.#provider = line.name('provider');
    this.#model = line.name('modelId');
    const branchedFrom = line.name('branchedFrom') ?? line.name('parentSession');
    const parent = branchedFrom === undefined ? undefined : /_([^_/\\]+)\.jsonl$/.exec(branchedFrom)?.[1];
    this.#sink.entry(
      makeSession({
        ...this.#head(`pi:${id}/header` as EntryKey, line, time, location),
        directory,
        agentVersion: typeof version === 'string' ? version : undefined,
        parentSession: parent === undefined ? undefined : (`pi:${parent}` as SessionId),
      }),
    );
  }

  #readMessage(line: Fields, message: Fields, lineTime: Timestamp | undefined, location: SourceLocation): void {
    const role = message.requiredName('role');
    const sent = message.time('timestamp') ?? lineTime;
    switch (role) {
      case 'assistant':
        this.#readAssistant(line, message, lineTime, sent, location);
        break;
      case 'user':
        this.#input(line, `user:${sent ?? ''}`, contentSegments(message, 'user', this.#openCalls), lineTime, location, true);
        break;
      case 'toolResult': {
        const call = message.requiredName('toolCallId');
        this.#input(line, `result:${call}`, resultSegments(message, call, this.#openCalls), lineTime, location, false);
        this.#openCalls.delete(call);
        break;
      }
      case 'bashExecution':
        if (message.flag('excludeFromContext') !== true) {
          const label = 'shell command of the user';
          const content = ['command', 'output'].map((name): NewSegment => {
            return { kind: 'document', label, part: message.pathOf(name), text: message.text(name) };
          });
          this.#input(line, `shell:${sent ?? ''}`, content, lineTime, location, false);
        }
        break;
      default:
        this.#input(line, `${role}:${sent ?? ''}`, contentSegments(message, 'system', this.#openCalls), lineTime, location, false);
    }
  }

  #readAssistant(line: Fields, message: Fields, time: Timestamp | undefined, sent: Timestamp | undefined, location: SourceLocation): void {
    const model = message.name('model') ?? this.#model;
    const provider = providerName(message.name('provider') ?? this.#provider, model);
    const stopReason = message.name('stopReason');
    const { usage: stated, usd } = readUsage(message);
    const isCut = stopReason === 'aborted' || stopReason === 'error';
    // The counters start at 0 and stay there when no answer came: that is unknown, not free.
    const usage = isCut && (sumOf(stated) ?? 0) === 0 ? unknownUsage : stated;
    const response = message.name('responseId');
    const name = response ?? `${sent ?? time ?? ''}:${model ?? ''}:${stated.output ?? ''}:${stated.cacheRead ?? ''}`;
    const key = `pi:${name}` as EntryKey;
    const segments = new SegmentList(key);
    for (const segment of contentSegments(message, 'answer', this.#openCalls)) segments.add(segment);
    this.#sink.entry(
      makeResponse({
        ...this.#head(key, line, time, location),
        call: `pi:${name}` as CallKey,
        origin: 'transcript',
        model,
        provider,
        usage,
        stopReason,
        statedUsd: usage === stated ? usd : undefined,
        segments: segments.segments,
      }),
    );
    if (isCut) {
      const reason = stopReason === 'aborted' ? 'aborted' : 'api-error';
      const head = this.#head(`${key}/failed` as EntryKey, line, time, location);
      this.#sink.entry(makeFailure({ ...head, parent: 'previous', reason }));
    }
  }

  #readCompaction(line: Fields, time: Timestamp | undefined, location: SourceLocation): void {
    const summary = line.text('summary');
    const key = `pi:compaction:${hashText(`${time ?? ''}${summary ?? ''}`)}` as EntryKey;
    const segments = new SegmentList(key);
    segments.add({ kind: 'summary', label: 'compaction', part: 'summary', text: summary });
    const tokensBefore = line.count('tokensBefore');
    const firstKept = line.name('firstKeptEntryId');
    const keptFrom = firstKept === undefined ? undefined : this.#keysById.get(firstKept);
    const head = this.#head(key, line, time, location);
    this.#sink.entry(makeCompaction({ ...head, scope: 'all', segments: segments.segments, tokensBefore, keptFrom }));
  }

  /** Texts that pi or an extension put into the context. */
  #readInjected(line: Fields, time: Timestamp | undefined, location: SourceLocation): void {
    const summary = line.text('summary');
    const content: NewSegment[] =
      summary === undefined
        ? contentSegments(line, 'system', this.#openCalls)
        : [{ kind: 'summary', label: 'branch', part: 'summary', text: summary }];
    this.#input(line, `injected:${time ?? ''}`, content, time, location, false);
  }

  #input(
    line: Fields,
    name: string,
    content: readonly NewSegment[],
    time: Timestamp | undefined,
    location: SourceLocation,
    startsTurn: boolean,
  ): void {
    const key = `pi:${name}:${hashText(content.map(({ text }) => text ?? '').join('\n'))}` as EntryKey;
    const segments = new SegmentList(key);
    for (const segment of content) segments.add(segment);
    if (segments.segments.length === 0) return;
    this.#sink.entry(makeInput({ ...this.#head(key, line, time, location), segments: segments.segments, startsTurn }));
  }

  /** Lines that carry ids form a tree; in files without them each line follows the one before. */
  #head(key: EntryKey, line: Fields, time: Timestamp | undefined, location: SourceLocation) {
    const id = line.name('id');
    const parentId = line.name('parentId');
    if (parentId !== undefined && line.text('type') !== 'session' && parentId === id) throw new WrongShape('parentId');
    const branches = parentId !== undefined && parentId !== this.#lastId;
    const parent = (branches ? this.#keysById.get(parentId) : undefined) ?? ('previous' as const);
    if (id !== undefined) this.#keysById.set(id, key);
    return { key, source: 'pi' as const, session: this.#session, chain: mainChain, parent, time, location };
  }
}
