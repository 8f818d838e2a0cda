import type { CallKey } from '../../call/entry.ts';
import type { SegmentKind } from '../../call/segment-kind.ts';
import type { Segment, SegmentId } from '../../call/segment.ts';

/** Where in the bill something stands that the source does not show. */
export type UnseenLabel = 'system prompt and tools' | 'injected text' | 'hidden output';

/** A segment as it stands in the context of a run. */
export interface ContextItem {
  readonly id: SegmentId;
  readonly kind: SegmentKind;
  /** What an `unseen` row most likely is. */
  readonly label?: UnseenLabel;
  /** Absent for `unseen`. */
  readonly segment?: Segment;
  /** The response that wrote it. */
  readonly call?: CallKey;
}
