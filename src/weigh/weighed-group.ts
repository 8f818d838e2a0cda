import type { Entry } from '../call/entry.ts';
import type { HeldRun } from '../call/held-run.ts';
import type { RunId } from '../call/run-id.ts';
import type { Segment, SegmentId } from '../call/segment.ts';
import type { SessionGroup } from '../call/session-group.ts';
import type { CacheLoss, Placement, SegmentWeight, WeighedCall } from '../call/weighing.ts';

/** A segment with the entry that holds it: leads to its bytes. */
export interface PlacedSegment {
  readonly segment: Segment;
  readonly entry: Entry;
}

/** A group after attribution, before findings: what a detector looks at. */
export interface WeighedGroup {
  readonly group: SessionGroup;
  /** Calls of each run in order. */
  readonly runs: ReadonlyMap<RunId, readonly WeighedCall[]>;
  /** What each run held. */
  readonly held: readonly HeldRun[];
  readonly losses: readonly CacheLoss[];
  /** Of each segment of {@link held}; made when asked for, as are the others below. */
  readonly weights: readonly SegmentWeight[];
  /** All placements of each segment. */
  readonly placements: ReadonlyMap<SegmentId, readonly Placement[]>;
  /** Every segment of the group by id; `unseen` rows are not in it. */
  readonly segments: ReadonlyMap<SegmentId, PlacedSegment>;
}
