/**
 * One equation between a bill and text. `growth`: what two successive inputs differ by, and what was added between
 * them; agents inject text that no transcript shows. `output`: a response that is all visible, and its logged output.
 */
export interface DifferenceSample {
  readonly of: 'growth' | 'output';
  readonly session: string;
  readonly model: string;
  readonly source: string;
  /** As billed, positive. */
  readonly tokens: number;
  /** Part of what was added whose size the source states. */
  readonly stated: number;
  /** Of the rest, in the order of `featureNames`. */
  readonly features: Float64Array;
}

/** Estimate of a sample: what is stated, and features times coefficients. */
export function estimateSample({ stated, features }: DifferenceSample, coefficients: ArrayLike<number>): number {
  let sum = stated;
  for (let index = 0; index < features.length; index++) sum += (features[index] as number) * (coefficients[index] as number);
  return sum;
}
