import { makeUsage, type Usage } from '../../call/usage.ts';
import { tokens } from '../../base/units.ts';
import { isRecord, type Fields, type JsonRecord } from '../sources/common/fields.ts';
import { usageOfInclusive } from './inclusive-usage.ts';
import { callWithJsonArguments, noteCalls, resultPieces, schemaPiece, textPieces, type OpenCalls } from './wire-pieces.ts';
import type { WireDialect, WireMessage, WirePiece, WireReasoning, WireRequest, WireResponse } from './wire-dialect.ts';

/** Names under which servers give reasoning: vLLM and Ollama, llama-server and DeepSeek, Ollama's own. */
export const reasoningFields = ['reasoning', 'reasoning_content', 'thinking'] as const;

function assistantPieces(message: Fields): WirePiece[] {
  const reasoning = reasoningFields.flatMap((name): WirePiece[] => {
    const text = typeof message.record[name] === 'string' ? message.text(name) : undefined;
    return text === undefined || text === '' ? [] : [{ kind: 'reasoning', part: message.pathOf(name), text }];
  });
  const calls = message.fieldsList('tool_calls').map((call) => {
    const made = call.fields('function') ?? call;
    return callWithJsonArguments(made, call.name('id'), made.name('name') ?? 'unnamed tool');
  });
  return [...reasoning.slice(0, 1), ...textPieces(message, 'content', 'answer'), ...calls];
}

function messageOf(message: Fields, open: OpenCalls): WireMessage {
  switch (message.requiredName('role')) {
    case 'system':
    case 'developer':
      return { role: 'system', pieces: textPieces(message, 'content', 'system') };
    case 'assistant': {
      const pieces = assistantPieces(message);
      noteCalls(pieces, open);
      return { role: 'assistant', pieces };
    }
    case 'tool':
    case 'function':
      return { role: 'tool', pieces: resultPieces(textPieces(message, 'content', 'tool-result'), message.name('tool_call_id'), open) };
    default:
      return { role: 'user', pieces: textPieces(message, 'content', 'user') };
  }
}

function reasoningOf(body: Fields): WireReasoning | undefined {
  const effort = body.name('reasoning_effort');
  return effort === undefined ? undefined : effort === 'none' ? { isOff: true } : { effort };
}

function request(body: Fields): WireRequest {
  const open: OpenCalls = new Map();
  const model = body.name('model');
  const maxOutput = body.number('max_completion_tokens') ?? body.number('max_tokens');
  const temperature = body.number('temperature');
  const reasoning = reasoningOf(body);
  const session = body.fields('metadata')?.name('session_id');
  return {
    tools: body.fieldsList('tools').map((tool) => {
      const made = tool.fields('function') ?? tool;
      return schemaPiece(
        tool,
        made.name('name') ?? 'unnamed tool',
        made.text('description') ?? '',
        made.fields('parameters')?.record ?? {},
      );
    }),
    messages: body.fieldsList('messages').map((message) => messageOf(message, open)),
    ...(model === undefined ? {} : { model }),
    ...(session === undefined ? {} : { session }),
    ...(maxOutput === undefined ? {} : { maxOutput }),
    ...(temperature === undefined ? {} : { temperature }),
    ...(reasoning === undefined ? {} : { reasoning }),
  };
}

/** Input of this dialect includes what was read from and written to cache, output includes reasoning. */
function usageOf(stated: Fields | undefined, timings: Fields | undefined): Usage {
  const [fresh, reused] = [timings?.count('prompt_n'), timings?.count('cache_n')];
  const details = stated?.fields('prompt_tokens_details');
  const input = stated?.count('prompt_tokens') ?? (fresh === undefined ? undefined : tokens(fresh + (reused ?? 0)));
  const read = details?.count('cached_tokens') ?? stated?.count('prompt_cache_hit_tokens') ?? reused;
  const written = details?.count('cache_write_tokens');
  const output = stated?.count('completion_tokens') ?? timings?.count('predicted_n');
  const reasoning = stated?.fields('completion_tokens_details')?.count('reasoning_tokens') ?? stated?.count('reasoning_tokens');
  return usageOfInclusive({ input, read, written, output, reasoning });
}

function response(body: Fields): WireResponse {
  const id = body.name('id');
  const model = body.name('model');
  const choices = body.fieldsList('choices');
  const stopReason = choices.map((choice) => choice.name('finish_reason')).find((reason) => reason !== undefined);
  const serviceTier = body.name('service_tier');
  const pieces = choices.flatMap((choice) => {
    const message = choice.fields('message');
    return message === undefined ? textPieces(choice, 'text', 'answer') : assistantPieces(message);
  });
  const usage = usageOf(body.fields('usage'), body.fields('timings'));
  // Some servers state 0 beside a reasoning text: that is no count.
  const isUncounted = usage.reasoning === 0 && pieces.some((piece) => piece.kind === 'reasoning');
  return {
    pieces,
    usage: isUncounted ? makeUsage({ ...usage, reasoning: undefined }) : usage,
    ...(id === undefined ? {} : { id }),
    ...(model === undefined ? {} : { model }),
    ...(stopReason === undefined ? {} : { stopReason }),
    ...(serviceTier === undefined ? {} : { serviceTier: serviceTier === 'default' ? 'standard' : serviceTier }),
  };
}

const recordIn = (value: unknown): JsonRecord => (isRecord(value) ? value : {});
const recordsIn = (value: unknown): readonly JsonRecord[] => (Array.isArray(value) ? value.filter(isRecord) : []);
const textIn = (value: unknown): string => (typeof value === 'string' ? value : '');

interface GrowingChoice {
  readonly message: Record<string, unknown>;
  readonly calls: Map<number, { id: string; name: string; arguments: string }>;
  finish: string | undefined;
}

function addDelta(choice: GrowingChoice, delta: JsonRecord): void {
  for (const name of ['content', ...reasoningFields]) {
    const added = textIn(delta[name]);
    if (added !== '') choice.message[name] = textIn(choice.message[name]) + added;
  }
  for (const [place, call] of recordsIn(delta['tool_calls']).entries()) {
    const index = typeof call['index'] === 'number' ? call['index'] : place;
    const made = recordIn(call['function']);
    const held = choice.calls.get(index) ?? { id: '', name: '', arguments: '' };
    held.id ||= textIn(call['id']);
    held.name ||= textIn(made['name']);
    held.arguments += textIn(made['arguments']);
    choice.calls.set(index, held);
  }
}

const finished = ({ message, calls, finish }: GrowingChoice, index: number): JsonRecord => ({
  index,
  message: {
    role: 'assistant',
    ...message,
    ...(calls.size === 0
      ? {}
      : {
          tool_calls: Array.from(calls)
            .sort(([a], [b]) => a - b)
            .map(([, { id, ...made }]) => ({ id, type: 'function', function: made })),
        }),
  },
  ...(finish === undefined ? {} : { finish_reason: finish }),
});

/** Usage is taken from whichever event states it last. */
function assemble(events: readonly JsonRecord[]): JsonRecord {
  const whole: Record<string, unknown> = {};
  const choices = new Map<number, GrowingChoice>();
  for (const event of events) {
    for (const name of ['id', 'model', 'service_tier', 'system_fingerprint', 'usage', 'timings', 'error'] as const) {
      if (event[name] !== undefined && event[name] !== null) whole[name] = event[name];
    }
    for (const [place, part] of recordsIn(event['choices']).entries()) {
      const index = typeof part['index'] === 'number' ? part['index'] : place;
      const choice = choices.get(index) ?? { message: {}, calls: new Map(), finish: undefined };
      choices.set(index, choice);
      addDelta(choice, recordIn(part['delta']));
      choice.finish = textIn(part['finish_reason']) || choice.finish;
    }
  }
  return {
    ...whole,
    choices: Array.from(choices)
      .sort(([a], [b]) => a - b)
      .map(([index, choice]) => finished(choice, index)),
  };
}

/** `POST /v1/chat/completions` of OpenAI and of the servers that speak it. Fields: the types of `openai` 7.57.0. */
export const openaiChat: WireDialect = { name: 'openai-chat', request, response, assemble };
