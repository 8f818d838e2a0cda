import type { ToolUse } from '../../../call/segment.ts';
import { isRecord, type Fields } from '../common/fields.ts';
import type { NewSegment } from '../common/segment-list.ts';
import { toolUse } from '../common/tool-use.ts';

/** Text of a list of parts as the Gemini API has them: a string, one part, or several. */
export function partsText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(partsText).join('');
  if (!isRecord(value)) return '';
  return typeof value['text'] === 'string' ? value['text'] : '';
}

/** What a response shows: summaries of its thoughts, its text, its tool calls. */
export function responseContent(message: Fields): NewSegment[] {
  const thoughts = message.fieldsList('thoughts').map((thought): NewSegment => {
    const text = `${thought.text('subject') ?? ''}\n${thought.text('description') ?? ''}`;
    return { kind: 'reasoning', label: 'summary of a thought', part: thought.pathOf('description'), text };
  });
  const answer: NewSegment = { kind: 'answer', part: message.pathOf('content'), text: partsText(message.record['content']) };
  const calls = message.fieldsList('toolCalls').map((call): NewSegment => {
    const input = call.fields('args')?.record ?? {};
    const tool = callUse(call);
    const written = input['content'];
    return {
      kind: 'tool-call',
      label: tool.name,
      part: call.pathOf('args'),
      text: JSON.stringify(input),
      tool,
      comparable: tool.action === 'write',
      fileText: typeof written === 'string' ? written : undefined,
    };
  });
  return [...thoughts, answer, ...calls];
}

function callUse(call: Fields): ToolUse {
  return toolUse({ call: call.name('id'), name: call.requiredName('name'), input: call.fields('args')?.record ?? {} });
}

/** Results of the tool calls of a message: what was sent to the model, not what was shown to the person. */
export function resultContent(message: Fields): NewSegment[] {
  return message.fieldsList('toolCalls').flatMap((call): NewSegment[] => {
    const result = call.record['result'];
    if (result === undefined || result === null) return [];
    const opened = callUse(call);
    const status = call.text('status');
    const tool: ToolUse = { ...opened, ...(status === undefined ? {} : { isError: status === 'error' || status === 'cancelled' }) };
    const text = resultText(result);
    return [{ kind: 'tool-result', label: tool.name, part: call.pathOf('result'), text, tool, comparable: tool.action === 'read' }];
  });
}

function resultText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(resultText).join('\n');
  if (!isRecord(value)) return '';
  const response = isRecord(value['functionResponse']) ? value['functionResponse']['response'] : undefined;
  if (!isRecord(response)) return partsText(value);
  const output = response['output'] ?? response['error'];
  return typeof output === 'string' ? output : JSON.stringify(response);
}
