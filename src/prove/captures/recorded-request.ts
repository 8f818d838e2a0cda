import { tokens } from '../../base/units.ts';
import type { WireMessage, WirePiece, WireReasoning, WireRequest, WireResponse } from '../../measure/wire/wire-dialect.ts';
import type { ChatMessage, ChatRequest, ReasoningControl, ToolCall } from '../endpoints/endpoint.ts';
import type { Reply } from '../grading/reply-text.ts';

/** A recorded request that can be sent again, or why it cannot. */
export type Resendable = { readonly request: ChatRequest } | { readonly why: string };

/** What all three kinds of API use where a request names none. */
const usualTemperature = 1;

const textIn = (pieces: readonly WirePiece[], kinds: readonly WirePiece['kind'][]): string =>
  pieces.flatMap(({ kind, text }) => (text !== undefined && kinds.includes(kind) ? [text] : [])).join('\n\n');

const callsIn = (pieces: readonly WirePiece[]): ToolCall[] =>
  pieces.flatMap(({ kind, tool, argumentsJson }, index) =>
    kind === 'tool-call' && tool?.name !== undefined
      ? [{ id: tool.call ?? `call-${index}`, name: tool.name, arguments: argumentsJson ?? '{}' }]
      : [],
  );

/** Results one by one, then whatever the person said in the same message. */
function resultMessages(pieces: readonly WirePiece[]): ChatMessage[] {
  const byCall = new Map<string, WirePiece[]>();
  for (const piece of pieces) {
    if (piece.kind !== 'tool-result') continue;
    const call = piece.tool?.call ?? '';
    byCall.set(call, [...(byCall.get(call) ?? []), piece]);
  }
  const said = textIn(pieces, ['user', 'document']);
  return [
    ...Array.from(byCall, ([call, own]): ChatMessage => ({ role: 'tool', content: textIn(own, ['tool-result']), toolCall: call })),
    ...(said === '' ? [] : [{ role: 'user', content: said } as const]),
  ];
}

function messagesOf({ role, pieces }: WireMessage): ChatMessage[] {
  if (pieces.some(({ kind }) => kind === 'tool-result')) return resultMessages(pieces);
  switch (role) {
    case 'system':
      return [{ role, content: textIn(pieces, ['system']) }];
    case 'assistant': {
      // Reasoning stays out: its signatures hold for the provider that made them alone.
      const toolCalls = callsIn(pieces);
      const content = textIn(pieces, ['answer']);
      return content === '' && toolCalls.length === 0 ? [] : [{ role, content, ...(toolCalls.length === 0 ? {} : { toolCalls }) }];
    }
    case 'user':
    case 'tool':
      return [{ role: 'user', content: textIn(pieces, ['user', 'document']) }];
  }
}

function controlOf(reasoning: WireReasoning | undefined): ReasoningControl {
  if (reasoning?.isOff === true) return { kind: 'off' };
  if (reasoning?.effort !== undefined) return { kind: 'effort', level: reasoning.effort };
  return reasoning?.budget === undefined ? { kind: 'default' } : { kind: 'budget', tokens: tokens(reasoning.budget) };
}

/** A recorded request in no dialect. `cap`: of the output, where the request names none. */
export function resendable(request: WireRequest, cap: number): Resendable {
  if (request.previousResponse !== undefined) return { why: 'its context is held by the provider (previous_response_id)' };
  const pieces = request.messages.flatMap((message) => message.pieces);
  if (pieces.some(({ kind }) => kind === 'image')) return { why: 'it holds an image or a file' };
  const messages = request.messages.flatMap(messagesOf);
  if (messages.length === 0) return { why: 'it holds no message' };
  const tools = request.tools.flatMap(({ schema }) => schema ?? []);
  return {
    request: {
      messages,
      ...(tools.length === 0 ? {} : { tools }),
      maxOutput: tokens(request.maxOutput ?? cap),
      temperature: request.temperature ?? usualTemperature,
      reasoning: controlOf(request.reasoning),
    },
  };
}

/** What a recorded response said and called. */
export function recordedReply({ pieces }: WireResponse): Reply {
  const toolCalls = callsIn(pieces);
  return { answer: textIn(pieces, ['answer']), ...(toolCalls.length === 0 ? {} : { toolCalls }) };
}
