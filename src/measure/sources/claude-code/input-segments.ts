import type { SegmentKind } from '../../../call/segment-kind.ts';
import { makeToolUse, type ToolCallId, type ToolUse } from '../../../call/segment.ts';
import { memberPath } from '../common/member-path.ts';
import { profileLines, profileText } from '../../tokens/text-profile.ts';
import { addDocument, addImage, addText, addToolReference, spanPath } from './block-segments.ts';
import { splitResultText, splitUserText } from './harness-text.ts';
import { fieldOf, isObject, type Complain, type JsonObject } from './json-fields.ts';
import type { SegmentList } from './segment-list.ts';
import { labelOfTool } from './tool-use.ts';

/** How the texts of a user's line are to be read. */
export interface InputReading {
  /** What the line as a whole is known to be; undefined: its author's own words, with what the harness put among them. */
  readonly whole: { readonly kind: SegmentKind; readonly label: string } | undefined;
  readonly complain: Complain;
  /** What is known of the tool whose result this is, from its call. */
  readonly toolOf: (call: ToolCallId) => ToolUse | undefined;
}

export interface InputFacts {
  /** Holds words of its author, or an image. */
  personal: boolean;
  toolResults: boolean;
  /** Its author cut the work off. */
  interrupted: boolean;
}

const interruption = '[Request interrupted by user';

function addUserText(list: SegmentList, text: string, part: string, reading: InputReading, facts: InputFacts): void {
  if (text === '') return;
  if (text.startsWith(interruption)) {
    facts.interrupted = true;
    addText(list, text, part, 'system', 'interruption notice');
    return;
  }
  if (reading.whole !== undefined) {
    addText(list, text, part, reading.whole.kind, reading.whole.label);
    return;
  }
  for (const span of splitUserText(text)) {
    const { from, to, harness } = span;
    if (harness === undefined) facts.personal = true;
    const place = spanPath(part, from, to, text.length);
    list.add(harness?.kind ?? 'user', place, { text: profileText(text, from, to), label: harness?.label });
  }
}

function addResultText(list: SegmentList, text: string, part: string, tool: ToolUse, label: string | undefined): void {
  if (text === '') return;
  for (const { from, to, harness } of splitResultText(text)) {
    const place = spanPath(part, from, to, text.length);
    if (harness !== undefined) {
      const reminded = tool.call === undefined ? undefined : makeToolUse({ call: tool.call });
      list.add(harness.kind, place, { text: profileText(text, from, to), label: harness.label, tool: reminded });
      continue;
    }
    const profile = tool.action === 'read' ? profileLines(text, from, to) : profileText(text, from, to);
    list.add('tool-result', place, { text: profile, label, tool });
  }
}

function addToolResult(list: SegmentList, block: JsonObject, part: string, reading: InputReading): void {
  const call = fieldOf(block, 'tool_use_id');
  if (typeof call !== 'string') reading.complain(`${part}.tool_use_id`);
  const id = typeof call === 'string' ? (call as ToolCallId) : undefined;
  const called = id === undefined ? undefined : reading.toolOf(id);
  const isError = fieldOf(block, 'is_error') === true ? true : undefined;
  const tool = called !== undefined && isError === undefined ? called : makeToolUse({ ...called, call: id, isError });
  const label = called === undefined ? undefined : labelOfTool(called);
  const content = fieldOf(block, 'content') ?? '';
  const place = memberPath(part, 'content');
  const before = list.segments.length;
  if (typeof content === 'string') addResultText(list, content, place, tool, label);
  else if (Array.isArray(content)) addResultItems(list, content, place, reading, tool, label);
  else reading.complain(place);
  // A result that says nothing still answers its call, and may be an error.
  if (list.segments.length === before) list.add('tool-result', place, { text: profileText(''), label, tool });
}

function addResultItems(
  list: SegmentList,
  items: readonly unknown[],
  part: string,
  reading: InputReading,
  tool: ToolUse,
  label: string | undefined,
): void {
  for (const [index, item] of items.entries()) {
    const place = memberPath(part, index);
    if (!isObject(item)) {
      reading.complain(place);
      continue;
    }
    const type = fieldOf(item, 'type');
    const text = fieldOf(item, 'text');
    if (type === 'image') addImage(list, item, place);
    else if (type === 'document') addDocument(list, item, place);
    else if (type === 'tool_reference') addToolReference(list, item, place, reading.complain);
    else if (typeof text === 'string') addResultText(list, text, memberPath(place, 'text'), tool, label);
    else if (type === 'text' || typeof type !== 'string') reading.complain(`${place}.text`);
  }
}

/** What a user's line puts into the context: its author's words, harness text, tool results, images. */
export function addInput(list: SegmentList, content: unknown, part: string, reading: InputReading): InputFacts {
  const facts: InputFacts = { personal: false, toolResults: false, interrupted: false };
  if (typeof content === 'string') {
    addUserText(list, content, part, reading, facts);
    return facts;
  }
  if (!Array.isArray(content)) {
    reading.complain(part);
    return facts;
  }
  for (let index = 0; index < content.length; index++) {
    const block: unknown = content[index];
    const place = memberPath(part, index);
    if (typeof block === 'string' && block !== '') addUserText(list, block, place, reading, facts);
    else if (!isObject(block)) reading.complain(place);
    else addBlock(list, block, place, reading, facts);
  }
  return facts;
}

function addBlock(list: SegmentList, block: JsonObject, place: string, reading: InputReading, facts: InputFacts): void {
  const type = fieldOf(block, 'type');
  const text = fieldOf(block, 'text');
  if (type === 'tool_result') {
    facts.toolResults = true;
    addToolResult(list, block, place, reading);
  } else if (type === 'image') {
    facts.personal = true;
    addImage(list, block, place);
  } else if (type === 'document') addDocument(list, block, place);
  else if (typeof text === 'string') addUserText(list, text, memberPath(place, 'text'), reading, facts);
  else reading.complain(`${place}.text`);
}
