import type { SegmentKind } from '../../../call/segment-kind.ts';
import type { ToolUse } from '../../../call/segment.ts';
import { argumentText } from '../argument-text.ts';
import { isRecord, type Fields } from '../common/fields.ts';
import type { NewSegment } from '../common/segment-list.ts';
import { toolUse } from '../common/tool-use.ts';

/** Texts of a list of parts as the Gemini API has them: a string, one part, or several. */
export function partsContent(value: unknown, part: string, kind: SegmentKind): NewSegment[] {
  if (typeof value === 'string') return [{ kind, part, text: value }];
  if (Array.isArray(value)) return value.flatMap((each, index) => partsContent(each, `${part}.${index}`, kind));
  if (!isRecord(value)) return [];
  if (value['inlineData'] !== undefined) return [{ kind: 'image', part: `${part}.inlineData` }];
  return typeof value['text'] === 'string' ? [{ kind, part: `${part}.text`, text: value['text'] }] : [];
}

/** What a response shows: summaries of its thoughts, its text, its tool calls. */
export function responseContent(message: Fields): NewSegment[] {
  const thoughts = message.fieldsList('thoughts').map((thought): NewSegment => {
    const label = 'summary of a thought';
    return { kind: 'reasoning', label, part: thought.pathOf('description'), text: thought.text('description') };
  });
  const answer = partsContent(message.record['content'], message.pathOf('content'), 'answer');
  const calls = message.fieldsList('toolCalls').map((call): NewSegment => {
    const input = call.fields('args')?.record ?? {};
    const tool = callUse(call);
    const written = input['content'];
    return {
      kind: 'tool-call',
      label: tool.name,
      part: call.pathOf('args'),
      text: argumentText(input),
      tool,
      comparable: tool.action === 'write',
      fileText: typeof written === 'string' ? written : undefined,
    };
  });
  return [...thoughts, ...answer, ...calls];
}

function callUse(call: Fields): ToolUse {
  return toolUse({ call: call.name('id'), name: call.requiredName('name'), input: call.fields('args')?.record ?? {} });
}

/** Results of the tool calls of a message: what was sent to the model, not what was shown to the person. */
export function resultContent(message: Fields): NewSegment[] {
  return message.fieldsList('toolCalls').flatMap((call): NewSegment[] => {
    const status = call.text('status');
    const tool: ToolUse = {
      ...callUse(call),
      ...(status === undefined ? {} : { isError: status === 'error' || status === 'cancelled' }),
    };
    return resultTexts(call.record['result'], call.pathOf('result')).map(({ part, text }) => ({
      kind: 'tool-result',
      label: tool.name,
      part,
      text,
      tool,
      comparable: tool.action === 'read',
    }));
  });
}

interface ResultText {
  readonly part: string;
  readonly text: string;
}

function resultTexts(value: unknown, part: string): ResultText[] {
  if (typeof value === 'string') return [{ part, text: value }];
  if (Array.isArray(value)) return value.flatMap((each, index) => resultTexts(each, `${part}.${index}`));
  if (!isRecord(value)) return [];
  const holder = value['functionResponse'];
  const response = isRecord(holder) ? holder['response'] : undefined;
  if (!isRecord(response)) return typeof value['text'] === 'string' ? [{ part: `${part}.text`, text: value['text'] }] : [];
  const path = `${part}.functionResponse.response`;
  for (const name of ['output', 'error']) {
    const text = response[name];
    if (typeof text === 'string') return [{ part: `${path}.${name}`, text }];
  }
  return [{ part: path, text: argumentText(response) }];
}
