/** One equation: what two successive bills differ by, and the features of what was added between them. */
export interface DifferenceSample {
  readonly session: string;
  readonly model: string;
  /** Billed difference in tokens, positive. */
  readonly tokens: number;
  /** In the order of `featureNames`. */
  readonly features: Float64Array;
}

/** Estimate of a sample: features times coefficients. */
export function estimateSample(features: Float64Array, coefficients: ArrayLike<number>): number {
  let sum = 0;
  for (let index = 0; index < features.length; index++) sum += (features[index] as number) * (coefficients[index] as number);
  return sum;
}
