import type { EntryKey } from '../../../call/entry.ts';
import type { SegmentKind } from '../../../call/segment-kind.ts';
import { makeSegment, segmentId, type Segment, type TextProfile, type ToolUse } from '../../../call/segment.ts';

/** What may be known of a segment besides its kind and place. */
export interface SegmentFacts {
  readonly text?: TextProfile | undefined;
  readonly label?: string | undefined;
  readonly tool?: ToolUse | undefined;
  readonly hiddenCharacters?: number | undefined;
  readonly image?: Segment['image'];
}

const noFacts: SegmentFacts = {};

/** The segments of one entry, numbered in the order of its content. */
export class SegmentList {
  readonly #key: EntryKey;
  #segments: Segment[] = [];

  constructor(key: EntryKey) {
    this.#key = key;
  }

  get segments(): readonly Segment[] {
    return this.#segments;
  }

  add(kind: SegmentKind, part: string, facts: SegmentFacts = noFacts): void {
    const { text, label, tool, hiddenCharacters, image } = facts;
    const id = segmentId(this.#key, this.#segments.length);
    const segment = makeSegment({ id, kind, label, part, text, tool, hiddenCharacters, image });
    // Most entries have one segment, and a list that grows by `push` keeps room for sixteen more.
    if (this.#segments.length === 0) this.#segments = [segment];
    else this.#segments.push(segment);
  }
}
