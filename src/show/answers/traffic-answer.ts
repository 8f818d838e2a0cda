import type { Fraction, Tokens } from '../../base/units.ts';

/** What one's own calls are like: a workload for the planner, and figures for a case. `null` where no call states it. */
export interface TrafficAnswer {
  readonly calls: number;
  /** Calls a second while there were any, by quarter hours with at least one call. */
  readonly requestsPerSecond: number | null;
  readonly inputTokens: Tokens | null;
  readonly cachedTokens: Tokens | null;
  readonly outputTokens: Tokens | null;
  /** Standard deviation over mean of the inputs' lengths. */
  readonly lengthVariation: number | null;
  readonly cacheHit: Fraction | null;
  /** Reasoning over output. */
  readonly reasoningShare: Fraction | null;
}
