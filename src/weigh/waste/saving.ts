import type { Usd } from '../../base/units.ts';
import { isComputed, readTier } from '../../call/tier.ts';
import type { Claim } from './claims.ts';
import { firstRowReaching } from './intervals.ts';

/**
 * Dollars that claimed tokens cost at the tiers they really stood at; of a segment at several tiers, the cheapest
 * tokens are taken to be the claimed ones. Repriced tokens save what they cost above a cache read. Absent where a
 * call is unpriced.
 */
export function savingOf(claim: Claim): Usd | undefined {
  const { placements, end } = claim.carried;
  let usd = 0;
  let row = firstRowReaching(claim.carried, claim.from);
  while (row < end) {
    const from = placements.from[row] as number;
    if (from > claim.to) break;
    let next = row + 1;
    while (next < end && placements.from[next] === from) next++;
    const cost = costOf(claim, row, next);
    if (cost === undefined) return undefined;
    usd += cost;
    row = next;
  }
  return usd as Usd;
}

/** Dollars in one interval of calls, whose tiers are the placements `start` to `end`. */
function costOf(claim: Claim, start: number, end: number): number | undefined {
  const { placements } = claim.carried;
  const { prices } = claim.run;
  const from = Math.max(claim.from, placements.from[start] as number);
  const to = Math.min(claim.to, placements.to[start] as number);
  const read = claim.effect === 'repriced' ? prices.usdPerToken(readTier, from, to) : 0;
  if (read === undefined) return undefined;
  if (end === start + 1) {
    const tier = placements.tier[start] as number;
    const price = isSaved(claim, tier) ? prices.usdPerToken(tier, from, to) : read;
    return price === undefined ? undefined : Math.min(claim.tokens, placements.tokens[start] as number) * (price - read);
  }
  const parts: { tokens: number; price: number }[] = [];
  for (let row = start; row < end; row++) {
    const tier = placements.tier[row] as number;
    if (!isSaved(claim, tier)) continue;
    const price = prices.usdPerToken(tier, from, to);
    if (price === undefined) return undefined;
    parts.push({ tokens: placements.tokens[row] as number, price: price - read });
  }
  parts.sort((a, b) => a.price - b.price);
  let left: number = claim.tokens;
  let usd = 0;
  for (const part of parts) {
    const tokens = Math.min(left, part.tokens);
    usd += tokens * part.price;
    left -= tokens;
  }
  return usd;
}

/** Tokens that were read, or written as output, cost no more than a read would. */
const isSaved = ({ effect }: Claim, tier: number): boolean => effect === 'removed' || isComputed(tier);
