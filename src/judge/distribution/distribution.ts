import { assert } from '../../base/assert.ts';
import { betaQuantile } from './beta-quantile.ts';
import { normalQuantile } from './normal.ts';

/** A quantity that is not known exactly. Values stand in the unit of the row that states them. */
export type Distribution =
  | { readonly kind: 'point'; readonly value: number }
  | { readonly kind: 'normal'; readonly mean: number; readonly deviation: number }
  | { readonly kind: 'lognormal'; readonly mu: number; readonly sigma: number }
  | { readonly kind: 'uniform'; readonly low: number; readonly high: number }
  | { readonly kind: 'triangular'; readonly low: number; readonly mode: number; readonly high: number }
  | { readonly kind: 'beta'; readonly a: number; readonly b: number; readonly table: Float64Array }
  | { readonly kind: 'mixture'; readonly parts: readonly Distribution[]; readonly cumulative: readonly number[] }
  | { readonly kind: 'truncated'; readonly inner: Distribution; readonly from: number; readonly to: number };

/** z of the 95th percentile: half the width of a 90 % interval of the standard normal. */
export const z95 = 1.6448536269514722;

/** `a to b`: the 90 % interval; lognormal if both ends are positive, else normal (the reading of Squiggle). */
export function ninetyPercentInterval(low: number, high: number): Distribution {
  assert(low < high, `empty interval ${low} to ${high}`);
  if (low > 0) {
    const logLow = Math.log(low);
    const logHigh = Math.log(high);
    return { kind: 'lognormal', mu: (logLow + logHigh) / 2, sigma: (logHigh - logLow) / (2 * z95) };
  }
  return { kind: 'normal', mean: (low + high) / 2, deviation: (high - low) / (2 * z95) };
}

const knots = 2048;
const reach = 6;

/** Beta(a, b), tabulated over normal scores so that drawing is a look-up: error below 1e-5 of the range. */
export function betaDistribution(a: number, b: number): Distribution {
  const table = new Float64Array(knots + 1);
  for (let index = 0; index <= knots; index++) table[index] = betaQuantile(scoreProbability(-reach + (2 * reach * index) / knots), a, b);
  return { kind: 'beta', a, b, table };
}

// The logistic curve stands in for the normal one here: only the spacing of the knots depends on it.
const scoreProbability = (score: number): number => 1 / (1 + Math.exp(-2 * score));
const scoreOf = (probability: number): number => Math.log(probability / (1 - probability)) / 2;

function lookUp(table: Float64Array, probability: number): number {
  const position = Math.min(knots, Math.max(0, ((scoreOf(probability) + reach) / (2 * reach)) * knots));
  const below = Math.min(knots - 1, Math.floor(position));
  const low = table[below] as number;
  return low + ((table[below + 1] as number) - low) * (position - below);
}

/** The value below which `probability` (0 to 1, exclusive) of the distribution lies. */
export function quantileOf(distribution: Distribution, probability: number): number {
  switch (distribution.kind) {
    case 'point':
      return distribution.value;
    case 'normal':
      return distribution.mean + distribution.deviation * normalQuantile(probability);
    case 'lognormal':
      return Math.exp(distribution.mu + distribution.sigma * normalQuantile(probability));
    case 'uniform':
      return distribution.low + (distribution.high - distribution.low) * probability;
    case 'triangular': {
      const { low, mode, high } = distribution;
      const split = (mode - low) / (high - low);
      return probability < split
        ? low + Math.sqrt(probability * (high - low) * (mode - low))
        : high - Math.sqrt((1 - probability) * (high - low) * (high - mode));
    }
    case 'beta':
      return lookUp(distribution.table, probability);
    case 'mixture': {
      // Parts stand in the order of their medians; the uniform number picks a part and is stretched over it.
      let part = 0;
      while (part < distribution.parts.length - 1 && probability >= (distribution.cumulative[part] as number)) part++;
      const start = part === 0 ? 0 : (distribution.cumulative[part - 1] as number);
      const width = (distribution.cumulative[part] as number) - start;
      return quantileOf(distribution.parts[part] as Distribution, (probability - start) / width);
    }
    case 'truncated':
      return quantileOf(distribution.inner, distribution.from + (distribution.to - distribution.from) * probability);
  }
}

/** `P(X <= value)` of a distribution whose quantile rises, by bisection. */
export function probabilityBelow(distribution: Distribution, value: number): number {
  let low = 0;
  let high = 1;
  for (let step = 0; step < 50; step++) {
    const middle = (low + high) / 2;
    if (quantileOf(distribution, middle) <= value) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Quantiles of `count` probabilities at once; the hot loop of the sampler, one branch for the kind, not one a number. */
export function fillQuantiles(distribution: Distribution, probabilities: Float64Array, count: number, out: Float64Array): void {
  switch (distribution.kind) {
    case 'point':
      out.fill(distribution.value, 0, count);
      return;
    case 'lognormal': {
      const { mu, sigma } = distribution;
      for (let index = 0; index < count; index++) out[index] = Math.exp(mu + sigma * normalQuantile(probabilities[index] as number));
      return;
    }
    case 'uniform': {
      const { low } = distribution;
      const width = distribution.high - low;
      for (let index = 0; index < count; index++) out[index] = low + width * (probabilities[index] as number);
      return;
    }
    case 'normal':
    case 'triangular':
    case 'beta':
    case 'mixture':
    case 'truncated':
      for (let index = 0; index < count; index++) out[index] = quantileOf(distribution, probabilities[index] as number);
  }
}
