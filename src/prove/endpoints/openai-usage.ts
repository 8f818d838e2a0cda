import { count, estimateTokens, type Count } from './count.ts';
import type { ChatUsage } from './endpoint.ts';

type JsonRecord = Readonly<Record<string, unknown>>;

const isRecord = (value: unknown): value is JsonRecord => typeof value === 'object' && value !== null && !Array.isArray(value);

function numberIn(record: unknown, ...path: readonly string[]): number | undefined {
  let at: unknown = record;
  for (const name of path) at = isRecord(at) ? at[name] : undefined;
  return typeof at === 'number' && Number.isFinite(at) && at >= 0 ? at : undefined;
}

/** What stood in the response, for counts that the server leaves out. */
export interface VisibleOutput {
  readonly answer: string;
  readonly reasoning: string;
  readonly usage: unknown;
  /** llama-server's `timings`. */
  readonly timings?: unknown;
}

function firstOf(...values: readonly (number | undefined)[]): number | undefined {
  return values.find((value) => value !== undefined);
}

/** Reasoning where it is not reported: all output less the estimated answer, or the estimate of the shown text. */
function reasoningOf({ answer, reasoning, usage }: VisibleOutput, output: number | undefined): Count | undefined {
  const stated = firstOf(numberIn(usage, 'completion_tokens_details', 'reasoning_tokens'), numberIn(usage, 'reasoning_tokens'));
  // Some servers state 0 beside a reasoning text: that is no count.
  if (stated !== undefined && (stated > 0 || reasoning === '')) return count(stated, 'reported');
  if (reasoning === '') return output === undefined ? undefined : count(0, 'derived');
  if (output === undefined) return count(estimateTokens(reasoning), 'estimated');
  const share = reasoning.length / (reasoning.length + answer.length);
  return count(Math.min(output, Math.round(output * share)), 'estimated');
}

/**
 * Canonical counts of the OpenAI dialect, where input includes what was read from cache and output includes reasoning.
 * Understands llama-server's `timings` (where `prompt_n` leaves out the cache), DeepSeek's hit and miss counts,
 * SGLang's flat `reasoning_tokens`, and Ollama's silence about both.
 */
export function openaiUsage(seen: VisibleOutput): ChatUsage {
  const { usage, timings, answer, reasoning } = seen;
  const fresh = numberIn(timings, 'prompt_n');
  const reused = numberIn(timings, 'cache_n');
  const statedInput = numberIn(usage, 'prompt_tokens');
  const input = statedInput ?? (fresh === undefined ? undefined : fresh + (reused ?? 0));
  const read = firstOf(numberIn(usage, 'prompt_tokens_details', 'cached_tokens'), numberIn(usage, 'prompt_cache_hit_tokens'), reused);
  const written = numberIn(usage, 'prompt_tokens_details', 'cache_write_tokens');
  const statedOutput = firstOf(numberIn(usage, 'completion_tokens'), numberIn(timings, 'predicted_n'));
  const shown = answer.length + reasoning.length;
  const output =
    statedOutput !== undefined
      ? count(statedOutput, 'reported')
      : shown > 0
        ? count(estimateTokens(reasoning) + estimateTokens(answer), 'estimated')
        : undefined;
  const reasoningCount = reasoningOf(seen, statedOutput);
  return {
    ...(input === undefined
      ? {}
      : { inputUncached: count(Math.max(0, input - (read ?? 0) - (written ?? 0)), read === undefined ? 'reported' : 'derived') }),
    ...(read === undefined ? {} : { cacheRead: count(read, 'reported') }),
    ...(written === undefined ? {} : { cacheWrite: count(written, 'reported') }),
    ...(output === undefined ? {} : { output }),
    ...(reasoningCount === undefined ? {} : { reasoning: reasoningCount }),
  };
}
