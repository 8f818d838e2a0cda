import type { Fraction } from '../../base/units.ts';

/**
 * Pairs needed for 80 % power at a true difference of 0, one-sided at 5 %: `6.18 ψ / δ²`, where ψ is the share of
 * discordant pairs and δ the margin. Below 10 expected discordant pairs the formula is too optimistic (real power
 * 50 to 72 %), so 30 % are added.
 */
export function pairsNeeded(discordant: Fraction, margin: Fraction): number {
  const pairs = (6.18 * discordant) / (margin * margin);
  return Math.ceil(pairs * discordant < 10 ? pairs * 1.3 : pairs);
}

/** Share of discordant pairs from a pilot, never below what a pilot of its size can tell (rule of three, halved). */
export function discordantShare(pairs: number, discordant: number): Fraction {
  return Math.max(discordant / pairs, 1.5 / pairs) as Fraction;
}
