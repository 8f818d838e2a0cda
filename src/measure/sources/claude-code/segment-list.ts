import type { EntryKey } from '../../../call/entry.ts';
import type { SegmentKind } from '../../../call/segment-kind.ts';
import type { Segment, SegmentId, TextProfile } from '../../../call/segment.ts';
import type { Writable } from '../common/writable.ts';

/** The segments of one entry, numbered in the order of its content. */
export class SegmentList {
  readonly segments: Segment[] = [];
  readonly #key: EntryKey;

  constructor(key: EntryKey) {
    this.#key = key;
  }

  /** Adds a segment, and gives it back so that what else is known of it can be set. */
  add(kind: SegmentKind, part: string, text?: TextProfile, label?: string): Writable<Segment> {
    const segment: Writable<Segment> = { id: `${this.#key}#${this.segments.length}` as SegmentId, kind, part };
    if (text !== undefined) segment.text = text;
    if (label !== undefined) segment.label = label;
    this.segments.push(segment);
    return segment;
  }
}
