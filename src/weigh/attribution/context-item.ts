import type { CallKey } from '../../call/entry.ts';
import type { RunId } from '../../call/run-id.ts';
import type { SegmentKind } from '../../call/segment-kind.ts';
import type { Segment, SegmentId } from '../../call/segment.ts';
import type { SourceName } from '../../call/source-name.ts';

/** Where in the bill something stands that the source does not show. */
export type UnseenLabel = 'system prompt and tools' | 'injected text' | 'hidden output';

/** A segment of a group as its contexts hold it, with what has been found about it. The runs of the group share it. */
export class ContextItem {
  readonly id: SegmentId;
  readonly kind: SegmentKind;
  /** Absent for `unseen`. */
  readonly segment: Segment | undefined;
  /** The response that wrote it. */
  readonly call: CallKey | undefined;
  /** What an `unseen` row most likely is. */
  readonly label: UnseenLabel | undefined;
  /** Tokens as input, once a bill has shown them: a copied prefix keeps the sizes it had where it was billed. */
  size: number | undefined;
  /** Tokens of its text by estimate, for the model and the agent it was estimated for. */
  estimate = Number.NaN;
  estimatedModel: string | undefined;
  estimatedSource: SourceName | undefined;
  /** What it came to in the trusted output of a run. */
  output = Number.NaN;
  outputRun: RunId | undefined;
  /** Its place among the segments of the run that placed it last. */
  place = 0;
  placedRun: RunId | undefined;

  constructor(id: SegmentId, kind: SegmentKind, segment?: Segment, call?: CallKey, label?: UnseenLabel) {
    this.id = id;
    this.kind = kind;
    this.segment = segment;
    this.call = call;
    this.label = label;
  }
}

/** The segments of an entry or of a response as items. */
export function itemsOf(segments: readonly Segment[], call?: CallKey): readonly ContextItem[] {
  const items: ContextItem[] = [];
  for (const segment of segments) items.push(new ContextItem(segment.id, segment.kind, segment, call));
  return items;
}
