import type { Tokens } from '../base/units.ts';

/**
 * The tokens one call was billed for, as its source states them. Inputs exclude each other: uncached, read from
 * cache, and written to cache never overlap. A field the source does not state is absent, never 0.
 */
export interface Usage {
  readonly inputUncached?: Tokens | undefined;
  readonly cacheRead?: Tokens | undefined;
  readonly cacheWrite5m?: Tokens | undefined;
  readonly cacheWrite1h?: Tokens | undefined;
  /** Written to cache where the source does not say for how long. */
  readonly cacheWriteUnsplit?: Tokens | undefined;
  /** All output, reasoning included. */
  readonly output?: Tokens | undefined;
  /** The part of `output` that is reasoning. */
  readonly reasoning?: Tokens | undefined;
}

/** Every usage is made here, with all fields in one order: see `makeSegment`. */
export const makeUsage = (fields: Usage): Usage => ({
  inputUncached: fields.inputUncached,
  cacheRead: fields.cacheRead,
  cacheWrite5m: fields.cacheWrite5m,
  cacheWrite1h: fields.cacheWrite1h,
  cacheWriteUnsplit: fields.cacheWriteUnsplit,
  output: fields.output,
  reasoning: fields.reasoning,
});

/** No count is stated. */
export const unknownUsage = makeUsage({});

export const inputFields = ['inputUncached', 'cacheRead', 'cacheWrite5m', 'cacheWrite1h', 'cacheWriteUnsplit'] as const;
export const usageFields = [...inputFields, 'output', 'reasoning'] as const;

export type UsageField = (typeof usageFields)[number];

/** All input of a call; absent where no input field is known. */
export function inputOf(usage: Usage): Tokens | undefined {
  const { inputUncached, cacheRead, cacheWrite5m, cacheWrite1h, cacheWriteUnsplit } = usage;
  const written = cacheWrite5m ?? cacheWrite1h ?? cacheWriteUnsplit;
  if (inputUncached === undefined && cacheRead === undefined && written === undefined) return undefined;
  return ((inputUncached ?? 0) + (cacheRead ?? 0) + (cacheWrite5m ?? 0) + (cacheWrite1h ?? 0) + (cacheWriteUnsplit ?? 0)) as Tokens;
}

/** Input and output together; absent where neither is known. Used to choose between records of one response. */
export function sumOf(usage: Usage): Tokens | undefined {
  const input = inputOf(usage);
  if (input === undefined) return usage.output;
  return ((input as number) + (usage.output ?? 0)) as Tokens;
}
