import type { Seconds, Tokens } from '../../base/units.ts';
import type { Count } from './count.ts';
import type { ContextProbe } from './probe-context.ts';

export interface ChatMessage {
  readonly role: 'system' | 'user' | 'assistant' | 'tool';
  readonly content: string;
  /** On an assistant's message: the tools it calls. */
  readonly toolCalls?: readonly ToolCall[];
  /** On a tool's message: the call that it answers. */
  readonly toolCall?: string;
  /** The prompt up to here is to be kept in cache (Anthropic's `cache_control`; others ignore it). */
  readonly cacheBreakpoint?: true;
}

export interface ToolCall {
  readonly id: string;
  readonly name: string;
  /** JSON text. */
  readonly arguments: string;
}

export interface ToolSchema {
  readonly name: string;
  readonly description: string;
  /** JSON schema of the arguments. */
  readonly parameters: Readonly<Record<string, unknown>>;
}

export type ReasoningControl =
  | { readonly kind: 'default' }
  | { readonly kind: 'off' }
  /** As the server names its levels: `low`, `medium`, `high`. */
  | { readonly kind: 'effort'; readonly level: string }
  | { readonly kind: 'budget'; readonly tokens: Tokens };

/** A request in no dialect: what edits work on and endpoints translate. */
export interface ChatRequest {
  readonly messages: readonly ChatMessage[];
  readonly tools?: readonly ToolSchema[];
  readonly maxOutput: Tokens;
  readonly temperature: number;
  readonly seed?: number;
  readonly reasoning: ReasoningControl;
  /** The response begins with this text and the model goes on from it; only where the endpoint `continuesPrefix`. */
  readonly prefix?: string;
}

/** Inputs exclude each other, as in `call/usage.ts`. A count that cannot be had is absent. */
export interface ChatUsage {
  readonly inputUncached?: Count;
  readonly cacheRead?: Count;
  readonly cacheWrite?: Count;
  /** All output, reasoning included. */
  readonly output?: Count;
  readonly reasoning?: Count;
}

/** What went wrong. The first four are the arm's own doing and count as unsolved; the others leave the pair open. */
export const failureReasons = [
  'out-of-context',
  'effort-refused',
  'bad-request',
  'malformed-stream',
  'cut-stream',
  'unreachable',
  'timeout',
  'rate-limited',
  'server-error',
  'other-model',
  'stopped',
] as const;

export type FailureReason = (typeof failureReasons)[number];

export type ChatOutcome =
  | { readonly kind: 'finished' }
  /** The cap on output was reached. */
  | { readonly kind: 'length' }
  | { readonly kind: 'failed'; readonly reason: FailureReason; readonly message: string };

export interface ChatResponse {
  readonly outcome: ChatOutcome;
  readonly answer: string;
  readonly reasoning: string;
  /** Tools that the response calls, in order; absent without one. */
  readonly toolCalls?: readonly ToolCall[];
  readonly usage: ChatUsage;
  /** The model that the server says has answered. */
  readonly servedModel?: string;
  readonly fingerprint?: string;
  /** From the request to the first piece of output. */
  readonly firstToken?: Seconds;
  readonly duration: Seconds;
  /** Requests that were sent for this response, retries included. */
  readonly attempts: number;
  /** What a reader must know to trust the figures, e.g. a prompt that was cut by the server. */
  readonly warnings: readonly string[];
}

export interface EndpointFacts {
  /** For records and people: the URL or the file. Holds no secret. */
  readonly name: string;
  readonly dialect: 'openai-chat' | 'anthropic-messages' | 'gguf' | 'recorded';
  readonly model: string;
  readonly provider?: string;
  /** Largest prompt and output together; absent where the server does not say. */
  readonly contextLimit?: Tokens;
  /** What a search showed of the limit, where the server does not state it. */
  readonly contextProbe?: ContextProbe;
  readonly continuesPrefix: boolean;
  readonly fingerprint?: string;
}

/** A place that answers requests. It never throws for what a server does: that is the outcome of the response. */
export interface Endpoint {
  readonly facts: EndpointFacts;
  complete(request: ChatRequest, signal: AbortSignal): Promise<ChatResponse>;
  close(): Promise<void>;
}
