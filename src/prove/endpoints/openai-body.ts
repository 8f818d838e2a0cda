import { assertNever } from '../../base/assert.ts';
import type { ChatMessage, ChatRequest, ReasoningControl } from './endpoint.ts';

type JsonRecord = Readonly<Record<string, unknown>>;

function messageBody(message: ChatMessage): JsonRecord {
  return {
    role: message.role,
    content: message.content,
    ...(message.toolCall === undefined ? {} : { tool_call_id: message.toolCall }),
    ...(message.toolCalls === undefined
      ? {}
      : {
          tool_calls: message.toolCalls.map((call) => ({
            id: call.id,
            type: 'function',
            function: { name: call.name, arguments: call.arguments },
          })),
        }),
  };
}

/** `reasoning_effort` is what OpenAI, llama-server, Ollama and LM Studio read; templates of vLLM and llama-server read the rest. */
function reasoningBody(control: ReasoningControl): JsonRecord {
  switch (control.kind) {
    case 'default':
      return {};
    case 'off':
      return { reasoning_effort: 'none', chat_template_kwargs: { enable_thinking: false } };
    case 'effort':
      return { reasoning_effort: control.level };
    case 'budget':
      return { reasoning_budget: control.tokens, thinking_budget_tokens: control.tokens };
    default:
      return assertNever(control);
  }
}

/** Body of `POST /chat/completions`. A prefix is an assistant's message at the end, to be gone on from. */
export function openaiBody(model: string, request: ChatRequest): JsonRecord {
  const { prefix } = request;
  return {
    model,
    messages: [...request.messages.map(messageBody), ...(prefix === undefined ? [] : [{ role: 'assistant', content: prefix }])],
    // vLLM's names; llama-server goes on from a last message of the assistant by itself.
    ...(prefix === undefined ? {} : { continue_final_message: true, add_generation_prompt: false }),
    ...(request.tools === undefined || request.tools.length === 0
      ? {}
      : { tools: request.tools.map((tool) => ({ type: 'function', function: tool })) }),
    max_tokens: request.maxOutput,
    temperature: request.temperature,
    ...(request.seed === undefined ? {} : { seed: request.seed }),
    ...reasoningBody(request.reasoning),
    stream: true,
    stream_options: { include_usage: true },
  };
}
