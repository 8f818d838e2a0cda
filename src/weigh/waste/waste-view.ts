import type { ChainId, SessionId } from '../../call/entry.ts';
import type { RunId } from '../../call/run-id.ts';
import type { Segment, SegmentId } from '../../call/segment.ts';
import type { SegmentKind } from '../../call/segment-kind.ts';
import type { SourceName } from '../../call/source-name.ts';
import type { CacheLoss, Placement, WeighedCall } from '../../call/weighing.ts';
import type { HeldSegment, WeighedGroup } from '../weighed-group.ts';
import { onceARun } from './once-a-run.ts';
import { PriceSums } from '../price-sums.ts';

/** A segment's life in one run. */
export interface CarriedSegment {
  readonly id: SegmentId;
  readonly kind: SegmentKind;
  /** Absent for `unseen`. */
  readonly segment: Segment | undefined;
  /** All placements in the run, by first call. */
  readonly placements: readonly Placement[];
  /** Call that wrote it; absent for what came from outside the model, or was written in another run. */
  readonly writtenBy: number | undefined;
  /** First and last call that carried it as input; `carriedFrom > carriedTo` where none did. */
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
  readonly segments: readonly CarriedSegment[];
  readonly losses: readonly CacheLoss[];
  /** For each call the first one of a later turn; the number of calls where there is none. */
  readonly nextTurn: Uint32Array;
}

/** A weighed group as detectors look at it. Built once, in time linear in its placements. */
export interface WasteView {
  readonly group: WeighedGroup;
  readonly runs: readonly RunView[];
  readonly byRun: ReadonlyMap<RunId, RunView>;
  /** Runs of each session, main chain first. */
  readonly bySession: ReadonlyMap<SessionId, readonly RunView[]>;
}

export function viewGroup(group: WeighedGroup): WasteView {
  const segments = new Map<RunId, CarriedSegment[]>();
  for (const held of group.held) add(segments, held.run, carriedSegment(held));
  const losses = new Map<RunId, CacheLoss[]>();
  for (const loss of group.losses) add(losses, loss.run, loss);
  const runs: RunView[] = [];
  for (const [id, calls] of group.runs) {
    const [first] = calls;
    if (first === undefined) continue;
    const { session, chain, source } = first;
    runs.push({
      id,
      session,
      chain,
      source,
      calls,
      segments: (segments.get(id) ?? []).sort(byEntry),
      losses: losses.get(id) ?? [],
      nextTurn: nextTurns(calls),
    });
  }
  const bySession = new Map<SessionId, RunView[]>();
  for (const run of runs.toSorted((a, b) => mainFirst(a, b) || (a.id < b.id ? -1 : 1))) add(bySession, run.session, run);
  return { group, runs, byRun: new Map(runs.map((run) => [run.id, run])), bySession };
}

/** Prices of a run's calls, summed. */
export const pricesOf = onceARun((run) => new PriceSums(run.calls.map(({ price }) => price.usdPerMillion)));

const segmentsById = onceARun((run) => new Map(run.segments.map((carried) => [carried.id, carried])));

/** A segment in a run. */
export function carriedIn(view: WasteView, run: RunId, segment: SegmentId): CarriedSegment | undefined {
  const held = view.byRun.get(run);
  return held === undefined ? undefined : segmentsById(held).get(segment);
}

function carriedSegment({ item, placements }: HeldSegment): CarriedSegment {
  const own = isInOrder(placements) ? placements : placements.toSorted((a, b) => a.from - b.from || a.position - b.position);
  let writtenBy: number | undefined;
  let carriedFrom = Number.POSITIVE_INFINITY;
  let carriedTo = -1;
  let tokens = 0;
  let position = 0;
  let sameStart = -1;
  let sum = 0;
  for (const placement of own) {
    if (placement.tier === 'output') {
      writtenBy ??= placement.from;
      if (carriedTo < 0) tokens = placement.tokens;
      continue;
    }
    if (carriedTo < 0) {
      position = placement.position;
      tokens = 0;
    }
    carriedFrom = Math.min(carriedFrom, placement.from);
    carriedTo = Math.max(carriedTo, placement.to);
    sum = placement.from === sameStart ? sum + placement.tokens : placement.tokens;
    sameStart = placement.from;
    tokens = Math.max(tokens, sum);
  }
  const { id, kind, segment } = item;
  return { id, kind, segment, placements: own, writtenBy, carriedFrom, carriedTo, tokens, position };
}

function isInOrder(placements: readonly Placement[]): boolean {
  for (let index = 1; index < placements.length; index++) {
    if ((placements[index] as Placement).from < (placements[index - 1] as Placement).from) return false;
  }
  return true;
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
