import type { Timestamp, Tokens } from '../../base/units.ts';
import type { CallKey, ChainId, Entry, ResponseEntry, SessionId } from '../../call/entry.ts';
import { largestRemainder } from '../../base/largest-remainder.ts';
import type { Segment } from '../../call/segment.ts';
import { sumOf, type Usage } from '../../call/usage.ts';

/** One response, merged over all entries that tell of it. */
export interface MergedCall {
  readonly key: CallKey;
  readonly session: SessionId;
  readonly chain: ChainId;
  /** The entry it starts at in the run it belongs to. */
  readonly first: ResponseEntry;
  readonly time: Timestamp | undefined;
  readonly usage: Usage;
  /** The entry whose usage holds: also names model, tier and speed. */
  readonly record: ResponseEntry;
  readonly stopReason: string | undefined;
  readonly segments: readonly Segment[];
  /** Absent where the source's counts are beyond doubt. */
  readonly visibleCharacters: number | undefined;
  readonly progressOnly: boolean;
}

const originRank = { transcript: 0, sidechain: 1, progress: 2 } as const;

const timeOf = (entry: Entry): number => entry.time ?? Number.POSITIVE_INFINITY;

/** Better record of the same response: seen closer to its origin, then the larger sum of tokens. */
function isBetterRecord(candidate: ResponseEntry, held: ResponseEntry): boolean {
  const rank = originRank[candidate.origin] - originRank[held.origin];
  return rank !== 0 ? rank < 0 : (sumOf(candidate.usage) ?? -1) > (sumOf(held.usage) ?? -1);
}

/** Where a response belongs: closest origin, earliest time, lowest session id. */
function isEarlier(candidate: ResponseEntry, held: ResponseEntry): boolean {
  const rank = originRank[candidate.origin] - originRank[held.origin];
  if (rank !== 0) return rank < 0;
  const time = timeOf(candidate) - timeOf(held);
  if (time !== 0 && !Number.isNaN(time)) return time < 0;
  return candidate.session < held.session;
}

/** Merges the responses of a group, in the order in which they first stand in it. */
export function mergeCalls(entries: readonly Entry[]): Map<CallKey, MergedCall> {
  const parts = new Map<CallKey, ResponseEntry[]>();
  for (const entry of entries) {
    if (entry.type !== 'response') continue;
    const held = parts.get(entry.call);
    if (held === undefined) parts.set(entry.call, [entry]);
    else held.push(entry);
  }
  const calls = new Map<CallKey, MergedCall>();
  for (const [key, responses] of parts) calls.set(key, mergeResponses(key, responses));
  return calls;
}

function mergeResponses(key: CallKey, responses: readonly ResponseEntry[]): MergedCall {
  let record = responses[0] as ResponseEntry;
  let first = record;
  let time = timeOf(record);
  for (const response of responses) {
    if (isBetterRecord(response, record)) record = response;
    if (isEarlier(response, first)) first = response;
    time = Math.min(time, timeOf(response));
  }
  const segments: Segment[] = [];
  let stopReason: string | undefined;
  let visibleCharacters: number | undefined;
  for (const response of responses) {
    stopReason ??= response.stopReason;
    if (response.origin === first.origin && response.session === first.session && response.chain === first.chain) {
      for (const segment of response.segments) segments.push(segment);
      if (response.visibleCharacters !== undefined) visibleCharacters = (visibleCharacters ?? 0) + response.visibleCharacters;
    }
  }
  return {
    key,
    session: first.session,
    chain: first.chain,
    first,
    time: Number.isFinite(time) ? (time as Timestamp) : undefined,
    usage: record.usage,
    record,
    stopReason: record.stopReason ?? stopReason,
    segments: withStatedReasoning(segments, record.usage.reasoning),
    visibleCharacters,
    progressOnly: first.origin === 'progress',
  };
}

/** Hidden reasoning takes the size that the source states for the reasoning of the whole response. */
function withStatedReasoning(segments: readonly Segment[], reasoning: Tokens | undefined): readonly Segment[] {
  const blocks = segments.filter((segment) => segment.kind === 'reasoning');
  if (reasoning === undefined || blocks.length === 0 || blocks.some((block) => block.text !== undefined)) return segments;
  const sizes = largestRemainder(
    reasoning,
    blocks.map((block) => block.hiddenCharacters ?? 1),
  );
  return segments.map((segment) =>
    segment.kind === 'reasoning' ? { ...segment, statedTokens: sizes[blocks.indexOf(segment)] as Tokens } : segment,
  );
}
