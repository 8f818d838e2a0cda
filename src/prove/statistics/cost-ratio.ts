import { assert } from '../../base/assert.ts';
import { mean, standardDeviation } from '../../base/statistics.ts';
import { studentCumulative, studentQuantile } from './student-t.ts';

/** Cost of the changed arm over the arm as it is. Ratios, not logarithms; 0.8 saves a fifth. */
export interface CostRatio {
  readonly pairs: number;
  /** Geometric mean of the ratios of single tasks: what the test is about. */
  readonly geometricMean: number;
  /** One-sided 95 % upper bound of the geometric mean. */
  readonly high: number;
  /** One-sided 95 % lower bound. */
  readonly low: number;
  /** One-sided p-value of "the cost does not fall". */
  readonly pValue: number;
  /** Sum over sum, for the reader; it is not the proof (its interval covers too little with heavy tails). */
  readonly ratioOfTotals: number;
}

const total = (costs: readonly number[]): number => costs.reduce((sum, cost) => sum + cost, 0);

/**
 * t-interval on the mean log cost ratio of paired tasks. A cost is the billed cost of everything until the task
 * ended, output and retries included. @throws {AssertionError} on fewer than two pairs or a cost that is not positive
 */
export function costRatio(before: readonly number[], after: readonly number[]): CostRatio {
  assert(before.length === after.length && before.length > 1, `costs of ${before.length} and ${after.length} tasks`);
  const logs = before.map((cost, index) => {
    const changed = after[index] as number;
    assert(cost > 0 && changed > 0, `cost ${cost} or ${changed} of pair ${index}`);
    return Math.log(changed / cost);
  });
  const centre = mean(logs);
  const error = standardDeviation(logs) / Math.sqrt(logs.length);
  const half = studentQuantile(0.95, logs.length - 1) * error;
  return {
    pairs: logs.length,
    geometricMean: Math.exp(centre),
    low: Math.exp(centre - half),
    high: Math.exp(centre + half),
    pValue: error === 0 ? (centre < 0 ? 0 : centre > 0 ? 1 : 0.5) : studentCumulative(centre / error, logs.length - 1),
    ratioOfTotals: total(after) / total(before),
  };
}
