/** One equation: what two successive bills differ by, and the features of what was added between them. */
export interface DifferenceSample {
  readonly session: string;
  readonly model: string;
  readonly source: string;
  /** Billed difference in tokens, positive. */
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
