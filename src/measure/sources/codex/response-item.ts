import type { SegmentKind } from '../../../call/segment-kind.ts';
import type { ToolUse } from '../../../call/segment.ts';
import { isRecord, type Fields, type JsonRecord } from '../common/fields.ts';
import type { NewSegment } from '../common/segment-list.ts';
import { toolUse } from '../common/tool-use.ts';

/** A `response_item` as content: written by the model, or sent to it. */
export interface ItemContent {
  readonly by: 'model' | 'input';
  readonly segments: readonly NewSegment[];
  readonly startsTurn: boolean;
  /** Tells the item from others of its turn, with their order where it is not `unique`. */
  readonly identity: string;
  /** No other item of the turn has this identity. */
  readonly unique: boolean;
  /** Opened by this item. */
  readonly toolCall?: ToolUse;
  /** Whose result this is. */
  readonly resultOf?: string;
  /** A final answer: what a fork for a sub-agent keeps of the model's output. */
  readonly isMessage: boolean;
}

/** Shorter ciphertexts were redacted: their length tells nothing. */
const leastCiphertext = 32;

/** Enough of a text to know it by, without reading all of it. */
const abridge = (text: string): string => (text.length <= 80 ? text : `${text.length}:${text.slice(0, 40)}${text.slice(-40)}`);

const parseObject = (text: string): JsonRecord | undefined => {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
};

/** Undefined for items that put nothing into the context, or of a kind that is not known. */
export function readItem(item: Fields, openCalls: Readonly<Record<string, ToolUse>>): ItemContent | undefined {
  switch (item.text('type') ?? '') {
    case 'message':
      return readMessage(item);
    case 'reasoning':
      return readReasoning(item);
    case 'function_call':
    case 'custom_tool_call':
    case 'local_shell_call':
    case 'tool_search_call':
    case 'web_search_call':
    case 'image_generation_call':
      return readCall(item);
    case 'function_call_output':
    case 'custom_tool_call_output':
      return readOutput(item, openCalls);
    case 'tool_search_output':
      return readFoundTools(item);
    default:
      return undefined;
  }
}

function readMessage(item: Fields): ItemContent {
  const role = item.requiredName('role');
  const segments: NewSegment[] = [];
  let startsTurn = false;
  for (const part of item.fieldsList('content')) {
    const type = part.text('type');
    if (type === 'input_image') segments.push({ kind: 'image', part: part.pathOf('image_url') });
    const text = part.text('text');
    if (text === undefined) continue;
    const { kind, label } = role === 'assistant' ? { kind: 'answer' as const, label: undefined } : sentPart(role, text);
    if (kind === 'user') startsTurn = true;
    segments.push({ kind, label, part: part.pathOf('text'), text });
  }
  const id = item.name('id');
  const identity = id ?? `${role}:${segments.map(({ text }) => abridge(text ?? '')).join(':')}`;
  return { by: role === 'assistant' ? 'model' : 'input', segments, startsTurn, identity, unique: id !== undefined, isMessage: true };
}

/** Codex sends its own texts in the role of the user too; each opens with a tag or a heading. */
function sentPart(role: string, text: string): { readonly kind: SegmentKind; readonly label: string | undefined } {
  const tag = /^\s*<([a-z][a-z0-9_ -]{2,40})>/i.exec(text)?.[1]?.replaceAll('_', ' ');
  if (role !== 'user') return { kind: 'system', label: tag ?? 'developer instructions' };
  if (/^\s*# AGENTS\.md instructions/.test(text) || tag === 'user instructions') return { kind: 'document', label: 'AGENTS.md' };
  if (tag === 'skill') return { kind: 'document', label: 'skill' };
  const isHarness = tag !== undefined && harnessTags.has(tag);
  return isHarness ? { kind: 'system', label: tag } : { kind: 'user', label: undefined };
}

const harnessTags = new Set([
  'environment context',
  'turn aborted',
  'subagent notification',
  'user shell command',
  'permissions instructions',
  'collaboration mode',
  'apps instructions',
  'skills instructions',
  'plugins instructions',
  'model switch',
  'personality spec',
]);

function readReasoning(item: Fields): ItemContent {
  const shown = [...item.fieldsList('summary'), ...item.fieldsList('content')].filter((part) => part.name('text') !== undefined);
  const cipher = item.text('encrypted_content');
  const hiddenCharacters = cipher !== undefined && cipher.length >= leastCiphertext ? cipher.length : undefined;
  const texts = shown.map((part): NewSegment => ({ kind: 'reasoning', part: part.pathOf('text'), text: part.text('text') }));
  const hidden: NewSegment = { kind: 'reasoning', part: item.pathOf('encrypted_content'), hiddenCharacters };
  const isHidden = hiddenCharacters !== undefined || texts.length === 0;
  return {
    by: 'model',
    segments: isHidden ? [...texts, hidden] : texts,
    startsTurn: false,
    identity: item.name('id') ?? `reasoning:${abridge(cipher ?? '')}${texts.map(({ text }) => abridge(text ?? '')).join(':')}`,
    unique: item.has('id'),
    isMessage: false,
  };
}

function readCall(item: Fields): ItemContent {
  const type = item.text('type') ?? '';
  const call = item.name('call_id') ?? item.name('id');
  const bare = item.name('name') ?? type.replace(/_call$/, '');
  const space = item.name('namespace');
  const name = space === undefined ? bare : `${space}${space.endsWith('__') ? '' : '__'}${bare}`;
  const argument = ['arguments', 'input', 'action'].find((field) => item.has(field));
  const value = argument === undefined ? undefined : item.record[argument];
  const text = typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value);
  const input = typeof value === 'string' ? parseObject(value) : isRecord(value) ? value : undefined;
  const patch = name === 'apply_patch' && input === undefined ? text : undefined;
  const tool = toolUse({ call, name, input, patch });
  const writes = tool.action === 'write' || tool.action === 'edit';
  return {
    by: 'model',
    segments: [
      {
        kind: 'tool-call',
        label: name,
        part: item.pathOf(argument ?? 'type'),
        text,
        tool,
        comparable: tool.action === 'write',
        fileText: writes && patch !== undefined ? patch.replaceAll(/^\+/gm, '') : undefined,
      },
    ],
    startsTurn: false,
    identity: call ?? `${name}:${abridge(text)}`,
    unique: call !== undefined,
    toolCall: tool,
    isMessage: false,
  };
}

/** Codex puts a few lines with exit code and timing before the output of a command. */
const commandOutput =
  /^(?:Chunk ID: .*\n)?Wall time: .*\n(?:Process exited with code (-?\d+)\n|Process running .*\n)?(?:Original token count: \d+\n)?Output:\n/;

function readOutput(item: Fields, openCalls: Readonly<Record<string, ToolUse>>): ItemContent {
  const call = item.requiredName('call_id');
  const opened = openCalls[call];
  const value = item.record['output'];
  const { parts, isError: stated } = outputParts(value, item.pathOf('output'));
  const segments = parts.map(({ part, text, isImage }): NewSegment => {
    const header = text === undefined ? null : commandOutput.exec(text);
    const exit = header?.[1];
    const isError = stated ?? (exit === undefined ? undefined : exit !== '0');
    const tool: ToolUse = {
      ...(opened ?? toolUseOfResult(call)),
      ...(isError === undefined ? {} : { isError }),
    };
    if (isImage) return { kind: 'image', part, tool };
    return {
      kind: 'tool-result',
      label: opened?.name,
      part,
      text,
      tool,
      comparable: opened?.action === 'read',
      fileText: header === null ? undefined : text?.slice(header[0].length),
    };
  });
  // A call is closed by its first result; Codex has been seen to write a second one.
  const identity = opened === undefined ? `${call}:output again` : `${call}:output`;
  return { by: 'input', segments, startsTurn: false, identity, unique: opened !== undefined, resultOf: call, isMessage: false };
}

const toolUseOfResult = (call: string): ToolUse => ({ call: call as NonNullable<ToolUse['call']> });

interface OutputPart {
  readonly part: string;
  readonly text?: string;
  readonly isImage: boolean;
}

/** An output is a text, a list of parts, or (older) an object with content and success. */
function outputParts(value: unknown, path: string): { readonly parts: readonly OutputPart[]; readonly isError?: boolean } {
  if (typeof value === 'string') {
    const wrapped = value.startsWith('{"output":') ? parseObject(value) : undefined;
    const inner = wrapped?.['metadata'];
    const exit = isRecord(inner) ? inner['exit_code'] : undefined;
    return { parts: [{ part: path, text: value, isImage: false }], ...(typeof exit === 'number' ? { isError: exit !== 0 } : {}) };
  }
  if (Array.isArray(value)) {
    const parts = value.filter(isRecord).map((each, index): OutputPart => {
      const text = each['text'];
      return typeof text === 'string'
        ? { part: `${path}.${index}.text`, text, isImage: false }
        : { part: `${path}.${index}`, isImage: each['type'] === 'input_image' };
    });
    return { parts };
  }
  if (!isRecord(value)) return { parts: [] };
  const success = value['success'];
  const inner = outputParts(value['content'] ?? value['output'], `${path}.content`);
  return { parts: inner.parts, ...(typeof success === 'boolean' ? { isError: !success } : {}) };
}

/** Schemas that a search for tools put into the context. */
function readFoundTools(item: Fields): ItemContent {
  return {
    by: 'input',
    segments: toolSchemas(item.list('tools'), item.pathOf('tools')),
    startsTurn: false,
    identity: `${item.name('call_id') ?? 'tool_search'}:output`,
    unique: false,
    ...(item.has('call_id') ? { resultOf: item.requiredName('call_id') } : {}),
    isMessage: false,
  };
}

/** One segment a tool; tools of one server come in a group. */
export function toolSchemas(list: readonly unknown[], path: string, group?: string): NewSegment[] {
  return list.filter(isRecord).flatMap((tool, index): NewSegment[] => {
    const part = `${path}.${index}`;
    const bare = typeof tool['name'] === 'string' ? tool['name'] : 'unnamed tool';
    if (Array.isArray(tool['tools'])) return toolSchemas(tool['tools'], `${part}.tools`, bare);
    const space = group ?? (typeof tool['namespace'] === 'string' ? tool['namespace'] : undefined);
    const name = space === undefined ? bare : `${space}${space.endsWith('__') ? '' : '__'}${bare}`;
    return [{ kind: 'tools', label: name, part, text: JSON.stringify(tool), tool: toolUse({ call: undefined, name }) }];
  });
}
