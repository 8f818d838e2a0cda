import { makeToolUse, type ToolCallId, type ToolUse } from '../../../call/segment.ts';
import { mcpServer } from '../common/tool-use.ts';
import { shellUse } from '../common/shell-command.ts';
import { fieldOf, type JsonObject } from './json-fields.ts';

type Action = NonNullable<ToolUse['action']>;

/** Per tool: what it does, and the arguments that may name its target, the most telling first. */
const tools: Readonly<Record<string, readonly [Action, ...string[]]>> = {
  Read: ['read', 'file_path'],
  NotebookRead: ['read', 'notebook_path'],
  Write: ['write', 'file_path'],
  Edit: ['edit', 'file_path'],
  MultiEdit: ['edit', 'file_path'],
  NotebookEdit: ['edit', 'notebook_path'],
  Glob: ['search', 'pattern'],
  Grep: ['search', 'pattern'],
  LS: ['search', 'path'],
  WebSearch: ['search', 'query'],
  web_search: ['search', 'query'],
  ToolSearch: ['search', 'query'],
  WebFetch: ['fetch', 'url'],
  web_fetch: ['fetch', 'url'],
  PowerShell: ['run', 'command'],
  BashOutput: ['other', 'bash_id'],
  Monitor: ['run', 'command'],
  Task: ['spawn', 'subagent_type'],
  Agent: ['spawn', 'subagent_type'],
  Skill: ['other', 'skill'],
};
const usualTargets = ['file_path', 'path', 'url', 'query', 'command', 'pattern', 'name'];
const longestTarget = 200;
const fileActions: readonly (Action | undefined)[] = ['read', 'write', 'edit'];

function rangeOf(input: JsonObject): string | undefined {
  const [offset, limit, pages] = [fieldOf(input, 'offset'), fieldOf(input, 'limit'), fieldOf(input, 'pages')];
  if (typeof pages === 'string' && pages !== '') return `pages ${pages}`;
  const from = typeof offset === 'number' ? offset : undefined;
  if (typeof limit === 'number') return `${from ?? 1}-${(from ?? 1) + limit - 1}`;
  return from === undefined ? undefined : `${from}-`;
}

function targetOf(input: JsonObject, names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = fieldOf(input, name);
    if (typeof value === 'string' && value !== '') return value.slice(0, longestTarget);
  }
  return undefined;
}

/** What a call works on, as far as its name and arguments tell. */
export function identifyTool(call: ToolCallId | undefined, name: string, input: JsonObject, statedServer?: string): ToolUse {
  const known = Object.hasOwn(tools, name) ? tools[name] : undefined;
  const command = name === 'Bash' ? fieldOf(input, 'command') : undefined;
  if (typeof command === 'string') {
    const { action, target, range } = shellUse(command);
    return makeToolUse({ call, name, action, target, range });
  }
  const [action, ...targets] = known ?? (['other', ...usualTargets] as const);
  const target = targetOf(input, targets);
  const range = action === 'read' ? rangeOf(input) : undefined;
  const server = statedServer ?? (name.startsWith('mcp__') ? mcpServer(name) : undefined);
  return makeToolUse({ call, name, server, target, action, range });
}

/** File name for tools that work on a file, else the tool's name. */
export function labelOfTool(tool: ToolUse): string | undefined {
  if (tool.target === undefined || !fileActions.includes(tool.action)) return tool.name;
  return tool.target.slice(Math.max(tool.target.lastIndexOf('/'), tool.target.lastIndexOf('\\')) + 1) || tool.name;
}
