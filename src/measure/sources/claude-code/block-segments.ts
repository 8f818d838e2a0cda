import type { SegmentKind } from '../../../call/segment-kind.ts';
import { profileText } from '../../tokens/text-profile.ts';
import { absent, type JsonNode, type JsonTape } from '../json/json-tape.ts';
import { imageSize } from './image-size.ts';
import type { Complain } from './json-fields.ts';
import { named } from './line-names.ts';
import type { SegmentList } from './segment-list.ts';

/** A span of a text as a path: `message.content.0.text`, or `message.content.0.text[120:480]` for a part of it. */
export const spanPath = (path: string, from: number, to: number, length: number): string =>
  from === 0 && to === length ? path : `${path}[${from}:${to}]`;

/** One text, whole, of one kind. */
export function addText(list: SegmentList, text: string, part: string, kind: SegmentKind, label?: string): void {
  if (text !== '') list.add(kind, part, profileText(text), label);
}

export function addImage(list: SegmentList, tape: JsonTape, block: JsonNode, part: string): void {
  const data = tape.member(tape.member(block, named.source), named.data);
  const size = tape.isText(data) ? imageSize(tape.text(data)) : undefined;
  const segment = list.add('image', part, undefined, 'image');
  if (size !== undefined) segment.image = size;
}

/** A file that is sent as it is, such as a PDF: its text does not stand in the transcript. */
export function addDocument(list: SegmentList, tape: JsonTape, block: JsonNode, part: string): void {
  const source = tape.member(block, named.source);
  const title = tape.member(block, named.title);
  const label = tape.isText(title) ? tape.text(title) : 'document';
  const data = tape.value(tape.member(source, named.type)) === 'text' ? tape.member(source, named.data) : absent;
  if (tape.isText(data)) addText(list, tape.text(data), `${part}.source.data`, 'document', label);
  else list.add('document', part, undefined, label);
}

/** The schema of a tool that was looked up: named in the transcript, its text sent unseen. */
export function addToolReference(list: SegmentList, tape: JsonTape, block: JsonNode, part: string, complain: Complain): void {
  const stated = tape.member(block, named.tool_name);
  if (!tape.isText(stated)) {
    complain(`${part}.tool_name`);
    return;
  }
  const name = tape.text(stated);
  list.add('tools', part, undefined, name).tool = { name };
}
