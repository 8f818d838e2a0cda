import { hashText } from '../../../base/content-hash.ts';
import { tokens, type Timestamp } from '../../../base/units.ts';
import { mainChain, type CallKey, type ChainId, type Entry, type EntryKey, type SessionId } from '../../../call/entry.ts';
import { makeCompaction, makeEntry, makeFailure, makeInput, makeResponse, makeSession } from '../../../call/make-entry.ts';
import type { SourceLocation } from '../../../call/source-location.ts';
import { makeUsage, unknownUsage, type Usage } from '../../../call/usage.ts';
import { isRecord, WrongShape, type Fields } from '../common/fields.ts';
import { providerName } from '../common/provider-name.ts';
import { SegmentList } from '../common/segment-list.ts';
import type { EntrySink } from '../source.ts';
import { failureOf } from './message-failure.ts';
import { clearedResults, isCompaction, promptContent, responseContent, resultContent } from './part-content.ts';

/** A message with its parts, wherever they were stored. */
export interface StoredMessage {
  readonly info: Fields;
  readonly parts: readonly Fields[];
  readonly location: SourceLocation;
}

export interface SessionPlace {
  readonly session: SessionId;
  readonly chain: ChainId;
}

export const sessionPlace = (id: string, parent: string | undefined): SessionPlace =>
  parent === undefined
    ? { session: `opencode:${id}` as SessionId, chain: mainChain }
    : { session: `opencode:${parent}` as SessionId, chain: id as ChainId };

export function emitSession(info: Fields, location: SourceLocation, sink: EntrySink): SessionPlace {
  const id = info.requiredName('id');
  const place = sessionPlace(id, info.name('parentID') ?? info.name('parent_id'));
  const directory = info.name('directory');
  const version = info.name('version');
  const time = info.fields('time')?.time('created') ?? info.time('time_created');
  sink.entry(
    makeSession({
      ...place,
      key: `opencode:${id}/session` as EntryKey,
      source: 'opencode',
      parent: 'root',
      time,
      location,
      directory,
      agentVersion: version,
      agentType: place.chain === mainChain ? undefined : 'subagent',
    }),
  );
  return place;
}

/**
 * Emits the messages of a session in order. A fork copies messages under new ids with their old times, so keys are
 * made of times and counts. Where the whole session is at hand, each message names the one it follows, so that a
 * fork goes on from the copy whichever session that was merged into.
 */
export class SessionWriter {
  readonly #sink: EntrySink;
  readonly #place: SessionPlace;
  readonly #linked: boolean;
  #previous: EntryKey | undefined;

  constructor(sink: EntrySink, place: SessionPlace, linked: boolean) {
    this.#sink = sink;
    this.#place = place;
    this.#linked = linked;
  }

  /** Throws `WrongShape` before anything of the message is emitted. */
  write({ info, parts, location }: StoredMessage): void {
    const role = info.requiredName('role');
    const created = info.fields('time')?.time('created');
    if (created === undefined) throw new WrongShape(info.pathOf('time.created'));
    const entries = role === 'assistant' ? this.#response(info, parts, created, location) : this.#prompt(parts, created, location);
    for (const entry of entries) {
      const parent = this.#linked && this.#previous !== undefined ? this.#previous : 'previous';
      const isClearing = entry.type === 'compaction' && entry.scope === 'tool-results';
      this.#sink.entry(isClearing ? entry : makeEntry({ ...entry, parent }));
      if (entry.type !== 'failure' && !isClearing) this.#previous = entry.key;
    }
  }

  #prompt(parts: readonly Fields[], time: Timestamp, location: SourceLocation): Entry[] {
    const content = promptContent(parts);
    const text = content.map((segment) => segment.text ?? '').join('\n');
    const key = `opencode:${time}:user:${hashText(text)}` as EntryKey;
    const segments = new SegmentList(key);
    for (const segment of content) segments.add(segment);
    if (segments.segments.length === 0) return [];
    const startsTurn = !parts.some(isCompaction);
    return [makeInput({ ...this.#head(key, time, location), segments: segments.segments, startsTurn })];
  }

  #response(info: Fields, parts: readonly Fields[], time: Timestamp, location: SourceLocation): Entry[] {
    const model = info.name('modelID');
    const provider = providerName(info.name('providerID'), model);
    const usage = readUsage(info.fields('tokens'));
    const statedUsd = info.dollars('cost');
    const finish = info.name('finish');
    const name = `opencode:${time}:${model ?? ''}:${usage.inputUncached ?? ''}.${usage.cacheRead ?? ''}.${usage.output ?? ''}`;
    const key = name as EntryKey;
    const segments = new SegmentList(key);
    for (const segment of responseContent(parts)) segments.add(segment);
    const failure = failureOf(info);
    const isEmpty = (usage.output ?? 0) === 0 && (usage.inputUncached ?? 0) === 0 && (usage.cacheRead ?? 0) === 0;
    const entries: Entry[] = [];
    // The counters start at 0: a message without an answer yet, or with none, was not told what it cost.
    if (!isEmpty || segments.segments.length > 0) {
      entries.push(
        makeResponse({
          ...this.#head(key, time, location),
          call: name as CallKey,
          origin: 'transcript',
          model,
          provider,
          usage: isEmpty ? unknownUsage : usage,
          stopReason: finish,
          statedUsd: isEmpty ? undefined : statedUsd,
          segments: segments.segments,
        }),
      );
    }
    const after = (info.fields('time')?.time('completed') ?? time + 1) as Timestamp;
    const results = new SegmentList(`${key}/results` as EntryKey);
    for (const segment of resultContent(parts)) results.add(segment);
    const resultHead = this.#head(`${key}/results` as EntryKey, Math.max(after, time + 1) as Timestamp, location);
    if (results.segments.length > 0) entries.push(makeInput({ ...resultHead, segments: results.segments, startsTurn: false }));
    if (failure !== undefined) entries.push(makeFailure({ ...resultHead, key: `${key}/failed` as EntryKey, reason: failure }));
    for (const [cleared, calls] of clearedResults(parts)) {
      const head = this.#head(`${key}/cleared:${cleared}` as EntryKey, cleared, location);
      entries.push(makeCompaction({ ...head, scope: 'tool-results', cleared: calls, segments: [] }));
    }
    if (info.record['summary'] === true) entries.push(this.#compaction(key, parts, resultHead));
    return entries;
  }

  /** A response that is marked as a summary is what the next request begins with. */
  #compaction(response: EntryKey, parts: readonly Fields[], head: EntryHead): Entry {
    const key = `${response}/compaction` as EntryKey;
    const segments = new SegmentList(key);
    for (const segment of responseContent(parts)) {
      if (segment.kind === 'answer') segments.add({ ...segment, kind: 'summary', label: 'compaction' });
    }
    return makeCompaction({ ...head, key, scope: 'all', segments: segments.segments });
  }

  #head(key: EntryKey, time: Timestamp, location: SourceLocation): EntryHead {
    return { key, source: 'opencode', ...this.#place, parent: 'previous', time, location };
  }
}

type EntryHead = Pick<Entry, 'key' | 'source' | 'session' | 'chain' | 'parent' | 'location'> & { readonly time: Timestamp };

/** `reasoning` is part of `output`: where a total is stated, it is input, output and cache without it. */
function readUsage(stated: Fields | undefined): Usage {
  if (stated === undefined) return unknownUsage;
  const inputUncached = stated.count('input');
  const output = stated.count('output');
  const reasoning = stated.count('reasoning');
  const cache = isRecord(stated.record['cache']) ? stated.fields('cache') : undefined;
  const cacheRead = cache?.count('read');
  const cacheWriteUnsplit = cache?.count('write');
  return makeUsage({
    inputUncached,
    cacheRead,
    cacheWriteUnsplit,
    output,
    reasoning: reasoning === undefined ? undefined : tokens(Math.min(reasoning, output ?? reasoning)),
  });
}
