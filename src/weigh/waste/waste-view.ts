import type { ChainId, SessionId } from '../../call/entry.ts';
import type { HeldRun, HeldSegment, PlacementColumns } from '../../call/held-run.ts';
import type { PriceSums } from '../../call/price-sums.ts';
import type { RunId } from '../../call/run-id.ts';
import type { Segment, SegmentId } from '../../call/segment.ts';
import type { SegmentKind } from '../../call/segment-kind.ts';
import type { SourceName } from '../../call/source-name.ts';
import { outputTier } from '../../call/tier.ts';
import type { CacheLoss, WeighedCall } from '../../call/weighing.ts';
import type { WeighedGroup } from '../weighed-group.ts';

/** A segment's life in one run. */
export interface CarriedSegment {
  readonly id: SegmentId;
  readonly kind: SegmentKind;
  /** Absent for `unseen`. */
  readonly segment: Segment | undefined;
  /** Its placements in the run, by first call: rows `start` up to `end` of these columns. */
  readonly placements: PlacementColumns;
  readonly start: number;
  readonly end: number;
  /** Call that wrote it; absent for what came from outside the model, or was written in another run. */
  readonly writtenBy: number | undefined;
  /** First and last call that carried it as input; the number of calls and -1 where none did. */
  readonly carriedFrom: number;
  readonly carriedTo: number;
  /** Largest size as input, or as output where it was never carried. */
  readonly tokens: number;
  /** Position when it entered. */
  readonly position: number;
}

/** One run with its segments in the order in which they entered the context. */
export interface RunView {
  readonly id: RunId;
  readonly session: SessionId;
  readonly chain: ChainId;
  readonly source: SourceName;
  readonly calls: readonly WeighedCall[];
  readonly prices: PriceSums;
  readonly segments: readonly CarriedSegment[];
  readonly losses: readonly CacheLoss[];
  /** For each call the first one of a later turn; the number of calls where there is none. */
  readonly nextTurn: Uint32Array;
}

/** A weighed group as detectors look at it. Built once, in time linear in its placements. */
export interface WasteView {
  /** Runs of each session, main chain first. */
  readonly bySession: ReadonlyMap<SessionId, readonly RunView[]>;
}

export function viewGroup(group: WeighedGroup): WasteView {
  const losses = new Map<RunId, CacheLoss[]>();
  for (const loss of group.losses) add(losses, loss.run, loss);
  const runs = group.held.map((held) => viewRun(held, losses.get(held.id) ?? []));
  const bySession = new Map<SessionId, RunView[]>();
  for (const run of runs.toSorted((a, b) => mainFirst(a, b) || (a.id < b.id ? -1 : 1))) add(bySession, run.session, run);
  return { bySession };
}

function viewRun(held: HeldRun, losses: readonly CacheLoss[]): RunView {
  const { id, calls, prices } = held;
  const { session, chain, source } = calls[0] as WeighedCall;
  const segments: CarriedSegment[] = [];
  for (let number = 0; number < held.segments.length; number++) segments.push(carriedSegment(held, number));
  segments.sort(byEntry);
  return { id, session, chain, source, calls, prices, segments, losses, nextTurn: nextTurns(calls) };
}

function carriedSegment({ segments, placements, starts, calls }: HeldRun, number: number): CarriedSegment {
  const { id, kind, segment } = segments[number] as HeldSegment;
  const rows = inOrder(placements, starts[number] as number, starts[number + 1] as number);
  const { tier, from, to, tokens: sizes } = rows.placements;
  let writtenBy: number | undefined;
  let carriedFrom = calls.length;
  let carriedTo = -1;
  let tokens = 0;
  let position = 0;
  let sameStart = -1;
  let sum = 0;
  for (let row = rows.start; row < rows.end; row++) {
    const first = from[row] as number;
    const size = sizes[row] as number;
    if (tier[row] === outputTier) {
      writtenBy ??= first;
      if (carriedTo < 0) tokens = size;
      continue;
    }
    if (carriedTo < 0) {
      position = rows.placements.position[row] as number;
      tokens = 0;
    }
    carriedFrom = Math.min(carriedFrom, first);
    carriedTo = Math.max(carriedTo, to[row] as number);
    sum = first === sameStart ? sum + size : size;
    sameStart = first;
    tokens = Math.max(tokens, sum);
  }
  const { start, end } = rows;
  return { id, kind, segment, placements: rows.placements, start, end, writtenBy, carriedFrom, carriedTo, tokens, position };
}

type Rows = Pick<CarriedSegment, 'placements' | 'start' | 'end'>;

/** Rows by first call, then position: they mostly come so. */
function inOrder(placements: PlacementColumns, start: number, end: number): Rows {
  const { from, position } = placements;
  let row = start + 1;
  while (row < end && (from[row] as number) >= (from[row - 1] as number)) row++;
  if (row >= end) return { placements, start, end };
  const order = Array.from({ length: end - start }, (_, index) => start + index);
  order.sort((a, b) => (from[a] as number) - (from[b] as number) || (position[a] as number) - (position[b] as number));
  const sorted = (column: readonly number[]): number[] => order.map((each) => column[each] as number);
  const columns = {
    tier: sorted(placements.tier),
    from: sorted(from),
    to: sorted(placements.to),
    position: sorted(position),
    tokens: sorted(placements.tokens),
  };
  return { placements: columns, start: 0, end: order.length };
}

/** First call in which it stood, as output or input. */
export const enteredAt = (carried: CarriedSegment): number => carried.writtenBy ?? carried.carriedFrom;

const byEntry = (a: CarriedSegment, b: CarriedSegment): number =>
  enteredAt(a) - enteredAt(b) || a.position - b.position || (a.id < b.id ? -1 : 1);
const mainFirst = (a: RunView, b: RunView): number => Number(a.chain !== 'main') - Number(b.chain !== 'main');

function add<Key, Value>(map: Map<Key, Value[]>, key: Key, value: Value): void {
  const held = map.get(key);
  if (held === undefined) map.set(key, [value]);
  else held.push(value);
}

/** First call of a later turn than that of `call`; absent in the last turn. */
export function nextTurnAfter(run: RunView, call: number): number | undefined {
  const next = run.nextTurn[call];
  return next === undefined || next >= run.calls.length ? undefined : next;
}

/** For each call the first one of a later turn; the number of calls where there is none. */
function nextTurns(calls: readonly WeighedCall[]): Uint32Array {
  const next = new Uint32Array(calls.length).fill(calls.length);
  for (let index = calls.length - 2; index >= 0; index--) {
    const isSame = (calls[index] as WeighedCall).turn === (calls[index + 1] as WeighedCall).turn;
    next[index] = isSame ? (next[index + 1] as number) : index + 1;
  }
  return next;
}
