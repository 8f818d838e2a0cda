import { assert } from './assert.ts';

/** Arithmetic mean. @throws {AssertionError} on an empty sample */
export function mean(values: ArrayLike<number>): number {
  assert(values.length > 0, 'mean of an empty sample');
  let sum = 0;
  for (let index = 0; index < values.length; index++) sum += values[index] as number;
  return sum / values.length;
}

/** Sample standard deviation (n - 1). @throws {AssertionError} on fewer than two values */
export function standardDeviation(values: ArrayLike<number>): number {
  assert(values.length > 1, 'standard deviation of fewer than two values');
  const centre = mean(values);
  let sum = 0;
  for (let index = 0; index < values.length; index++) sum += ((values[index] as number) - centre) ** 2;
  return Math.sqrt(sum / (values.length - 1));
}

/** Quantile by linear interpolation between order statistics (type 7 of Hyndman and Fan, 1996) of sorted values. */
export function quantileOfSorted(sorted: ArrayLike<number>, probability: number): number {
  assert(sorted.length > 0, 'quantile of an empty sample');
  assert(probability >= 0 && probability <= 1, `quantile at ${probability}`);
  const position = (sorted.length - 1) * probability;
  const below = Math.floor(position);
  const low = sorted[below] as number;
  const high = sorted[Math.min(below + 1, sorted.length - 1)] as number;
  return low === high ? low : low + (high - low) * (position - below);
}

/** Quantile of values in any order; see {@link quantileOfSorted}. */
export function quantile(values: ArrayLike<number>, probability: number): number {
  return quantileOfSorted(Float64Array.from(values).sort(), probability);
}

/** The middle of a sample. */
export const median = (values: ArrayLike<number>): number => quantile(values, 0.5);
