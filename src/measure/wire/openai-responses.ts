import type { Usage } from '../../call/usage.ts';
import { isRecord, type Fields, type JsonRecord } from '../sources/common/fields.ts';
import { usageOfInclusive } from './inclusive-usage.ts';
import { callWithJsonArguments, noteCalls, resultPieces, schemaPiece, textPieces, type OpenCalls } from './wire-pieces.ts';
import type { WireDialect, WireMessage, WirePiece, WireReasoning, WireRequest, WireResponse } from './wire-dialect.ts';

function reasoningPieces(item: Fields): WirePiece[] {
  const hiddenCharacters = item.text('encrypted_content')?.length;
  const shown = [...item.fieldsList('content'), ...item.fieldsList('summary')].flatMap((block): WirePiece[] => {
    const text = block.text('text');
    return text === undefined || text === '' ? [] : [{ kind: 'reasoning', part: block.pathOf('text'), text }];
  });
  // A summary is not the reasoning: only its ciphertext says how long that is.
  const isWhole = item.fieldsList('content').length > 0;
  return isWhole ? shown : [{ kind: 'reasoning', part: item.path, hiddenCharacters: hiddenCharacters ?? 0 }];
}

function itemMessage(item: Fields, open: OpenCalls): WireMessage {
  switch (item.text('type') ?? 'message') {
    case 'function_call': {
      const pieces = [callWithJsonArguments(item, item.name('call_id'), item.name('name') ?? 'unnamed tool')];
      noteCalls(pieces, open);
      return { role: 'assistant', pieces };
    }
    case 'function_call_output':
      return { role: 'tool', pieces: resultPieces(textPieces(item, 'output', 'tool-result'), item.name('call_id'), open) };
    case 'reasoning':
      return { role: 'assistant', pieces: reasoningPieces(item) };
    case 'message': {
      const role = item.name('role') ?? 'user';
      if (role === 'assistant') return { role, pieces: textPieces(item, 'content', 'answer') };
      if (role === 'system' || role === 'developer') return { role: 'system', pieces: textPieces(item, 'content', 'system') };
      return { role: 'user', pieces: textPieces(item, 'content', 'user') };
    }
    default:
      // Items of built-in tools: searches, code, computer use.
      return {
        role: 'assistant',
        pieces: [{ kind: 'tool-call', label: item.text('type'), part: item.path, text: JSON.stringify(item.record) }],
      };
  }
}

/** Items of one response, which the client repeats one by one, become one message again. */
function joined(messages: readonly WireMessage[]): WireMessage[] {
  const result: WireMessage[] = [];
  for (const message of messages) {
    const last = result.at(-1);
    if (last?.role === 'assistant' && message.role === 'assistant')
      result[result.length - 1] = { role: 'assistant', pieces: [...last.pieces, ...message.pieces] };
    else result.push(message);
  }
  return result;
}

function reasoningOf(body: Fields): WireReasoning | undefined {
  const effort = body.fields('reasoning')?.name('effort');
  return effort === undefined ? undefined : effort === 'none' ? { isOff: true } : { effort };
}

function request(body: Fields): WireRequest {
  const open: OpenCalls = new Map();
  const instructions = textPieces(body, 'instructions', 'system');
  const given: readonly WireMessage[] =
    typeof body.record['input'] === 'string'
      ? [{ role: 'user', pieces: textPieces(body, 'input', 'user') }]
      : joined(body.fieldsList('input').map((item) => itemMessage(item, open)));
  const model = body.name('model');
  const previousResponse = body.name('previous_response_id');
  const conversation = body.record['conversation'];
  const session =
    typeof conversation === 'string' ? conversation : isRecord(conversation) ? body.fields('conversation')?.name('id') : undefined;
  const maxOutput = body.number('max_output_tokens');
  const temperature = body.number('temperature');
  const reasoning = reasoningOf(body);
  return {
    tools: body
      .fieldsList('tools')
      .map((tool) =>
        schemaPiece(
          tool,
          tool.name('name') ?? tool.name('type') ?? 'unnamed tool',
          tool.text('description') ?? '',
          tool.fields('parameters')?.record ?? {},
        ),
      ),
    messages: [...(instructions.length === 0 ? [] : [{ role: 'system', pieces: instructions } as const]), ...given],
    ...(model === undefined ? {} : { model }),
    ...(session === undefined ? {} : { session }),
    ...(previousResponse === undefined ? {} : { previousResponse }),
    ...(maxOutput === undefined ? {} : { maxOutput }),
    ...(temperature === undefined ? {} : { temperature }),
    ...(reasoning === undefined ? {} : { reasoning }),
  };
}

/** Input of this dialect includes what was read from and written to cache, output includes reasoning. */
function usageOf(stated: Fields | undefined): Usage {
  if (stated === undefined) return {};
  const details = stated.fields('input_tokens_details');
  const input = stated.count('input_tokens');
  const read = details?.count('cached_tokens');
  const written = details?.count('cache_write_tokens');
  const output = stated.count('output_tokens');
  const reasoning = stated.fields('output_tokens_details')?.count('reasoning_tokens');
  return usageOfInclusive({ input, read, written, output, reasoning });
}

function response(body: Fields): WireResponse {
  const id = body.name('id');
  const model = body.name('model');
  const status = body.name('status');
  const serviceTier = body.name('service_tier');
  const reason = body.fields('incomplete_details')?.name('reason');
  return {
    pieces: body.fieldsList('output').flatMap((item) => itemMessage(item, new Map()).pieces),
    usage: usageOf(body.fields('usage')),
    ...(id === undefined ? {} : { id }),
    ...(model === undefined ? {} : { model }),
    ...(status === undefined ? {} : { stopReason: reason ?? status }),
    ...(serviceTier === undefined ? {} : { serviceTier: serviceTier === 'default' ? 'standard' : serviceTier }),
  };
}

/** The last event that carries the whole response; of a stream that was cut, its finished items. */
function assemble(events: readonly JsonRecord[]): JsonRecord {
  let whole: JsonRecord = {};
  const items: unknown[] = [];
  for (const event of events) {
    if (isRecord(event['response'])) whole = event['response'];
    if (event['type'] === 'response.output_item.done') items.push(event['item']);
    if (event['type'] === 'error') whole = { ...whole, error: event['error'] ?? { message: event['message'] } };
  }
  const output = whole['output'];
  const isEnded = whole['status'] === 'completed' || whole['status'] === 'incomplete' || whole['status'] === 'failed';
  const { status: _, ...open } = whole;
  const body = isEnded ? whole : open;
  return Array.isArray(output) && output.length > 0 ? body : { ...body, output: items };
}

/** `POST /v1/responses`. Fields: the types of `openai` 7.57.0. */
export const openaiResponses: WireDialect = { name: 'openai-responses', request, response, assemble };
