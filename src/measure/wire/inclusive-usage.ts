import { tokens, type Tokens } from '../../base/units.ts';
import type { Usage } from '../../call/usage.ts';
import type { Writable } from '../sources/common/writable.ts';

/** Counts as OpenAI's dialects state them: input with what was read from and written to cache, output with reasoning. */
export interface InclusiveCounts {
  readonly input: Tokens | undefined;
  readonly read: Tokens | undefined;
  readonly written: Tokens | undefined;
  readonly output: Tokens | undefined;
  readonly reasoning: Tokens | undefined;
}

/** The usage in Tare's terms, where input excludes the cache; what is not stated stays absent. */
export function usageOfInclusive({ input, read, written, output, reasoning }: InclusiveCounts): Usage {
  const usage: Writable<Usage> = {};
  if (input !== undefined) usage.inputUncached = tokens(Math.max(0, input - (read ?? 0) - (written ?? 0)));
  if (read !== undefined) usage.cacheRead = read;
  if (written !== undefined) usage.cacheWriteUnsplit = written;
  if (output !== undefined) usage.output = output;
  if (reasoning !== undefined) usage.reasoning = reasoning;
  return usage;
}
