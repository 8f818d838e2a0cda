import { estimateTokens } from './count.ts';
import type { ChatRequest, ChatUsage } from './endpoint.ts';

/** A shortfall beyond what the estimate can be wrong by: 95 % of texts are estimated within 35 %. */
const shortfall = 0.4;
/** Below this an estimate says nothing. */
const leastTokens = 400;

/** Estimated size of a request's prompt, tools included. */
export const promptEstimate = (request: ChatRequest): number =>
  request.messages.reduce((sum, message) => sum + estimateTokens(message.content), 0) +
  (request.tools === undefined ? 0 : estimateTokens(JSON.stringify(request.tools)));

/**
 * Says so where a server has counted far fewer prompt tokens than the prompt must have: Ollama drops old messages in
 * silence once its context (4,096 tokens by default) is full.
 */
export function truncationWarning(request: ChatRequest, usage: ChatUsage): string | undefined {
  if (usage.inputUncached === undefined) return undefined;
  const counted = usage.inputUncached.tokens + (usage.cacheRead?.tokens ?? 0) + (usage.cacheWrite?.tokens ?? 0);
  const expected = promptEstimate(request);
  if (expected < leastTokens || counted >= expected * (1 - shortfall)) return undefined;
  return `the server counted ${counted} prompt tokens where about ${expected} were sent: the prompt was cut in silence`;
}
