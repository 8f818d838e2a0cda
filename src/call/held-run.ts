import type { Tokens } from '../base/units.ts';
import type { PriceSums } from './price-sums.ts';
import type { RunId } from './run-id.ts';
import type { Segment, SegmentId } from './segment.ts';
import type { SegmentKind } from './segment-kind.ts';
import { outputTier, tiers, type Tier } from './tier.ts';
import type { Placement, WeighedCall } from './weighing.ts';

/** A segment as a run held it. */
export interface HeldSegment {
  readonly id: SegmentId;
  readonly kind: SegmentKind;
  /** Absent for `unseen`. */
  readonly segment: Segment | undefined;
  /** What an `unseen` row most likely is. */
  readonly label: string | undefined;
}

/** Placements as columns, without what their segment says: they come by the million. Fields as in {@link Placement}. */
export interface PlacementColumns {
  /** Numbers of tiers. */
  readonly tier: readonly number[];
  readonly from: readonly number[];
  readonly to: readonly number[];
  readonly position: readonly number[];
  readonly tokens: readonly number[];
}

/** What one run held, and where it stood. */
export interface HeldRun {
  readonly id: RunId;
  readonly calls: readonly WeighedCall[];
  readonly prices: PriceSums;
  /** In the order in which their first intervals ended. */
  readonly segments: readonly HeldSegment[];
  /** By segment: those of segment `n` stand from `starts[n]` up to `starts[n + 1]`, in the order in which their intervals ended. */
  readonly placements: PlacementColumns;
  readonly starts: readonly number[];
}

/** The placements of one segment of a run. */
export function placementsOf({ id, segments, placements, starts }: HeldRun, number: number): Placement[] {
  const { id: segment, kind } = segments[number] as HeldSegment;
  const own: Placement[] = [];
  for (let row = starts[number] as number; row < (starts[number + 1] as number); row++) {
    own.push({
      segment,
      run: id,
      kind,
      tier: tiers[placements.tier[row] as number] as Tier,
      from: placements.from[row] as number,
      to: placements.to[row] as number,
      position: placements.position[row] as number,
      tokens: placements.tokens[row] as Tokens,
    });
  }
  return own;
}

/** Size of a segment of a run: the most tokens that it takes in one call, over all tiers. */
export function sizeOf({ placements, starts }: HeldRun, number: number): Tokens {
  const start = starts[number] as number;
  const end = starts[number + 1] as number;
  let largest = 0;
  let sum = 0;
  for (let row = start; row < end; row++) {
    const tokens = placements.tokens[row] as number;
    sum = row > start && isSameInterval(placements, row - 1, row) ? sum + tokens : tokens;
    if (sum > largest) largest = sum;
  }
  return largest as Tokens;
}

/** True for the tiers of one interval, which are placements of their own. */
const isSameInterval = ({ tier, from, position }: PlacementColumns, one: number, other: number): boolean =>
  from[one] === from[other] && position[one] === position[other] && tier[one] !== outputTier && tier[other] !== outputTier;
