import type { ToolCallId } from '../../../call/segment.ts';
import { visibleTextCharacters } from '../../tokens/placeholder.ts';
import { absent, type JsonNode, type JsonTape } from '../json/json-tape.ts';
import { RepeatedText } from '../json/repeated-text.ts';
import type { Complain, JsonObject } from './json-fields.ts';
import { named, targetNames } from './line-names.ts';
import { profileArguments } from './profile-arguments.ts';
import type { SegmentList } from './segment-list.ts';
import { charactersOfNode, hashNodeLines, profileNode } from './text-of-node.ts';
import type { Writable } from '../common/writable.ts';
import { identifyTool, labelOfTool, type ToolIdentity } from './tool-use.ts';

export interface OutputReading {
  readonly complain: Complain;
  /** Told of each tool call, so that its result can be told apart later; of one that starts a sub-agent, with its prompt. */
  readonly toolCalled: (call: ToolCallId, tool: ToolIdentity, prompt: string | undefined) => void;
}

const blockTypes = new RepeatedText();
const toolNames = new RepeatedText();

/** The arguments that say what a tool works on. */
function targetsOf(tape: JsonTape, input: JsonNode): JsonObject {
  const targets: Writable<JsonObject> = {};
  for (const name of targetNames) {
    const node = tape.member(input, named[name]);
    if (node !== absent) targets[name] = tape.value(node);
  }
  return targets;
}

/** Lines that a call puts into a file. */
function writtenLines(tape: JsonTape, { action }: ToolIdentity, input: JsonNode): Uint32Array | undefined {
  if (action !== 'write' && action !== 'edit') return undefined;
  const written = tape.member(input, action === 'write' ? named.content : named.new_string);
  return tape.isText(written) ? hashNodeLines(tape, written) : undefined;
}

function addToolCall(list: SegmentList, tape: JsonTape, block: JsonNode, part: string, reading: OutputReading): number {
  const stated = tape.member(block, named.name);
  if (!tape.isText(stated)) {
    reading.complain(`${part}.name`);
    return 0;
  }
  const name = toolNames.of(tape, stated);
  const id = tape.member(block, named.id);
  const input = tape.member(block, named.input);
  const server = tape.member(block, named.server_name);
  if (input !== absent && !tape.isObject(input)) reading.complain(`${part}.input`);
  const identity = identifyTool(name, targetsOf(tape, input), tape.isText(server) ? tape.text(server) : undefined);
  const call = tape.isText(id) ? (tape.text(id) as ToolCallId) : undefined;
  if (call === undefined) reading.complain(`${part}.id`);
  else {
    const prompt = identity.action === 'spawn' ? tape.value(tape.member(input, named.prompt)) : undefined;
    reading.toolCalled(call, identity, typeof prompt === 'string' ? prompt : undefined);
  }
  const { profile, visible } = profileArguments(tape, input);
  const lineHashes = writtenLines(tape, identity, input);
  if (lineHashes !== undefined) profile.lineHashes = lineHashes;
  list.add('tool-call', `${part}.input`, profile, labelOfTool(identity)).tool = call === undefined ? identity : { ...identity, call };
  return visibleTextCharacters(name) + visible;
}

/** What a tool on the provider's side gave back: encrypted, so only its size is known. */
function addServerResult(list: SegmentList, tape: JsonTape, block: JsonNode, part: string, type: string): void {
  const call = tape.member(block, named.tool_use_id);
  const content = tape.member(block, named.content);
  let hiddenCharacters = 0;
  if (tape.isList(content)) {
    for (let item = tape.first(content); item !== absent; item = tape.next(item, content)) {
      hiddenCharacters += lengthOf(tape, tape.member(item, named.encrypted_content));
    }
  }
  const segment = list.add('tool-result', `${part}.content`, undefined, type.replace('_tool_result', ''));
  if (hiddenCharacters > 0) segment.hiddenCharacters = hiddenCharacters;
  if (tape.isText(call)) segment.tool = { call: tape.text(call) as ToolCallId };
}

/** Length of a text, in UTF-16 units; 0 of what is none. */
function lengthOf(tape: JsonTape, node: JsonNode): number {
  if (tape.isPlainText(node)) return tape.to(node) - tape.from(node);
  return tape.isText(node) ? tape.text(node).length : 0;
}

function addReasoning(list: SegmentList, tape: JsonTape, block: JsonNode, part: string, complain: Complain): number {
  const thinking = tape.member(block, named.thinking);
  if (tape.isText(thinking) && !tape.isEmptyText(thinking)) return addWholeText(list, tape, thinking, `${part}.thinking`, 'reasoning');
  const signature = tape.member(block, named.signature);
  if (tape.isText(signature)) list.add('reasoning', `${part}.signature`).hiddenCharacters = lengthOf(tape, signature);
  else complain(`${part}.thinking`);
  return 0;
}

/** @returns the visible characters of the text */
function addWholeText(list: SegmentList, tape: JsonTape, node: JsonNode, part: string, kind: 'answer' | 'reasoning'): number {
  const profile = profileNode(tape, node);
  list.add(kind, part, profile);
  return charactersOfNode(tape, node, profile);
}

/**
 * The blocks of a response, or of the line that holds some of them.
 * @returns the visible characters in them, as `holdsPlaceholder` counts
 */
export function addOutput(list: SegmentList, tape: JsonTape, content: JsonNode, part: string, reading: OutputReading): number {
  if (tape.isText(content)) return tape.isEmptyText(content) ? 0 : addWholeText(list, tape, content, part, 'answer');
  if (!tape.isList(content)) {
    reading.complain(part);
    return 0;
  }
  let visible = 0;
  let index = 0;
  for (let block = tape.first(content); block !== absent; block = tape.next(block, content)) {
    const place = `${part}.${index++}`;
    const stated = tape.member(block, named.type);
    if (!tape.isText(stated)) {
      reading.complain(place);
      continue;
    }
    const type = blockTypes.of(tape, stated);
    if (type === 'text') {
      const text = tape.member(block, named.text);
      if (!tape.isText(text)) reading.complain(`${place}.text`);
      else if (!tape.isEmptyText(text)) visible += addWholeText(list, tape, text, `${place}.text`, 'answer');
    } else if (type === 'thinking') {
      visible += addReasoning(list, tape, block, place, reading.complain);
    } else if (type === 'redacted_thinking') {
      list.add('reasoning', `${place}.data`).hiddenCharacters = lengthOf(tape, tape.member(block, named.data));
    } else if (type === 'tool_use' || type === 'server_tool_use' || type === 'mcp_tool_use') {
      visible += addToolCall(list, tape, block, place, reading);
    } else if (type.endsWith('_tool_result')) {
      addServerResult(list, tape, block, place, type);
    }
  }
  return visible;
}
