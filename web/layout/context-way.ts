/** How what a question is about reaches the model: as stated by tokens in and cache hit, whole, or as passages that were found. */
export const contextWays = ['stated', 'whole', 'passages'] as const;
export type ContextWay = (typeof contextWays)[number];

/** A number of the way, with its range and where it starts; round numbers, not measurements. */
export const contextNumbers = [
  { key: 'fixed', label: 'same in every call', low: 10, high: 100_000, start: 2000, unit: 'tok', ways: ['whole', 'passages'] },
  { key: 'question', label: 'question and talk so far', low: 10, high: 100_000, start: 500, unit: 'tok', ways: ['whole', 'passages'] },
  { key: 'corpus', label: 'whole corpus', low: 1000, high: 900_000, start: 100_000, unit: 'tok', ways: ['whole'] },
  { key: 'asked', label: 'calls while it is in cache', low: 1, high: 100, start: 4, unit: 'calls', ways: ['whole'] },
  { key: 'passages', label: 'passages found', low: 1, high: 100, start: 8, unit: 'passages', ways: ['passages'] },
  { key: 'passage', label: 'size of a passage', low: 50, high: 10_000, start: 500, unit: 'tok', ways: ['passages'] },
] as const;

export type ContextKey = (typeof contextNumbers)[number]['key'];
export type ContextValues = Readonly<Record<ContextKey, number>>;

/** Tokens of a call's prompt, and the share of them that is found in cache. */
export interface ContextSize {
  readonly input: number;
  readonly cacheHit: number;
}

/**
 * What a call carries. The fixed part is found in cache by every call. A whole corpus is computed by the first of the
 * calls that ask about it and found by the others; passages differ from question to question, so that each call computes its own.
 */
export function contextSize(way: Exclude<ContextWay, 'stated'>, values: ContextValues): ContextSize {
  const { fixed, question, corpus, asked, passages, passage } = values;
  const carried = way === 'whole' ? corpus : passages * passage;
  const found = way === 'whole' ? corpus * (1 - 1 / Math.max(1, asked)) : 0;
  const input = fixed + question + carried;
  return { input, cacheHit: (fixed + found) / input };
}
