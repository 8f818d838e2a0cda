import { largestRemainder } from '../../base/largest-remainder.ts';

/** A billed difference given to the segments that were added, and what none of them explains. */
export interface SplitDifference {
  /** Whole tokens by segment. */
  readonly sizes: readonly number[];
  readonly unseen: number;
}

/**
 * Beyond this share over the estimate, and this many tokens, a difference holds something the source does not show:
 * nine in ten estimates of text that is all there are within 10 %, and the smallest reminders come to 60 tokens.
 */
const visibleSlack = { share: 0.12, tokens: 25 } as const;

/** True where an estimate explains all of a difference. Both in tokens. */
export const isShownWhole = (difference: number, estimate: number): boolean =>
  difference <= estimate * (1 + visibleSlack.share) + visibleSlack.tokens;

/** No tokens for each of some. */
export function noneOf(some: readonly unknown[]): number[] {
  const sizes: number[] = [];
  for (let index = 0; index < some.length; index++) sizes.push(0);
  return sizes;
}

/**
 * Splits an exact difference of two bills (tokens, not negative) over the estimates of what was added. A difference
 * near their sum is split in proportion; what exceeds it is `unseen`.
 */
export function splitDifference(difference: number, estimates: readonly number[]): SplitDifference {
  if (estimates.length === 0) return { sizes: [], unseen: difference };
  let sum = 0;
  for (const estimate of estimates) sum += estimate;
  if (sum === 0) return { sizes: noneOf(estimates), unseen: difference };
  if (isShownWhole(difference, sum)) return { sizes: largestRemainder(difference, estimates), unseen: 0 };
  const seen = Math.round(sum);
  return { sizes: largestRemainder(seen, estimates), unseen: difference - seen };
}
