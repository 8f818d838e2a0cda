import type { Usage } from '../../call/usage.ts';
import type { Fields, JsonRecord } from '../sources/common/fields.ts';
import type { NewSegment } from '../sources/common/segment-list.ts';

export const dialectNames = ['anthropic-messages', 'openai-chat', 'openai-responses', 'gemini'] as const;

export type DialectName = (typeof dialectNames)[number];

/** A span of a request or a response; `part` leads to its text from the start of the record. */
export interface WirePiece extends NewSegment {
  /** Of a tool call: its arguments as JSON text. */
  readonly argumentsJson?: string;
  /** Of a tool's schema. */
  readonly schema?: { readonly name: string; readonly description: string; readonly parameters: JsonRecord };
}

export interface WireMessage {
  readonly role: 'system' | 'user' | 'assistant' | 'tool';
  readonly pieces: readonly WirePiece[];
}

/** How a request asks for reasoning, as far as it says. */
export interface WireReasoning {
  readonly effort?: string;
  readonly budget?: number;
  readonly isOff?: true;
}

/** What a request holds, in no dialect. */
export interface WireRequest {
  readonly model?: string;
  /** Schemas of tools: they stand before everything else. */
  readonly tools: readonly WirePiece[];
  readonly messages: readonly WireMessage[];
  /** The id that the client gives the session, where the body holds one. */
  readonly session?: string;
  /** The context continues this response, which is not repeated in the request. */
  readonly previousResponse?: string;
  readonly maxOutput?: number;
  readonly temperature?: number;
  readonly reasoning?: WireReasoning;
}

/** What a response holds, in no dialect. */
export interface WireResponse {
  readonly id?: string;
  readonly model?: string;
  readonly pieces: readonly WirePiece[];
  readonly usage: Usage;
  readonly stopReason?: string;
  readonly serviceTier?: string;
  readonly speed?: string;
}

/** One provider's wire format: the only place that knows its names. */
export interface WireDialect {
  readonly name: DialectName;
  /** @throws {WrongShape} naming the field that has another type than the dialect gives it */
  request(body: Fields, url: string | undefined): WireRequest;
  /** @throws {WrongShape} as `request` */
  response(body: Fields): WireResponse;
  /** The whole response that a stream's events add up to, as it would have come unstreamed. */
  assemble(events: readonly JsonRecord[]): JsonRecord;
}
