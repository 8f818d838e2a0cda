import { countingSpread, explainDifference, firstShares, offsetTokens, type MixtureShares } from './difference-mixture.ts';
import { estimateSample, type DifferenceSample } from './difference-sample.ts';
import { nonNegativeStep } from './non-negative-step.ts';

export interface FitOptions {
  /** Where the fit starts, and what it is drawn to where the samples say nothing. */
  readonly prior: ArrayLike<number>;
  /** Strength of that pull, in squared relative change: about 4 is one sample in which a feature makes up an eighth. */
  readonly ridge: number;
}

export interface FittedCoefficients {
  readonly coefficients: Float64Array;
  readonly shares: MixtureShares;
}

const firstSpread = 0.08;
const laterSpread = 0.06;
const rounds = 8;
/** Rounds end when no coefficient moves by more than this share of itself. */
const settledAt = 0.01;

/**
 * Non-negative robust fit of coefficients to billed differences: log residuals under a soft-L1 loss, each sample
 * weighted by the probability that the transcript shows all of it (expectation maximisation over
 * {@link explainDifference}). Deterministic; the order of samples does not matter beyond rounding.
 */
export function fitCoefficients(samples: readonly DifferenceSample[], options: FitOptions): FittedCoefficients {
  const weights = new Float64Array(samples.length).fill(1);
  let coefficients = descend(samples, weights, Float64Array.from(options.prior), options, firstSpread, 60);
  let shares = firstShares;
  for (let round = 0; round < rounds; round++) {
    const counts = { visible: 1, injected: 1, odd: 0.5 };
    for (const [index, sample] of samples.entries()) {
      const estimate = estimateSample(sample, coefficients);
      const ways = explainDifference(estimate, sample.tokens, shares);
      counts.visible += ways.visible;
      counts.injected += ways.injected;
      counts.odd += ways.odd;
      weights[index] = (ways.visible * 0.5) / (countingSpread(estimate) / 0.05) ** 2;
    }
    const sum = counts.visible + counts.injected + counts.odd;
    shares = { visible: counts.visible / sum, injected: counts.injected / sum, odd: counts.odd / sum };
    const before = Float64Array.from(coefficients);
    coefficients = descend(samples, weights, coefficients, options, laterSpread, 15);
    if (round > 0 && largestChange(before, coefficients) < settledAt) break;
  }
  return { coefficients, shares };
}

const largestChange = (before: Float64Array, after: Float64Array): number =>
  before.reduce((most, value, index) => Math.max(most, Math.abs((after[index] as number) - value) / (value + 0.1)), 0);

/** Gauss-Newton steps, each solved under the bound that no coefficient becomes negative. */
function descend(
  samples: readonly DifferenceSample[],
  weights: Float64Array,
  start: Float64Array,
  { prior, ridge }: FitOptions,
  spread: number,
  steps: number,
): Float64Array {
  const size = start.length;
  const coefficients = start;
  const curvature = new Float64Array(size * size);
  const slope = new Float64Array(size);
  for (let step = 0; step < steps; step++) {
    curvature.fill(0);
    slope.fill(0);
    for (const [index, sample] of samples.entries()) addSample(sample, weights[index] as number, coefficients, spread, curvature, slope);
    for (let row = 0; row < size; row++) {
      for (let column = 0; column < row; column++) curvature[column * size + row] = curvature[row * size + column] as number;
      const pull = ridge / Math.max(prior[row] as number, 0.05) ** 2;
      (curvature[row * size + row] as number) += pull;
      (slope[row] as number) += pull * ((coefficients[row] as number) - (prior[row] as number));
    }
    const move = nonNegativeStep(curvature, slope, coefficients);
    let change = 0;
    for (let row = 0; row < size; row++) {
      (coefficients[row] as number) += move[row] as number;
      change = Math.max(change, Math.abs(move[row] as number) / ((coefficients[row] as number) + 0.1));
    }
    if (change < 1e-4) break;
  }
  return coefficients;
}

function addSample(
  sample: DifferenceSample,
  weight: number,
  coefficients: Float64Array,
  spread: number,
  curvature: Float64Array,
  slope: Float64Array,
): void {
  const { features } = sample;
  const size = features.length;
  const estimate = estimateSample(sample, coefficients) + offsetTokens;
  const miss = Math.log(estimate / (sample.tokens + offsetTokens)) / spread;
  const robust = weight / Math.sqrt(1 + miss * miss);
  const steep = robust / (spread * estimate) ** 2;
  const push = (robust * miss) / (spread * estimate);
  for (let row = 0; row < size; row++) {
    const value = features[row] as number;
    if (value === 0) continue;
    (slope[row] as number) += push * value;
    for (let column = 0; column <= row; column++)
      (curvature[row * size + column] as number) += steep * value * (features[column] as number);
  }
}
