import type { SegmentId } from '../../call/segment.ts';

/** Answer of a click on a segment: its text, read from the source now. */
export type TextAnswer =
  | {
      readonly state: 'present';
      readonly segment: SegmentId;
      readonly file: string;
      readonly line: number;
      readonly text: string;
      readonly truncated: boolean;
    }
  | { readonly state: 'gone'; readonly segment: SegmentId; readonly file: string; readonly line: number; readonly why: string }
  | { readonly state: 'hidden'; readonly segment: SegmentId; readonly why: string };
