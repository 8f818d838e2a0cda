import type { EntryKey } from '../../../call/entry.ts';
import type { SegmentKind } from '../../../call/segment-kind.ts';
import { makeProfile, makeSegment, makeToolUse, segmentId, type Segment, type TextProfile, type ToolUse } from '../../../call/segment.ts';
import type { Tokens } from '../../../base/units.ts';
import { hashLines, profileText } from '../../tokens/text-profile.ts';

export interface NewSegment {
  readonly kind: SegmentKind;
  /** Path of the text inside the line's JSON. */
  readonly part: string;
  readonly label?: string | undefined;
  readonly text?: string | undefined;
  /** The text's lines are to be compared with those of other reads and writes. */
  readonly comparable?: boolean;
  /** Content of the file, where the text is more than that. */
  readonly fileText?: string | undefined;
  readonly tool?: ToolUse | undefined;
  readonly hiddenCharacters?: number | undefined;
  readonly statedTokens?: Tokens | undefined;
}

/** The segments of one entry, numbered as they come. */
export class SegmentList {
  readonly segments: Segment[] = [];
  readonly #key: EntryKey;

  constructor(key: EntryKey) {
    this.#key = key;
  }

  /** Leaves out what is empty: no text, nothing hidden, no count, no image. */
  add(segment: NewSegment): void {
    const { kind, part, label, text, tool, hiddenCharacters, statedTokens } = segment;
    const isEmpty = (text === undefined || text === '') && hiddenCharacters === undefined && statedTokens === undefined;
    if (isEmpty && kind !== 'image' && kind !== 'reasoning' && kind !== 'tool-call') return;
    const use = tool === undefined ? undefined : makeToolUse(tool);
    const id = segmentId(this.#key, this.segments.length);
    const profile = text === undefined || text === '' ? undefined : profileOf(text, segment);
    this.segments.push(makeSegment({ id, kind, label, part, text: profile, tool: use, hiddenCharacters, statedTokens }));
  }
}

function profileOf(text: string, { comparable, fileText }: NewSegment): TextProfile {
  const profile = profileText(text);
  if (comparable !== true) return profile;
  return makeProfile(profile.hash, profile.characters, profile.classes, hashLines(fileText ?? text));
}
