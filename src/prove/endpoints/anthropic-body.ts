import { assertNever } from '../../base/assert.ts';
import { tokens, type Tokens } from '../../base/units.ts';
import type { ChatMessage, ChatRequest, ReasoningControl } from './endpoint.ts';

type JsonRecord = Readonly<Record<string, unknown>>;

const mark = (message: ChatMessage): JsonRecord => (message.cacheBreakpoint === true ? { cache_control: { type: 'ephemeral' } } : {});

function messageBody(message: ChatMessage): JsonRecord {
  if (message.role === 'tool') {
    const result = { type: 'tool_result', tool_use_id: message.toolCall, content: message.content, ...mark(message) };
    return { role: 'user', content: [result] };
  }
  const text = message.content === '' ? [] : [{ type: 'text', text: message.content, ...mark(message) }];
  const calls = (message.toolCalls ?? []).map((call) => ({
    type: 'tool_use',
    id: call.id,
    name: call.name,
    input: JSON.parse(call.arguments) as unknown,
  }));
  return { role: message.role, content: [...text, ...calls] };
}

/** Share of the cap that a budget may take; the rest is for the answer. */
function budgetOf(control: ReasoningControl, cap: Tokens): JsonRecord {
  switch (control.kind) {
    case 'default':
      return {};
    case 'off':
      return { thinking: { type: 'disabled' } };
    case 'effort':
      return { output_config: { effort: control.level } };
    case 'budget':
      return { thinking: { type: 'enabled', budget_tokens: Math.min(control.tokens, cap - 1) } };
    default:
      return assertNever(control);
  }
}

/** Body of `POST /v1/messages`. A prefix is an assistant's message at the end; trailing space is not allowed there. */
export function anthropicBody(model: string, request: ChatRequest): JsonRecord {
  const system = request.messages.filter((message) => message.role === 'system');
  const rest = request.messages.filter((message) => message.role !== 'system');
  const thinks = request.reasoning.kind === 'budget';
  return {
    model,
    max_tokens: tokens(request.maxOutput),
    ...(system.length === 0 ? {} : { system: system.map((message) => ({ type: 'text', text: message.content, ...mark(message) })) }),
    messages: [
      ...rest.map(messageBody),
      ...(request.prefix === undefined ? [] : [{ role: 'assistant', content: [{ type: 'text', text: request.prefix.trimEnd() }] }]),
    ],
    ...(request.tools === undefined || request.tools.length === 0
      ? {}
      : { tools: request.tools.map(({ name, description, parameters }) => ({ name, description, input_schema: parameters })) }),
    // Thinking is only allowed at the default temperature.
    ...(thinks ? {} : { temperature: request.temperature }),
    ...budgetOf(request.reasoning, request.maxOutput),
    stream: true,
  };
}
