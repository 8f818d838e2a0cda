import { characterClassNames } from '../../../call/character-classes.ts';
import { makeProfile, makeToolUse, type TextProfile, type ToolCallId, type ToolUse } from '../../../call/segment.ts';
import { visibleJsonCharacters, visibleTextCharacters } from '../../tokens/placeholder.ts';
import { hashLines, profileText } from '../../tokens/text-profile.ts';
import { argumentText } from '../argument-text.ts';
import { memberPath } from '../common/member-path.ts';
import { fieldOf, isObject, type Complain, type JsonObject } from './json-fields.ts';
import type { SegmentList } from './segment-list.ts';
import { identifyTool, labelOfTool } from './tool-use.ts';

export interface OutputReading {
  readonly complain: Complain;
  /** Told of each tool call, so that its result can be told apart later. */
  readonly toolCalled: (call: ToolCallId, tool: ToolUse, input: JsonObject) => void;
}

const nonAscii = characterClassNames.indexOf('nonAscii');
const wide = characterClassNames.indexOf('wide');

/** Characters of a text whose profile is known: only wide code units can stand in pairs. */
const charactersOf = (text: string, profile: TextProfile): number =>
  profile.classes[wide] === 0 ? profile.characters : visibleTextCharacters(text);

/** Lines that a call puts into a file. */
function writtenLines(tool: ToolUse, input: JsonObject): Uint32Array | undefined {
  const written = tool.action === 'write' ? fieldOf(input, 'content') : tool.action === 'edit' ? fieldOf(input, 'new_string') : undefined;
  return typeof written === 'string' ? hashLines(written) : undefined;
}

function addToolCall(list: SegmentList, block: JsonObject, part: string, reading: OutputReading): number {
  const id = fieldOf(block, 'id');
  const name = fieldOf(block, 'name');
  const input = fieldOf(block, 'input');
  if (typeof name !== 'string') {
    reading.complain(`${part}.name`);
    return 0;
  }
  const server = fieldOf(block, 'server_name');
  const fields = isObject(input) ? input : {};
  if (input !== undefined && !isObject(input)) reading.complain(`${part}.input`);
  const call = typeof id === 'string' ? (id as ToolCallId) : undefined;
  const tool = identifyTool(call, name, fields, typeof server === 'string' ? server : undefined);
  if (call === undefined) reading.complain(`${part}.id`);
  else reading.toolCalled(call, tool, fields);
  const { hash, characters, classes } = profileText(argumentText(input ?? {}));
  const text = makeProfile(hash, characters, classes, writtenLines(tool, fields));
  list.add('tool-call', memberPath(part, 'input'), { text, label: labelOfTool(tool), tool });
  const isAscii = classes[nonAscii] === 0 && classes[wide] === 0;
  return visibleTextCharacters(name) + visibleJsonCharacters(input ?? {}, isAscii);
}

/** What a tool on the provider's side gave back: encrypted, so only its size is known. */
function addServerResult(list: SegmentList, block: JsonObject, part: string): void {
  const call = fieldOf(block, 'tool_use_id');
  const content = fieldOf(block, 'content');
  let hiddenCharacters = 0;
  for (const item of Array.isArray(content) ? (content as unknown[]) : []) {
    const encrypted = isObject(item) ? fieldOf(item, 'encrypted_content') : undefined;
    if (typeof encrypted === 'string') hiddenCharacters += encrypted.length;
  }
  list.add('tool-result', memberPath(part, 'content'), {
    label: String(fieldOf(block, 'type')).replace('_tool_result', ''),
    tool: typeof call === 'string' ? makeToolUse({ call: call as ToolCallId }) : undefined,
    hiddenCharacters: hiddenCharacters > 0 ? hiddenCharacters : undefined,
  });
}

function addReasoning(list: SegmentList, block: JsonObject, part: string, complain: Complain): number {
  const thinking = fieldOf(block, 'thinking');
  const signature = fieldOf(block, 'signature');
  if (typeof thinking === 'string' && thinking !== '') {
    const text = profileText(thinking);
    list.add('reasoning', memberPath(part, 'thinking'), { text });
    return charactersOf(thinking, text);
  }
  if (typeof signature === 'string') {
    list.add('reasoning', memberPath(part, 'signature'), { hiddenCharacters: signature.length });
  } else complain(`${part}.thinking`);
  return 0;
}

/**
 * The blocks of a response, or of the line that holds some of them.
 * @returns the visible characters in them, as `holdsPlaceholder` counts
 */
export function addOutput(list: SegmentList, content: unknown, part: string, reading: OutputReading): number {
  if (typeof content === 'string') {
    if (content === '') return 0;
    const text = profileText(content);
    list.add('answer', part, { text });
    return charactersOf(content, text);
  }
  if (!Array.isArray(content)) {
    reading.complain(part);
    return 0;
  }
  let visible = 0;
  for (let index = 0; index < content.length; index++) {
    const block: unknown = content[index];
    const place = memberPath(part, index);
    const type = isObject(block) ? fieldOf(block, 'type') : undefined;
    if (!isObject(block) || typeof type !== 'string') {
      reading.complain(place);
    } else if (type === 'text') {
      const text = fieldOf(block, 'text');
      if (typeof text !== 'string') reading.complain(`${place}.text`);
      else if (text !== '') {
        const profile = profileText(text);
        list.add('answer', memberPath(place, 'text'), { text: profile });
        visible += charactersOf(text, profile);
      }
    } else if (type === 'thinking') {
      visible += addReasoning(list, block, place, reading.complain);
    } else if (type === 'redacted_thinking') {
      const data = fieldOf(block, 'data');
      list.add('reasoning', memberPath(place, 'data'), { hiddenCharacters: typeof data === 'string' ? data.length : 0 });
    } else if (type === 'tool_use' || type === 'server_tool_use' || type === 'mcp_tool_use') {
      visible += addToolCall(list, block, place, reading);
    } else if (type.endsWith('_tool_result')) {
      addServerResult(list, block, place);
    }
  }
  return visible;
}
