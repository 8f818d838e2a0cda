import { characterClassNames } from '../../call/character-classes.ts';
import type { EntryKey } from '../../call/entry.ts';
import { makeProfile, makeSegment, makeToolUse, segmentId, type Segment, type TextProfile, type ToolUse } from '../../call/segment.ts';
import { segmentKinds } from '../../call/segment-kind.ts';
import {
  hasAllClasses,
  hasHidden,
  hasImage,
  hasLines,
  hasOddHash,
  hasOutcome,
  hasOwnId,
  hasStated,
  hasText,
  hasTool,
  isFailure,
  toolNames,
} from './pack-layout.ts';
import type { PackReader } from './pack-reader.ts';

type Fields = Record<string, unknown>;

/** Segments of an entry as `packSegments` took them. */
export function unpackSegments(reader: PackReader, key: EntryKey): Segment[] {
  const count = reader.number();
  const segments: Segment[] = [];
  for (let index = 0; index < count; index++) segments.push(unpackSegment(reader, key, index));
  return segments;
}

function unpackSegment(reader: PackReader, key: EntryKey, index: number): Segment {
  const head = reader.number();
  const segment: Fields = {
    id: (head & hasOwnId) === 0 ? segmentId(key, index) : reader.text(),
    kind: segmentKinds[head & 15],
    part: reader.name(),
  };
  const label = reader.name();
  if (label !== undefined) segment['label'] = label;
  if ((head & hasText) !== 0) segment['text'] = unpackText(reader, head);
  if ((head & hasTool) !== 0) segment['tool'] = unpackTool(reader, head);
  if ((head & hasHidden) !== 0) segment['hiddenCharacters'] = reader.quantity();
  if ((head & hasStated) !== 0) segment['statedTokens'] = reader.quantity();
  if ((head & hasImage) !== 0) segment['image'] = { width: reader.quantity(), height: reader.quantity() };
  return makeSegment(segment as unknown as Segment);
}

function unpackText(reader: PackReader, head: number): TextProfile {
  const hash = (head & hasOddHash) === 0 ? reader.hash() : reader.text();
  const characters = reader.quantity();
  const count = (head & hasAllClasses) === 0 ? reader.number() : characterClassNames.length;
  const classes: number[] = [];
  for (let index = 0; index < count; index++) classes.push(reader.number());
  return makeProfile(hash as TextProfile['hash'], characters, classes, (head & hasLines) === 0 ? undefined : reader.words());
}

function unpackTool(reader: PackReader, head: number): ToolUse {
  const tool: Fields = {};
  for (const field of toolNames) {
    const name = reader.name();
    if (name !== undefined) tool[field] = name;
  }
  if ((head & hasOutcome) !== 0) tool['isError'] = (head & isFailure) !== 0;
  return makeToolUse(tool);
}
