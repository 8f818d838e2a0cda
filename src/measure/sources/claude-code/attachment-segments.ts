import type { SegmentKind } from '../../../call/segment-kind.ts';
import { addText } from './block-segments.ts';
import { isObject, type JsonObject } from './json-fields.ts';
import type { SegmentList } from './segment-list.ts';

/** Kept in the transcript and never sent: for the person, or for Claude Code itself. */
const unsent = new Set([
  'hook_non_blocking_error',
  'hook_cancelled',
  'hook_error_during_execution',
  'hook_system_message',
  'hook_permission_decision',
  'command_permissions',
  'structured_output',
  'already_read_file',
]);

const kinds: Readonly<Record<string, readonly [SegmentKind, string]>> = {
  deferred_tools_delta: ['tools', 'deferred tool names'],
  agent_listing_delta: ['tools', 'agent listing'],
  mcp_instructions_delta: ['tools', 'MCP instructions'],
  hook_success: ['system', 'hook output'],
  hook_additional_context: ['system', 'hook output'],
  hook_blocking_error: ['system', 'hook output'],
  async_hook_response: ['system', 'hook output'],
  file: ['document', 'file'],
  compact_file_reference: ['document', 'file'],
  edited_text_file: ['document', 'changed file'],
  directory: ['document', 'directory'],
  selected_lines_in_ide: ['document', 'editor selection'],
  nested_memory: ['document', 'memory file'],
  relevant_memories: ['document', 'memory file'],
  mcp_resource: ['document', 'MCP resource'],
  plan_file_reference: ['document', 'plan'],
  queued_command: ['user', 'queued message'],
};

/** Fields that hold text for the model; others are names, counts and settings. */
const textFields = new Set([
  'content',
  'text',
  'prompt',
  'snippet',
  'subject',
  'addedLines',
  'addedBlocks',
  'planContent',
  'message',
  'blockingError',
  'reminder',
]);
const fileNames = ['filename', 'displayPath', 'path', 'planFilePath'];
const deepest = 6;

/** Hooks whose success is told to the model; of others only the failures are. */
const toldHooks = new Set(['SessionStart', 'UserPromptSubmit']);

function fileLabel(attachment: JsonObject): string | undefined {
  for (const field of fileNames) {
    const name = attachment[field];
    if (typeof name === 'string' && name !== '') return name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
  }
  return undefined;
}

function addFields(list: SegmentList, value: unknown, part: string, kind: SegmentKind, label: string, depth: number): void {
  if (typeof value === 'string') {
    addText(list, value, part, kind, label);
  } else if (Array.isArray(value)) {
    if (value.length > 0 && value.every((item) => typeof item === 'string')) addText(list, value.join('\n'), part, kind, label);
    else if (depth < deepest)
      for (const [index, item] of value.entries()) addFields(list, item, `${part}.${index}`, kind, label, depth + 1);
  } else if (isObject(value) && depth < deepest) {
    for (const [name, field] of Object.entries(value)) {
      if (textFields.has(name) || isObject(field) || (Array.isArray(field) && field.some(isObject))) {
        addFields(list, field, `${part}.${name}`, kind, label, depth + 1);
      }
    }
  }
}

/** The part of the prompt that an attachment is. */
export function addAttachment(list: SegmentList, attachment: JsonObject): { readonly personal: boolean } {
  const type = attachment['type'];
  if (typeof type !== 'string' || unsent.has(type)) return { personal: false };
  if (type === 'hook_success') {
    const event = attachment['hookEvent'];
    if (typeof event !== 'string' || !toldHooks.has(event)) return { personal: false };
  }
  const [kind, usualLabel] = (Object.hasOwn(kinds, type) ? kinds[type] : undefined) ?? (['system', type.replaceAll('_', ' ')] as const);
  const personal = type === 'queued_command' && (attachment['commandMode'] ?? 'prompt') === 'prompt';
  const label = (kind === 'document' ? fileLabel(attachment) : undefined) ?? usualLabel;
  addFields(list, attachment, 'attachment', kind === 'user' && !personal ? 'system' : kind, label, 0);
  return { personal };
}
