import type { SegmentKind } from '../../../call/segment-kind.ts';
import type { ToolUse } from '../../../call/segment.ts';
import { argumentText } from '../argument-text.ts';
import type { Fields } from '../common/fields.ts';
import type { NewSegment } from '../common/segment-list.ts';
import { toolUse } from '../common/tool-use.ts';

/** Content of a message: a text, or blocks of text, reasoning, tool calls and images. Tool calls are noted as open. */
export function contentSegments(message: Fields, textKind: SegmentKind, openCalls: Map<string, ToolUse>): NewSegment[] {
  const content = message.record['content'];
  if (typeof content === 'string') return [{ kind: textKind, part: message.pathOf('content'), text: content }];
  return message.fieldsList('content').map((block): NewSegment => {
    switch (block.text('type') ?? '') {
      case 'thinking':
        return {
          kind: 'reasoning',
          part: block.pathOf('thinking'),
          text: block.text('thinking'),
          hiddenCharacters: block.text('thinkingSignature')?.length,
        };
      case 'toolCall':
        return callSegment(block, openCalls);
      case 'image':
        return { kind: 'image', part: block.pathOf('data') };
      default:
        return { kind: textKind, part: block.pathOf('text'), text: block.text('text') };
    }
  });
}

function callSegment(block: Fields, openCalls: Map<string, ToolUse>): NewSegment {
  const call = block.name('id');
  const name = block.requiredName('name');
  const input = block.fields('arguments')?.record ?? {};
  const tool = toolUse({ call, name, input });
  if (call !== undefined) openCalls.set(call, tool);
  const written = input['content'];
  return {
    kind: 'tool-call',
    label: name,
    part: block.pathOf('arguments'),
    text: argumentText(input),
    tool,
    comparable: tool.action === 'write',
    fileText: typeof written === 'string' ? written : undefined,
  };
}

export function resultSegments(message: Fields, call: string, openCalls: ReadonlyMap<string, ToolUse>): NewSegment[] {
  const name = message.name('toolName');
  const isError = message.flag('isError');
  const opened = openCalls.get(call) ?? toolUse({ call, name: name ?? 'unnamed tool' });
  const tool: ToolUse = { ...opened, ...(isError === undefined ? {} : { isError }) };
  return contentSegments(message, 'tool-result', new Map()).map((segment) => ({
    ...segment,
    label: name,
    tool,
    comparable: opened.action === 'read',
  }));
}
