import { tokens, type Tokens } from '../../base/units.ts';
import { makeUsage, type Usage } from '../../call/usage.ts';

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
  return makeUsage({
    inputUncached: input === undefined ? undefined : tokens(Math.max(0, input - (read ?? 0) - (written ?? 0))),
    cacheRead: read,
    cacheWriteUnsplit: written,
    output,
    reasoning,
  });
}
