import type { ToolCallId, ToolUse } from '../../../call/segment.ts';
import type { JsonRecord } from './fields.ts';
import { shellUse } from './shell-command.ts';

type Action = NonNullable<ToolUse['action']>;

/** Tool names of all agents read here, in lower case without dashes and underscores. */
const actions: Readonly<Record<string, Action>> = {
  read: 'read',
  readfile: 'read',
  readmanyfiles: 'read',
  view: 'read',
  viewimage: 'read',
  write: 'write',
  writefile: 'write',
  create: 'write',
  createfile: 'write',
  edit: 'edit',
  multiedit: 'edit',
  replace: 'edit',
  strreplace: 'edit',
  applypatch: 'edit',
  patch: 'edit',
  grep: 'search',
  glob: 'search',
  find: 'search',
  ls: 'search',
  list: 'search',
  listdirectory: 'search',
  searchfilecontent: 'search',
  grepsearch: 'search',
  toolsearch: 'search',
  bash: 'run',
  shell: 'run',
  shellcommand: 'run',
  localshell: 'run',
  execcommand: 'run',
  runshellcommand: 'run',
  powershell: 'run',
  webfetch: 'fetch',
  fetch: 'fetch',
  websearch: 'fetch',
  googlewebsearch: 'fetch',
  task: 'spawn',
  spawnagent: 'spawn',
  agent: 'spawn',
};

const pathNames = ['file_path', 'filePath', 'absolute_path', 'path', 'file', 'filename'] as const;
const otherTargetNames = ['url', 'query', 'pattern', 'description', 'name'] as const;
const mostTargetCharacters = 200;

const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

function firstText(input: JsonRecord, names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = textOf(input[name]);
    if (value !== undefined) return value.slice(0, mostTargetCharacters);
  }
  return undefined;
}

function commandOf(input: JsonRecord): string | undefined {
  const value = input['cmd'] ?? input['command'] ?? input['script'];
  if (Array.isArray(value)) {
    const words = value.filter((part) => typeof part === 'string');
    const script = /^(?:ba|z|da)?sh$/.test(words[0]?.replace(/^.*\//, '') ?? '') ? words.at(-1) : words.join(' ');
    return textOf(script);
  }
  return textOf(value);
}

const wholeNumber = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 ? value : undefined;

/** Lines asked for, `from-to`, from the ways in which the agents' reading tools name them. */
function rangeOf(input: JsonRecord): string | undefined {
  const view = input['view_range'];
  if (Array.isArray(view)) return `${view[0]}-${view[1]}`;
  const from = wholeNumber(input['start_line'] ?? input['offset']);
  const to = wholeNumber(input['end_line']);
  const limit = wholeNumber(input['limit']);
  if (from === undefined && to === undefined && limit === undefined) return undefined;
  const first = from ?? 1;
  if (to !== undefined) return `${first}-${to}`;
  return limit === undefined ? `${first}-` : `${first}-${first + limit - 1}`;
}

/** The server of an MCP tool, from the two ways in which its name is joined with the tool's. */
export function mcpServer(name: string): string | undefined {
  return /^mcp__(.+?)__/.exec(name)?.[1];
}

/** Paths that a patch in Codex's format touches, with what it does to the first. */
function patchUse(patch: string): Pick<ToolUse, 'action' | 'target'> {
  const match = /^\*\*\* (Add|Update|Delete) File: (.+)$/m.exec(patch);
  if (match === null) return { action: 'edit' };
  return { action: match[1] === 'Add' ? 'write' : 'edit', target: match[2]!.trim().slice(0, mostTargetCharacters) };
}

export interface ToolInput {
  readonly call: string | undefined;
  readonly name: string;
  /** The arguments as an object, where they are one. */
  readonly input?: JsonRecord | undefined;
  /** A patch in Codex's format. */
  readonly patch?: string | undefined;
}

/** What a tool call works on and does, as far as that is plain from its name and arguments. */
export function toolUse({ call, name, input, patch }: ToolInput): ToolUse {
  const server = mcpServer(name);
  const head = {
    ...(call === undefined ? {} : { call: call as ToolCallId }),
    name,
    ...(server === undefined ? {} : { server }),
  };
  const patchText = patch ?? (name === 'apply_patch' && input !== undefined ? textOf(input['input'] ?? input['patch']) : undefined);
  if (patchText !== undefined) return { ...head, ...patchUse(patchText) };
  const action = actions[name.toLowerCase().replaceAll(/[-_]/g, '')] ?? 'other';
  if (input === undefined) return { ...head, action };
  if (action === 'run') {
    const command = commandOf(input);
    const use = command === undefined ? undefined : shellUse(command);
    return { ...head, action, ...use };
  }
  const target = firstText(input, pathNames) ?? firstText(input, otherTargetNames);
  const range = action === 'read' ? rangeOf(input) : undefined;
  return { ...head, action, ...(target === undefined ? {} : { target }), ...(range === undefined ? {} : { range }) };
}
