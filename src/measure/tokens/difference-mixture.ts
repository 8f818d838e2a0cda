/**
 * How a billed difference comes about, given the estimate of what the transcript shows of it: `visible` it is the
 * estimate but for the error of counting; `injected` the agent added text the transcript does not show; `odd` is
 * anything else (a copy cut short, an old part dropped).
 */
export interface MixtureShares {
  readonly visible: number;
  readonly injected: number;
  readonly odd: number;
}

export const firstShares: MixtureShares = { visible: 0.75, injected: 0.2, odd: 0.05 };

/** Small differences are compared with this many tokens added on both sides. */
export const offsetTokens = 20;

/** Relative error of counting that fits are weighted by: 3.5 %, and 6 tokens where a difference is small. */
export const countingSpread = (estimate: number): number => Math.hypot(0.035, 6 / (Math.max(estimate, 5) + offsetTokens));

/** Injected reminders are log-normal around 110 tokens: what Claude Code's todo reminders come to. */
const injectedMedian = 110;
const injectedSpread = 0.8;

/** Probability of each way, given an estimate and what was billed (tokens). They add up to 1. */
export function explainDifference(estimate: number, billed: number, shares: MixtureShares): MixtureShares {
  const seen = Math.max(estimate, 5);
  const spread = countingSpread(seen);
  const miss = Math.log((seen + offsetTokens) / (billed + offsetTokens));
  // Student's t with 4 degrees of freedom: density 3/8 * (1 + z^2/4)^(-5/2).
  const visible = (shares.visible * 0.375 * (1 + (miss / spread) ** 2 / 4) ** -2.5) / spread;
  const extra = billed - seen;
  let injected = 0;
  if (extra > 5) {
    const distance = Math.log(extra / injectedMedian) / injectedSpread;
    // In the unit of `miss`: density over tokens times tokens per unit of log.
    injected =
      (shares.injected * Math.exp(-(distance ** 2) / 2) * (billed + offsetTokens)) / (injectedSpread * Math.sqrt(2 * Math.PI) * extra);
  }
  const odd = shares.odd * 0.15 * Math.exp(-Math.abs(miss) / 2);
  const sum = visible + injected + odd;
  return { visible: visible / sum, injected: injected / sum, odd: odd / sum };
}
