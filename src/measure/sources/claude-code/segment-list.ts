import type { EntryKey } from '../../../call/entry.ts';
import type { Segment, SegmentId } from '../../../call/segment.ts';

/** A segment before it is numbered. */
export type SegmentDraft = Omit<Segment, 'id'>;

/** The segments of one entry, numbered in the order of its content. */
export class SegmentList {
  readonly segments: Segment[] = [];
  readonly #key: EntryKey;

  constructor(key: EntryKey) {
    this.#key = key;
  }

  add(draft: SegmentDraft): void {
    this.segments.push({ id: `${this.#key}#${this.segments.length}` as SegmentId, ...draft });
  }
}
