import type { Timestamp } from '../../../base/units.ts';
import type { ToolCallId, ToolUse } from '../../../call/segment.ts';
import { argumentText } from '../argument-text.ts';
import type { Fields } from '../common/fields.ts';
import type { NewSegment } from '../common/segment-list.ts';
import { toolUse } from '../common/tool-use.ts';

const typeOf = (part: Fields): string => part.text('type') ?? '';

/** The message that asks for a compaction. */
export const isCompaction = (part: Fields): boolean => typeOf(part) === 'compaction';

/** What a message of the user's side sends: what was typed, what OpenCode adds (`synthetic`), and files. */
export function promptContent(parts: readonly Fields[]): NewSegment[] {
  return parts.flatMap((part): NewSegment[] => {
    switch (typeOf(part)) {
      case 'text': {
        if (part.flag('ignored') === true) return [];
        const synthetic = part.flag('synthetic') === true;
        const text = part.text('text');
        return [
          { kind: synthetic ? 'document' : 'user', label: synthetic ? 'added by OpenCode' : undefined, part: part.pathOf('text'), text },
        ];
      }
      case 'file':
        return part.text('mime')?.startsWith('image/') === true ? [{ kind: 'image', part: part.pathOf('url') }] : [];
      default:
        return [];
    }
  });
}

/** What the model wrote: text, reasoning, tool calls. */
export function responseContent(parts: readonly Fields[]): NewSegment[] {
  return parts.flatMap((part): NewSegment[] => {
    switch (typeOf(part)) {
      case 'text':
        return [{ kind: 'answer', part: part.pathOf('text'), text: part.text('text') }];
      case 'reasoning':
        return [{ kind: 'reasoning', part: part.pathOf('text'), text: part.text('text') }];
      case 'tool': {
        const state = part.requiredFields('state');
        const input = state.fields('input')?.record ?? {};
        const tool = callUse(part, state);
        const written = input['content'];
        return [
          {
            kind: 'tool-call',
            label: tool.name,
            part: state.pathOf('input'),
            text: argumentText(input),
            tool,
            comparable: tool.action === 'write',
            fileText: typeof written === 'string' ? written : undefined,
          },
        ];
      }
      default:
        return [];
    }
  });
}

const callUse = (part: Fields, state: Fields): ToolUse =>
  toolUse({ call: part.name('callID'), name: part.requiredName('tool'), input: state.fields('input')?.record ?? {} });

/** Tool calls whose results were cleared from the context later on, by the time of it. */
export function clearedResults(parts: readonly Fields[]): Map<Timestamp, ToolCallId[]> {
  const cleared = new Map<Timestamp, ToolCallId[]>();
  for (const part of parts) {
    if (typeOf(part) !== 'tool') continue;
    const time = part.fields('state')?.fields('time')?.time('compacted');
    const call = part.name('callID');
    if (time === undefined || call === undefined) continue;
    const held = cleared.get(time);
    if (held === undefined) cleared.set(time, [call as ToolCallId]);
    else held.push(call as ToolCallId);
  }
  return cleared;
}

/** Results of the tool calls. */
export function resultContent(parts: readonly Fields[]): NewSegment[] {
  return parts.flatMap((part): NewSegment[] => {
    if (typeOf(part) !== 'tool') return [];
    const state = part.requiredFields('state');
    const status = state.text('status');
    if (status !== 'completed' && status !== 'error') return [];
    const isError = status === 'error';
    const field = isError ? 'error' : 'output';
    const tool: ToolUse = { ...callUse(part, state), isError };
    const text = state.text(field);
    return [{ kind: 'tool-result', label: tool.name, part: state.pathOf(field), text, tool, comparable: tool.action === 'read' }];
  });
}
