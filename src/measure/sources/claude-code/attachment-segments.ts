import type { SegmentKind } from '../../../call/segment-kind.ts';
import { memberPath } from '../common/member-path.ts';
import { addText } from './block-segments.ts';
import { isObject, textField, type Complain, type JsonObject } from './json-fields.ts';
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

/** What the texts of an attachment are, and who is told of one that is none. */
interface AttachmentReading {
  readonly kind: SegmentKind;
  readonly label: string;
  readonly complain: Complain;
}

function addFields(list: SegmentList, value: unknown, part: string, reading: AttachmentReading, depth: number): void {
  if (depth > deepest) return;
  if (typeof value === 'string') addText(list, value, part, reading.kind, reading.label);
  else if (Array.isArray(value)) addItems(list, value, part, reading, depth);
  else if (!isObject(value)) reading.complain(part);
  else {
    for (const [name, field] of Object.entries(value)) {
      const isText = textFields.has(name) && field !== null;
      if (isText || isObject(field) || (Array.isArray(field) && field.some(isObject))) {
        addFields(list, field, memberPath(part, name), reading, depth + 1);
      }
    }
  }
}

/** A list of texts is one text, a line each. */
function addItems(list: SegmentList, items: readonly unknown[], part: string, reading: AttachmentReading, depth: number): void {
  if (items.every((item) => typeof item === 'string')) {
    addText(list, items.join('\n'), part, reading.kind, reading.label);
    return;
  }
  for (const [index, item] of items.entries()) addFields(list, item, memberPath(part, index), reading, depth + 1);
}

/** The part of the prompt that an attachment is. */
export function addAttachment(list: SegmentList, attachment: JsonObject, complain: Complain): { readonly personal: boolean } {
  const type = textField(attachment['type'], 'attachment.type', complain);
  if (type === undefined || unsent.has(type)) return { personal: false };
  if (type === 'hook_success') {
    const event = attachment['hookEvent'];
    if (typeof event !== 'string' || !toldHooks.has(event)) return { personal: false };
  }
  const [kind, usualLabel] = (Object.hasOwn(kinds, type) ? kinds[type] : undefined) ?? (['system', type.replaceAll('_', ' ')] as const);
  const personal = type === 'queued_command' && (attachment['commandMode'] ?? 'prompt') === 'prompt';
  const label = (kind === 'document' ? fileLabel(attachment) : undefined) ?? usualLabel;
  addFields(list, attachment, 'attachment', { kind: kind === 'user' && !personal ? 'system' : kind, label, complain }, 0);
  return { personal };
}
