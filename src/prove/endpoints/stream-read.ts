import type { ChatOutcome, ChatUsage, ToolCall } from './endpoint.ts';

/** What a dialect makes of a response body. */
export interface StreamRead {
  readonly outcome: ChatOutcome;
  readonly answer: string;
  readonly reasoning: string;
  readonly toolCalls?: readonly ToolCall[];
  readonly usage: ChatUsage;
  readonly servedModel?: string;
  readonly fingerprint?: string;
  readonly warnings: readonly string[];
}
