import { makeUsage, unknownUsage, type Usage } from '../../call/usage.ts';
import { isRecord, type Fields, type JsonRecord } from '../sources/common/fields.ts';
import { blockPieces, callWithArguments, noteCalls, resultPieces, schemaPiece, textPieces, type OpenCalls } from './wire-pieces.ts';
import type { WireDialect, WireMessage, WirePiece, WireReasoning, WireRequest, WireResponse } from './wire-dialect.ts';

function contentPieces(block: Fields, kind: 'user' | 'answer', open: OpenCalls): WirePiece[] {
  switch (block.text('type') ?? '') {
    case 'tool_use':
    case 'server_tool_use':
    case 'mcp_tool_use':
      return [callWithArguments(block, 'input', block.name('id'), block.requiredName('name'))];
    case 'tool_result':
      return resultPieces(textPieces(block, 'content', 'tool-result'), block.name('tool_use_id'), open, block.flag('is_error'));
    case 'thinking':
      return [
        {
          kind: 'reasoning',
          part: block.pathOf('thinking'),
          text: block.text('thinking'),
          hiddenCharacters: block.text('signature')?.length,
        },
      ];
    case 'redacted_thinking':
      return [{ kind: 'reasoning', part: block.pathOf('data'), hiddenCharacters: block.text('data')?.length ?? 0 }];
    case 'document': {
      const source = block.fields('source');
      const text = source?.text('type') === 'text' ? source.text('data') : undefined;
      return [
        {
          kind: 'document',
          label: block.name('title'),
          part: source?.pathOf('data') ?? block.path,
          text: text ?? JSON.stringify(block.record),
        },
      ];
    }
    default:
      return blockPieces(block, kind);
  }
}

function messageOf(message: Fields, open: OpenCalls): WireMessage {
  const role = message.requiredName('role') === 'assistant' ? 'assistant' : 'user';
  const kind = role === 'assistant' ? 'answer' : 'user';
  const content = message.record['content'];
  const pieces =
    typeof content === 'string'
      ? [{ kind, part: message.pathOf('content'), text: content } as const]
      : message.fieldsList('content').flatMap((block) => contentPieces(block, kind, open));
  if (role === 'assistant') noteCalls(pieces, open);
  const isResult = pieces.length > 0 && pieces.every((piece) => piece.kind === 'tool-result' || piece.kind === 'image');
  return { role: isResult && pieces.some((piece) => piece.kind === 'tool-result') ? 'tool' : role, pieces };
}

/** Clients of the Messages API name the session inside `metadata.user_id`, as text or as JSON. */
function sessionOf(body: Fields): string | undefined {
  const metadata = body.fields('metadata');
  const user = metadata?.name('user_id');
  return metadata?.name('session_id') ?? /session(?:_id"\s*:\s*"|_)([0-9a-f-]{36})/i.exec(user ?? '')?.[1];
}

function reasoningOf(body: Fields): WireReasoning | undefined {
  const thinking = body.fields('thinking');
  const effort = body.fields('output_config')?.name('effort');
  const budget = thinking?.number('budget_tokens');
  if (thinking?.text('type') === 'disabled') return { isOff: true };
  if (effort === undefined && budget === undefined) return undefined;
  return { ...(effort === undefined ? {} : { effort }), ...(budget === undefined ? {} : { budget }) };
}

function request(body: Fields): WireRequest {
  const open: OpenCalls = new Map();
  const system = textPieces(body, 'system', 'system');
  const model = body.name('model');
  const session = sessionOf(body);
  const maxOutput = body.number('max_tokens');
  const temperature = body.number('temperature');
  const reasoning = reasoningOf(body);
  return {
    tools: body
      .fieldsList('tools')
      .map((tool) =>
        schemaPiece(tool, tool.requiredName('name'), tool.text('description') ?? '', tool.fields('input_schema')?.record ?? {}),
      ),
    messages: [
      ...(system.length === 0 ? [] : [{ role: 'system', pieces: system } as const]),
      ...body.fieldsList('messages').map((message) => messageOf(message, open)),
    ],
    ...(model === undefined ? {} : { model }),
    ...(session === undefined ? {} : { session }),
    ...(maxOutput === undefined ? {} : { maxOutput }),
    ...(temperature === undefined ? {} : { temperature }),
    ...(reasoning === undefined ? {} : { reasoning }),
  };
}

/** Input of this dialect excludes what was read from and written to cache. */
function usageOf(stated: Fields | undefined, isComplete: boolean): Usage {
  if (stated === undefined) return unknownUsage;
  const input = stated.count('input_tokens');
  const read = stated.count('cache_read_input_tokens');
  const written = stated.count('cache_creation_input_tokens');
  const split = stated.fields('cache_creation');
  const [short, long] = [split?.count('ephemeral_5m_input_tokens'), split?.count('ephemeral_1h_input_tokens')];
  // Until its end a stream states a placeholder.
  const output = isComplete ? stated.count('output_tokens') : undefined;
  const thinking = stated.fields('output_tokens_details')?.count('thinking_tokens');
  return makeUsage({
    inputUncached: input,
    cacheRead: read,
    cacheWrite5m: short,
    cacheWrite1h: long,
    cacheWriteUnsplit: short === undefined && long === undefined ? written : undefined,
    output,
    reasoning: output === undefined ? undefined : thinking,
  });
}

function response(body: Fields): WireResponse {
  const id = body.name('id');
  const model = body.name('model');
  const stopReason = body.name('stop_reason');
  const usage = body.fields('usage');
  const serviceTier = usage?.name('service_tier');
  const speed = usage?.name('speed');
  return {
    pieces: body.fieldsList('content').flatMap((block) => contentPieces(block, 'answer', new Map())),
    usage: usageOf(usage, stopReason !== undefined),
    ...(id === undefined ? {} : { id }),
    ...(model === undefined ? {} : { model }),
    ...(stopReason === undefined ? {} : { stopReason }),
    ...(serviceTier === undefined ? {} : { serviceTier }),
    ...(speed === undefined ? {} : { speed }),
  };
}

const textIn = (value: unknown): string => (typeof value === 'string' ? value : '');
const recordIn = (value: unknown): JsonRecord => (isRecord(value) ? value : {});

/** Stated counts, the later ones over the earlier; a `null` says nothing. */
const laterUsage = (before: JsonRecord, stated: unknown): JsonRecord => ({
  ...before,
  ...Object.fromEntries(Object.entries(recordIn(stated)).filter(([, value]) => value !== null)),
});

function blockWith(block: JsonRecord, delta: JsonRecord): JsonRecord {
  const grown = (name: string, added: unknown): JsonRecord => ({ ...block, [name]: textIn(block[name]) + textIn(added) });
  switch (delta['type']) {
    case 'text_delta':
      return grown('text', delta['text']);
    case 'thinking_delta':
      return grown('thinking', delta['thinking']);
    case 'signature_delta':
      return grown('signature', delta['signature']);
    case 'input_json_delta':
      return grown('partialInput', delta['partial_json']);
    default:
      return block;
  }
}

function closed(block: JsonRecord): JsonRecord {
  const { partialInput, ...rest } = block;
  if (typeof partialInput !== 'string' || partialInput === '') return rest;
  try {
    return { ...rest, input: JSON.parse(partialInput) as unknown };
  } catch {
    return { ...rest, input: { cut: partialInput } };
  }
}

function assemble(events: readonly JsonRecord[]): JsonRecord {
  let message: JsonRecord = {};
  let usage: JsonRecord = {};
  const blocks = new Map<number, JsonRecord>();
  for (const event of events) {
    const index = typeof event['index'] === 'number' ? event['index'] : 0;
    switch (event['type']) {
      case 'message_start':
        message = recordIn(event['message']);
        usage = laterUsage(usage, message['usage']);
        break;
      case 'content_block_start':
        blocks.set(index, recordIn(event['content_block']));
        break;
      case 'content_block_delta':
        blocks.set(index, blockWith(blocks.get(index) ?? {}, recordIn(event['delta'])));
        break;
      case 'message_delta':
        message = laterUsage(message, event['delta']);
        usage = laterUsage(usage, event['usage']);
        break;
      case 'error':
        message = { ...message, error: event['error'] };
        break;
      default:
    }
  }
  const content = Array.from(blocks)
    .sort(([a], [b]) => a - b)
    .map(([, block]) => closed(block));
  return { ...message, content, ...(Object.keys(usage).length === 0 ? {} : { usage }) };
}

/** `POST /v1/messages`. Source of the fields: the types of `@anthropic-ai/sdk` 1.12.0. */
export const anthropicMessages: WireDialect = { name: 'anthropic-messages', request, response, assemble };
