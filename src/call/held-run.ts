import type { Tokens } from '../base/units.ts';
import type { PriceSums } from './price-sums.ts';
import type { RunId } from './run-id.ts';
import type { Segment, SegmentId } from './segment.ts';
import type { SegmentKind } from './segment-kind.ts';
import { tiers, type Tier } from './tier.ts';
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
  readonly tier: Uint8Array;
  readonly from: Uint32Array;
  readonly to: Uint32Array;
  readonly position: Uint32Array;
  /** 32 bits unless some have more: whole numbers of a wider array would each take an object where they are used. */
  readonly tokens: Uint32Array | Float64Array;
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
  readonly starts: Uint32Array;
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
