import type { SegmentKind } from '../../../call/segment-kind.ts';
import { makeToolUse } from '../../../call/segment.ts';
import { profileText } from '../../tokens/text-profile.ts';
import { imageSize } from './image-size.ts';
import { isObject, type Complain, type JsonObject } from './json-fields.ts';
import type { SegmentList } from './segment-list.ts';

/** A span of a text as a path: `message.content.0.text`, or `message.content.0.text[120:480]` for a part of it. */
export const spanPath = (path: string, from: number, to: number, length: number): string =>
  from === 0 && to === length ? path : `${path}[${from}:${to}]`;

/** One text, whole, of one kind. */
export function addText(list: SegmentList, text: string, part: string, kind: SegmentKind, label?: string): void {
  if (text !== '') list.add(kind, part, { text: profileText(text), label });
}

export function addImage(list: SegmentList, block: JsonObject, part: string): void {
  const source = block['source'];
  const data = isObject(source) ? source['data'] : undefined;
  list.add('image', part, { label: 'image', image: typeof data === 'string' ? imageSize(data) : undefined });
}

/** A file that is sent as it is, such as a PDF: its text does not stand in the transcript. */
export function addDocument(list: SegmentList, block: JsonObject, part: string): void {
  const source = block['source'];
  const title = block['title'];
  const label = typeof title === 'string' ? title : 'document';
  const data = isObject(source) && source['type'] === 'text' ? source['data'] : undefined;
  if (typeof data === 'string') addText(list, data, `${part}.source.data`, 'document', label);
  else list.add('document', part, { label });
}

/** The schema of a tool that was looked up: named in the transcript, its text sent unseen. */
export function addToolReference(list: SegmentList, block: JsonObject, part: string, complain: Complain): void {
  const name = block['tool_name'];
  if (typeof name === 'string') list.add('tools', part, { label: name, tool: makeToolUse({ name }) });
  else complain(`${part}.tool_name`);
}
