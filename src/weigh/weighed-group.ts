import type { Entry } from '../call/entry.ts';
import type { RunId } from '../call/run-id.ts';
import type { SegmentKind } from '../call/segment-kind.ts';
import type { Segment, SegmentId } from '../call/segment.ts';
import type { SessionGroup } from '../call/session-group.ts';
import type { CacheLoss, Placement, SegmentWeight, WeighedCall } from '../call/weighing.ts';

/** A segment with the entry that holds it: leads to its bytes. */
export interface PlacedSegment {
  readonly segment: Segment;
  readonly entry: Entry;
}

/** The placements of one segment in one run. */
export interface HeldSegment {
  readonly run: RunId;
  readonly item: {
    readonly id: SegmentId;
    readonly kind: SegmentKind;
    /** Absent for `unseen`. */
    readonly segment: Segment | undefined;
  };
  /** In the order in which its intervals ended. */
  readonly placements: readonly Placement[];
}

/** A group after attribution, before findings: what a detector looks at. */
export interface WeighedGroup {
  readonly group: SessionGroup;
  /** Calls of each run in order. */
  readonly runs: ReadonlyMap<RunId, readonly WeighedCall[]>;
  /** What each run held, run by run. */
  readonly held: readonly HeldSegment[];
  /** Of each of {@link held}. */
  readonly weights: readonly SegmentWeight[];
  readonly losses: readonly CacheLoss[];
  /** All placements of each segment. */
  readonly placements: ReadonlyMap<SegmentId, readonly Placement[]>;
  /** Every segment of the group by id; `unseen` rows are not in it. */
  readonly segments: ReadonlyMap<SegmentId, PlacedSegment>;
}
