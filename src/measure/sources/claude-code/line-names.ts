import { NameTable } from '../json/name-table.ts';

const envelope = [
  'type',
  'subtype',
  'uuid',
  'parentUuid',
  'sessionId',
  'session_id',
  'agentId',
  'isSidechain',
  'isMeta',
  'timestamp',
  'cwd',
  'gitBranch',
  'version',
  'claude_code_version',
  'forkedFrom',
  'parent_tool_use_id',
  'parentToolUseID',
  'sourceToolUseID',
  'isCompactSummary',
  'isApiErrorMessage',
  'costUSD',
  'data',
  'message',
  'toolUseResult',
] as const;
const message = ['role', 'id', 'model', 'content', 'stop_reason', 'usage'] as const;
const usage = [
  'input_tokens',
  'cache_creation_input_tokens',
  'cache_read_input_tokens',
  'output_tokens',
  'cache_creation',
  'ephemeral_5m_input_tokens',
  'ephemeral_1h_input_tokens',
  'service_tier',
  'speed',
  'iterations',
] as const;
const block = [
  'text',
  'thinking',
  'signature',
  'server_name',
  'input',
  'tool_use_id',
  'tool_name',
  'is_error',
  'encrypted_content',
  'source',
  'title',
] as const;

/** Arguments that say what a tool works on. */
export const targetNames = [
  'name',
  'file_path',
  'notebook_path',
  'path',
  'url',
  'query',
  'command',
  'pattern',
  'bash_id',
  'subagent_type',
  'skill',
  'offset',
  'limit',
  'pages',
] as const;
const otherArguments = ['new_string', 'prompt'] as const;

/** Names of the fields that are asked for in a line of a transcript. */
export const lineNames = new NameTable([...envelope, ...message, ...usage, ...block, ...targetNames, ...otherArguments]);

export const named = lineNames.ids;

/** Objects and lists that are looked into. */
export const openedNames = [named.message, named.content, named.usage, named.cache_creation, named.input, named.source, named.data];

/** Names of the fields of a usage, by the number of the name. */
export const usageNames: Readonly<Record<number, (typeof usage)[number]>> = Object.fromEntries(usage.map((name) => [named[name], name]));
