import type { Seed } from '../../base/random.ts';

export interface JudgeOptions {
  readonly seed: Seed;
  /** Draws of each definition. */
  readonly samples: number;
  /** Base draws of the Sobol design; 0 leaves sensitivities to rank correlations. */
  readonly sobolSamples: number;
  /** Other seeds under which each verdict is tried again, with a tenth of the draws. */
  readonly otherSeeds: number;
  /** Break-evens, tornado and conflict readings too. */
  readonly deep: boolean;
}

export const fullJudgement = (seed: Seed, samples: number): JudgeOptions => ({
  seed,
  samples,
  sobolSamples: 4096,
  otherSeeds: 4,
  deep: true,
});

export const leastSamples = 1000;
/** 8 bytes a draw and definition are held while it is sorted: 5 million draws take 80 MB at the peak. */
export const mostSamples = 5_000_000;
