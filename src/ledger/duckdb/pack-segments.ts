import { characterClassNames } from '../../call/character-classes.ts';
import type { EntryKey } from '../../call/entry.ts';
import type { Segment } from '../../call/segment.ts';
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
  type WholeSegment,
  type WholeText,
  type WholeTool,
} from './pack-layout.ts';
import type { PackWriter } from './pack-writer.ts';

const kindNumbers = new Map<string, number>(segmentKinds.map((kind, index) => [kind, index]));
const hash16 = /^[0-9a-f]{16}$/;

/** Writes the segments of an entry. */
export function packSegments(writer: PackWriter, key: EntryKey, segments: readonly Segment[]): void {
  writer.number(segments.length);
  for (let index = 0; index < segments.length; index++) packSegment(writer, key, index, segments[index] as Segment);
}

function packSegment(writer: PackWriter, key: EntryKey, index: number, segment: WholeSegment): void {
  const { text, tool, hiddenCharacters, statedTokens, image } = segment;
  const ownId = isNamedByPlace(segment.id, key, index) ? undefined : segment.id;
  const isOdd = text !== undefined && !hash16.test(text.hash);
  writer.number(
    (kindNumbers.get(segment.kind) as number) |
      (ownId === undefined ? 0 : hasOwnId) |
      (text === undefined ? 0 : hasText) |
      (text?.lineHashes === undefined ? 0 : hasLines) |
      (tool === undefined ? 0 : hasTool) |
      (tool?.isError === undefined ? 0 : hasOutcome) |
      (tool?.isError === true ? isFailure : 0) |
      (hiddenCharacters === undefined ? 0 : hasHidden) |
      (statedTokens === undefined ? 0 : hasStated) |
      (image === undefined ? 0 : hasImage) |
      (text?.classes.length === characterClassNames.length ? hasAllClasses : 0) |
      (isOdd ? hasOddHash : 0),
  );
  if (ownId !== undefined) writer.text(ownId);
  writer.name(segment.part);
  writer.name(segment.label);
  if (text !== undefined) packText(writer, text, isOdd);
  if (tool !== undefined) packTool(writer, tool);
  if (hiddenCharacters !== undefined) writer.quantity(hiddenCharacters);
  if (statedTokens !== undefined) writer.quantity(statedTokens);
  if (image !== undefined) {
    writer.quantity(image.width);
    writer.quantity(image.height);
  }
}

/** Whether an id is `<entry key>#<index>`. */
function isNamedByPlace(id: string, key: string, index: number): boolean {
  if (index > 9) return id === `${key}#${index}`;
  return (
    id.length === key.length + 2 &&
    id.charCodeAt(key.length) === 0x23 &&
    id.charCodeAt(key.length + 1) === 0x30 + index &&
    id.startsWith(key)
  );
}

function packText(writer: PackWriter, { hash, characters, classes, lineHashes }: WholeText, isOdd: boolean): void {
  if (isOdd) writer.text(hash);
  else writer.hash(hash);
  writer.quantity(characters);
  if (classes.length !== characterClassNames.length) writer.number(classes.length);
  for (let index = 0; index < classes.length; index++) writer.number(classes[index] as number);
  if (lineHashes !== undefined) writer.words(lineHashes);
}

function packTool(writer: PackWriter, tool: WholeTool): void {
  writer.name(tool.call);
  writer.name(tool.name);
  writer.name(tool.server);
  writer.name(tool.target);
  writer.name(tool.action);
  writer.name(tool.range);
}
