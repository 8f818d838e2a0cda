import type { Timestamp, Tokens } from '../../base/units.ts';
import type { CallKey, ChainId, ResponseEntry, SessionId } from '../../call/entry.ts';
import { largestRemainder } from '../../base/largest-remainder.ts';
import type { Segment } from '../../call/segment.ts';
import { inputOf, sumOf, type Usage } from '../../call/usage.ts';
import { billOf } from './bill.ts';
import { itemsOf, type ContextItem } from './context-item.ts';
import { isOf, type LinkedEntry } from './linked-entry.ts';

/** One response, merged over all entries that tell of it. */
export interface MergedCall {
  readonly key: CallKey;
  readonly session: SessionId;
  readonly chain: ChainId;
  /** The entry it starts at in the run it belongs to. */
  readonly first: LinkedEntry<ResponseEntry>;
  readonly time: Timestamp | undefined;
  readonly usage: Usage;
  /** All input; absent where no input is known. */
  readonly input: Tokens | undefined;
  /** Input in the order of `inputTiers`. */
  readonly bill: readonly number[];
  /** The entry whose usage holds: also names model, tier and speed. */
  readonly record: ResponseEntry;
  readonly stopReason: string | undefined;
  readonly segments: readonly Segment[];
  /** Its segments as contexts hold them. */
  readonly items: readonly ContextItem[];
  /** Absent where the source's counts are beyond doubt. */
  readonly visibleCharacters: number | undefined;
  readonly progressOnly: boolean;
  /** Slot of its first segment in the context of the run that held it last. */
  slot: number;
}

/** Closest to where it came from first. */
const rankOf = ({ origin }: ResponseEntry): number => (origin === 'transcript' ? 0 : origin === 'sidechain' ? 1 : 2);

const timeOf = (entry: ResponseEntry): number => entry.time ?? Number.POSITIVE_INFINITY;

/** Better record of the same response: seen closer to its origin, then the larger sum of tokens. */
function isBetterRecord(candidate: ResponseEntry, held: ResponseEntry): boolean {
  const rank = rankOf(candidate) - rankOf(held);
  return rank !== 0 ? rank < 0 : (sumOf(candidate.usage) ?? -1) > (sumOf(held.usage) ?? -1);
}

/** Where a response belongs: closest origin, earliest time, lowest session id. */
function isEarlier(candidate: ResponseEntry, held: ResponseEntry): boolean {
  const rank = rankOf(candidate) - rankOf(held);
  if (rank !== 0) return rank < 0;
  const time = timeOf(candidate) - timeOf(held);
  if (time !== 0 && !Number.isNaN(time)) return time < 0;
  return candidate.session < held.session;
}

/** Merges the responses of a group: every piece of a response leads to the call it is a piece of. */
export function mergeCalls(entries: readonly LinkedEntry[]): void {
  const byKey = new Map<CallKey, LinkedEntry<ResponseEntry>[]>();
  for (const link of entries) {
    if (!isOf(link, 'response')) continue;
    const pieces = byKey.get(link.entry.call);
    if (pieces === undefined) byKey.set(link.entry.call, [link]);
    else pieces.push(link);
  }
  for (const [key, pieces] of byKey) {
    const call = mergePieces(key, pieces);
    for (const piece of pieces) piece.call = call;
  }
}

function mergePieces(key: CallKey, pieces: readonly LinkedEntry<ResponseEntry>[]): MergedCall {
  let first = pieces[0] as LinkedEntry<ResponseEntry>;
  let record = first.entry;
  let time = timeOf(record);
  for (let place = 1; place < pieces.length; place++) {
    const piece = pieces[place] as LinkedEntry<ResponseEntry>;
    if (isBetterRecord(piece.entry, record)) record = piece.entry;
    if (isEarlier(piece.entry, first.entry)) first = piece;
    time = Math.min(time, timeOf(piece.entry));
  }
  const { origin, session, chain } = first.entry;
  let segments: readonly Segment[] | undefined;
  let stopReason: string | undefined;
  let visibleCharacters: number | undefined;
  for (const { entry } of pieces) {
    stopReason ??= entry.stopReason;
    if (entry.origin !== origin || entry.session !== session || entry.chain !== chain) continue;
    segments = segments === undefined ? entry.segments : segments.concat(entry.segments);
    if (entry.visibleCharacters !== undefined) visibleCharacters = (visibleCharacters ?? 0) + entry.visibleCharacters;
  }
  const { usage } = record;
  const shown = withStatedReasoning(segments ?? [], usage.reasoning);
  return {
    key,
    session,
    chain,
    first,
    time: Number.isFinite(time) ? (time as Timestamp) : undefined,
    usage,
    input: inputOf(usage),
    bill: billOf(usage),
    record,
    stopReason: record.stopReason ?? stopReason,
    segments: shown,
    items: itemsOf(shown, key),
    visibleCharacters,
    progressOnly: origin === 'progress',
    slot: -1,
  };
}

/** Hidden reasoning takes the size that the source states for the reasoning of the whole response. */
function withStatedReasoning(segments: readonly Segment[], reasoning: Tokens | undefined): readonly Segment[] {
  if (reasoning === undefined) return segments;
  const blocks = segments.filter((segment) => segment.kind === 'reasoning');
  if (blocks.length === 0 || blocks.some((block) => block.text !== undefined)) return segments;
  const sizes = largestRemainder(
    reasoning,
    blocks.map((block) => block.hiddenCharacters ?? 1),
  );
  return segments.map((segment) =>
    segment.kind === 'reasoning' ? { ...segment, statedTokens: sizes[blocks.indexOf(segment)] as Tokens } : segment,
  );
}
