import type { Entry } from '../call/entry.ts';
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
  readonly placements: ReadonlyMap<SegmentId, readonly Placement[]>;
  readonly weights: readonly SegmentWeight[];
  readonly losses: readonly CacheLoss[];
  /** Every segment of the group by id; `unseen` rows are not in it. */
  readonly segments: ReadonlyMap<SegmentId, PlacedSegment>;
}
