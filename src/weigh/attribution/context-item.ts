import type { CallKey } from '../../call/entry.ts';
import type { SegmentKind } from '../../call/segment-kind.ts';
import type { Segment, SegmentId } from '../../call/segment.ts';

/** A segment as it stands in the context of a run. */
export interface ContextItem {
  readonly id: SegmentId;
  readonly kind: SegmentKind;
  /** Absent for `unseen`. */
  readonly segment?: Segment;
  /** The response that wrote it. */
  readonly call?: CallKey;
}
