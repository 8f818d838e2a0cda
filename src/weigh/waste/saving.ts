import type { Usd } from '../../base/units.ts';
import type { ClaimedTokens } from '../../call/finding.ts';
import type { Placement } from '../../call/weighing.ts';
import type { PriceSums } from './price-sums.ts';

/**
 * Dollars that claimed tokens cost at the tiers they really stood at; of a segment at several tiers, the cheapest
 * tokens are taken to be the claimed ones. Repriced tokens save what they cost above a cache read. Absent where a
 * call is unpriced.
 */
export function savingOf(claim: ClaimedTokens, placements: readonly Placement[], prices: PriceSums | undefined): Usd | undefined {
  if (prices === undefined) return undefined;
  const edges = new Set([claim.from, claim.to + 1]);
  const relevant = placements.filter(({ run, from, to, tier }) => {
    if (run !== claim.run || to < claim.from || from > claim.to) return false;
    if (claim.effect === 'repriced' && (tier === 'read' || tier === 'output')) return false;
    if (from > claim.from) edges.add(from);
    if (to < claim.to) edges.add(to + 1);
    return true;
  });
  const sorted = [...edges].sort((a, b) => a - b);
  let usd = 0;
  for (let index = 0; index + 1 < sorted.length; index++) {
    const from = sorted[index] as number;
    const to = (sorted[index + 1] as number) - 1;
    const read = claim.effect === 'repriced' ? prices.usdPerToken('read', from, to) : 0;
    if (read === undefined) return undefined;
    const parts: { tokens: number; price: number }[] = [];
    for (const placement of relevant) {
      if (placement.from > from || placement.to < to) continue;
      const price = prices.usdPerToken(placement.tier, from, to);
      if (price === undefined) return undefined;
      parts.push({ tokens: placement.tokens, price: price - read });
    }
    let left: number = claim.tokens;
    for (const part of parts.sort((a, b) => a.price - b.price)) {
      const tokens = Math.min(left, part.tokens);
      usd += tokens * part.price;
      left -= tokens;
    }
  }
  return usd as Usd;
}
