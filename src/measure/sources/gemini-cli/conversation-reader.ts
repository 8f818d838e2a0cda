import { basename, dirname } from 'node:path';
import { timestamp, tokens, type Timestamp } from '../../../base/units.ts';
import { mainChain, type CallKey, type ChainId, type EntryKey, type SessionId } from '../../../call/entry.ts';
import { makeCompaction, makeFailure, makeInput, makeResponse, makeSession } from '../../../call/make-entry.ts';
import type { SourceLocation } from '../../../call/source-location.ts';
import { unknownUsage } from '../../../call/usage.ts';
import type { Fields } from '../common/fields.ts';
import { providerName } from '../common/provider-name.ts';
import { SegmentList, type NewSegment } from '../common/segment-list.ts';
import { guardShape } from '../common/shaped-lines.ts';
import type { EntrySink, SourceFile } from '../source.ts';
import { partsContent, responseContent, resultContent } from './message-content.ts';
import { readTokens } from './message-tokens.ts';

interface HeldMessage {
  fields: Fields;
  location: SourceLocation;
  /** The message it follows after a rewind. */
  readonly after?: string;
}

const compressed = /compressed from (\d+) to (\d+) tokens/i;

/** Collects the messages of one conversation, the last writing of each, and then emits them in order. */
export class ConversationReader {
  readonly #file: SourceFile;
  readonly #sink: EntrySink;
  readonly #messages = new Map<string, HeldMessage>();
  /** Ids of the messages that stand in the conversation, in order; a rewind takes some away. */
  #standing: string[] = [];
  #rewound = false;
  #header: { readonly fields: Fields; readonly location: SourceLocation } | undefined;
  #id: string | undefined;
  #kind: string | undefined;

  constructor(file: SourceFile, sink: EntrySink) {
    this.#file = file;
    this.#sink = sink;
  }

  readDocument(document: Fields, location: SourceLocation): void {
    this.#readHeader(document, location);
    for (const message of document.fieldsList('messages')) this.#hold(message, location);
  }

  readLine(line: Fields, location: SourceLocation): void {
    const set = line.fields('$set');
    if (set !== undefined) {
      for (const message of set.fieldsList('messages')) this.#hold(message, location);
      return;
    }
    const rewindTo = line.text('$rewindTo');
    if (rewindTo !== undefined) this.#rewind(rewindTo);
    else if (line.has('id')) this.#hold(line, location);
    else if (line.has('sessionId')) this.#readHeader(line, location);
  }

  /** Emits everything. A message of the wrong shape costs itself. */
  finish(): void {
    this.#emitHeader();
    let previous: EntryKey | undefined;
    for (const [id, message] of this.#messages) {
      guardShape(this.#file, message.location.line, this.#sink, () => {
        const after = message.after === undefined ? previous : keyOf(message.after);
        previous = this.#emit(id, message, after) ?? previous;
      });
    }
  }

  #readHeader(fields: Fields, location: SourceLocation): void {
    this.#id ??= fields.name('sessionId');
    this.#kind ??= fields.name('kind');
    this.#header ??= { fields, location };
  }

  #hold(fields: Fields, location: SourceLocation): void {
    const id = fields.requiredName('id');
    const held = this.#messages.get(id);
    if (held !== undefined) {
      held.fields = fields;
      held.location = location;
      return;
    }
    const after = this.#rewound ? this.#standing.at(-1) : undefined;
    this.#rewound = false;
    this.#standing.push(id);
    this.#messages.set(id, { fields, location, ...(after === undefined ? {} : { after }) });
  }

  /** The message named and all after it leave the conversation; what they were billed stays. */
  #rewind(id: string): void {
    const place = this.#standing.indexOf(id);
    this.#standing = place === -1 ? [] : this.#standing.slice(0, place);
    this.#rewound = true;
  }

  /** A sub-agent's file lies in a folder named for the session that started it. */
  get #place(): { readonly session: SessionId; readonly chain: ChainId } {
    const id = this.#id ?? 'unknown';
    const folder = dirname(this.#file.path);
    const isNested = this.#kind === 'subagent' && basename(dirname(folder)) === 'chats';
    return isNested
      ? { session: `gemini-cli:${basename(folder)}` as SessionId, chain: id as ChainId }
      : { session: `gemini-cli:${id}` as SessionId, chain: mainChain };
  }

  #emitHeader(): void {
    if (this.#header === undefined) return;
    const { fields, location } = this.#header;
    guardShape(this.#file, location.line, this.#sink, () => {
      const time = fields.time('startTime');
      const directory = fields.list('directories')[0];
      this.#sink.entry(
        makeSession({
          ...this.#place,
          key: `gemini-cli:${this.#id ?? 'unknown'}/header` as EntryKey,
          source: 'gemini-cli',
          parent: 'root',
          time,
          location,
          directory: typeof directory === 'string' ? directory : undefined,
          agentType: this.#kind === 'subagent' ? 'subagent' : undefined,
        }),
      );
    });
  }

  #emit(id: string, { fields, location }: HeldMessage, after: EntryKey | undefined): EntryKey | undefined {
    const type = fields.requiredName('type');
    const time = fields.time('timestamp');
    const key = keyOf(id);
    const head = { ...this.#place, time, key, source: 'gemini-cli' as const, parent: after ?? ('previous' as const), location };
    switch (type) {
      case 'user': {
        return this.#emitInput(head, partsContent(fields.record['content'], fields.pathOf('content'), 'user'), true);
      }
      case 'gemini':
        return this.#emitResponse(fields, head, id, time);
      case 'error':
        this.#sink.entry(makeFailure({ ...head, reason: 'api-error' }));
        return undefined;
      default: {
        const told = partsContent(fields.record['content'], '', 'system')[0]?.text;
        const sizes = compressed.exec(told ?? '');
        if (sizes === null) return undefined;
        const [before, now] = [Number(sizes[1]), Number(sizes[2])];
        const tokensSaved = before >= now ? tokens(before - now) : undefined;
        this.#sink.entry(makeCompaction({ ...head, scope: 'all', tokensBefore: tokens(before), tokensSaved, segments: [] }));
        return key;
      }
    }
  }

  #emitResponse(message: Fields, head: HeadOf, id: string, time: Timestamp | undefined): EntryKey {
    const { key } = head;
    const model = message.name('model');
    const provider = providerName('google', model);
    const stated = message.fields('tokens');
    const usage = stated === undefined ? unknownUsage : readTokens(stated);
    const segments = new SegmentList(key);
    for (const segment of responseContent(message)) segments.add(segment);
    const results = resultContent(message);
    const call = `gemini-cli:${id}` as CallKey;
    this.#sink.entry(makeResponse({ ...head, call, origin: 'transcript', model, provider, usage, segments: segments.segments }));
    // The results stand in the same message; they are put behind it, so that no order of equal times parts them.
    const after = time === undefined ? undefined : timestamp(time + 1);
    const resultHead = { ...head, time: after, key: `${key}/results` as EntryKey, parent: key };
    return this.#emitInput(resultHead, results, false) ?? key;
  }

  #emitInput(head: HeadOf, content: readonly NewSegment[], startsTurn: boolean): EntryKey | undefined {
    const segments = new SegmentList(head.key);
    for (const segment of content) segments.add(segment);
    if (segments.segments.length === 0) return undefined;
    this.#sink.entry(makeInput({ ...head, segments: segments.segments, startsTurn }));
    return head.key;
  }
}

interface HeadOf {
  readonly key: EntryKey;
  readonly source: 'gemini-cli';
  readonly session: SessionId;
  readonly chain: ChainId;
  readonly parent: EntryKey | 'previous';
  readonly time: Timestamp | undefined;
  readonly location: SourceLocation;
}

const keyOf = (id: string): EntryKey => `gemini-cli:${id}` as EntryKey;
