import type { SegmentKind } from '../../../call/segment-kind.ts';
import type { ToolCallId, ToolUse } from '../../../call/segment.ts';
import { profileLines, profileText } from '../../tokens/text-profile.ts';
import { absent, type JsonNode, type JsonTape } from '../json/json-tape.ts';
import { RepeatedText } from '../json/repeated-text.ts';
import { addDocument, addImage, addText, addToolReference, spanPath } from './block-segments.ts';
import { splitResultText, splitUserText } from './harness-text.ts';
import type { Complain } from './json-fields.ts';
import { named } from './line-names.ts';
import type { SegmentList } from './segment-list.ts';
import { reminderInNode } from './reminder-in-node.ts';
import { profileNode, profileNodeLines } from './text-of-node.ts';
import type { Writable } from '../common/writable.ts';
import { labelOfTool, type ToolIdentity } from './tool-use.ts';

/** How the texts of a user's line are to be read. */
export interface InputReading {
  /** What the line as a whole is known to be; undefined: its author's own words, with what the harness put among them. */
  readonly whole: { readonly kind: SegmentKind; readonly label: string } | undefined;
  readonly complain: Complain;
  /** What is known of the tool whose result this is, from its call. */
  readonly toolOf: (call: ToolCallId) => ToolIdentity | undefined;
}

export interface InputFacts {
  /** Holds words of its author, or an image. */
  personal: boolean;
  toolResults: boolean;
  /** Its author cut the work off. */
  interrupted: boolean;
}

const blockTypes = new RepeatedText();
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
    list.add(harness?.kind ?? 'user', spanPath(part, from, to, text.length), profileText(text, from, to), harness?.label);
  }
}

function addResultText(list: SegmentList, tape: JsonTape, node: JsonNode, part: string, tool: ToolUse, label: string | undefined): void {
  if (tape.isEmptyText(node)) return;
  const reminderAt = reminderInNode(tape, node);
  if (reminderAt !== 'unsure') {
    addResultNode(list, tape, node, reminderAt === 'none' ? tape.to(node) : reminderAt, part, tool, label);
    return;
  }
  const text = tape.text(node);
  for (const { from, to, harness } of splitResultText(text)) {
    const place = spanPath(part, from, to, text.length);
    if (harness !== undefined) {
      const reminder = list.add(harness.kind, place, profileText(text, from, to), harness.label);
      if (tool.call !== undefined) reminder.tool = { call: tool.call };
      continue;
    }
    const profile = tool.action === 'read' ? profileLines(text, from, to) : profileText(text, from, to);
    list.add('tool-result', place, profile, label).tool = tool;
  }
}

/** A result up to a byte of its line, and the reminder behind it. */
function addResultNode(
  list: SegmentList,
  tape: JsonTape,
  node: JsonNode,
  reminderAt: number,
  part: string,
  tool: ToolUse,
  label: string | undefined,
): void {
  const [from, to] = [tape.from(node), tape.to(node)];
  const result =
    reminderAt === from
      ? undefined
      : tool.action === 'read'
        ? profileNodeLines(tape, node, from, reminderAt)
        : profileNode(tape, node, from, reminderAt);
  const reminder = reminderAt === to ? undefined : profileNode(tape, node, reminderAt, to);
  const split = result?.characters ?? 0;
  const length = split + (reminder?.characters ?? 0);
  if (result !== undefined) list.add('tool-result', spanPath(part, 0, split, length), result, label).tool = tool;
  if (reminder === undefined) return;
  const segment = list.add('system', spanPath(part, split, length, length), reminder, 'system reminder');
  if (tool.call !== undefined) segment.tool = { call: tool.call };
}

function addToolResult(list: SegmentList, tape: JsonTape, block: JsonNode, part: string, reading: InputReading): void {
  const call = tape.member(block, named.tool_use_id);
  if (!tape.isText(call)) reading.complain(`${part}.tool_use_id`);
  const id = tape.isText(call) ? (tape.text(call) as ToolCallId) : undefined;
  const identity = id === undefined ? undefined : reading.toolOf(id);
  const tool: Writable<ToolUse> = { ...identity };
  if (id !== undefined) tool.call = id;
  if (tape.isTrue(tape.member(block, named.is_error))) tool.isError = true;
  const label = identity === undefined ? undefined : labelOfTool(identity);
  const content = tape.member(block, named.content);
  const before = list.segments.length;
  if (tape.isText(content)) addResultText(list, tape, content, `${part}.content`, tool, label);
  else if (tape.isList(content)) addResultItems(list, tape, content, `${part}.content`, reading, tool, label);
  else if (!tape.isNothing(content)) reading.complain(`${part}.content`);
  // A result that says nothing still answers its call, and may be an error.
  if (list.segments.length === before) list.add('tool-result', `${part}.content`, profileText(''), label).tool = tool;
}

function addResultItems(
  list: SegmentList,
  tape: JsonTape,
  items: JsonNode,
  part: string,
  reading: InputReading,
  tool: ToolUse,
  label: string | undefined,
): void {
  let index = 0;
  for (let item = tape.first(items); item !== absent; item = tape.next(item, items)) {
    const place = `${part}.${index++}`;
    const stated = tape.member(item, named.type);
    const type = tape.isText(stated) ? blockTypes.of(tape, stated) : undefined;
    if (!tape.isObject(item)) reading.complain(place);
    else if (type === 'image') addImage(list, tape, item, place);
    else if (type === 'document') addDocument(list, tape, item, place);
    else if (type === 'tool_reference') addToolReference(list, tape, item, place, reading.complain);
    else {
      const text = tape.member(item, named.text);
      if (tape.isText(text)) addResultText(list, tape, text, `${place}.text`, tool, label);
      else if (type === 'text' || type === undefined) reading.complain(`${place}.text`);
    }
  }
}

/** What a user's line puts into the context: its author's words, harness text, tool results, images. */
export function addInput(list: SegmentList, tape: JsonTape, content: JsonNode, part: string, reading: InputReading): InputFacts {
  const facts: InputFacts = { personal: false, toolResults: false, interrupted: false };
  if (tape.isText(content)) {
    addUserText(list, tape.text(content), part, reading, facts);
    return facts;
  }
  if (!tape.isList(content)) {
    reading.complain(part);
    return facts;
  }
  let index = 0;
  for (let block = tape.first(content); block !== absent; block = tape.next(block, content)) {
    const place = `${part}.${index++}`;
    const stated = tape.member(block, named.type);
    const type = tape.isText(stated) ? blockTypes.of(tape, stated) : undefined;
    if (tape.isText(block) && !tape.isEmptyText(block)) addUserText(list, tape.text(block), place, reading, facts);
    else if (!tape.isObject(block)) reading.complain(place);
    else if (type === 'tool_result') {
      facts.toolResults = true;
      addToolResult(list, tape, block, place, reading);
    } else if (type === 'image') {
      facts.personal = true;
      addImage(list, tape, block, place);
    } else if (type === 'document') addDocument(list, tape, block, place);
    else {
      const text = tape.member(block, named.text);
      if (tape.isText(text)) addUserText(list, tape.text(text), `${place}.text`, reading, facts);
      else reading.complain(`${place}.text`);
    }
  }
  return facts;
}
