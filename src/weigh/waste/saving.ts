import type { Usd } from '../../base/units.ts';
import type { ClaimedTokens } from '../../call/finding.ts';
import type { Placement } from '../../call/weighing.ts';
import { firstReaching } from './intervals.ts';
import type { PriceSums } from '../price-sums.ts';

/**
 * Dollars that claimed tokens cost at the tiers they really stood at; of a segment at several tiers, the cheapest
 * tokens are taken to be the claimed ones. Repriced tokens save what they cost above a cache read. Absent where a
 * call is unpriced. `placements`: of the claim's segment in its run, by first call.
 */
export function savingOf(claim: ClaimedTokens, placements: readonly Placement[], prices: PriceSums): Usd | undefined {
  let usd = 0;
  let index = firstReaching(placements, claim.from);
  while (index < placements.length) {
    const placement = placements[index] as Placement;
    if (placement.from > claim.to) break;
    let end = index + 1;
    while (end < placements.length && (placements[end] as Placement).from === placement.from) end++;
    const cost = costOf(claim, placements, index, end, prices);
    if (cost === undefined) return undefined;
    usd += cost;
    index = end;
  }
  return usd as Usd;
}

/** Dollars in one interval of calls, whose tiers are the placements `start` to `end`. */
function costOf(claim: ClaimedTokens, placements: readonly Placement[], start: number, end: number, prices: PriceSums): number | undefined {
  const first = placements[start] as Placement;
  const from = Math.max(claim.from, first.from);
  const to = Math.min(claim.to, first.to);
  const read = claim.effect === 'repriced' ? prices.usdPerToken('read', from, to) : 0;
  if (read === undefined) return undefined;
  if (end === start + 1) {
    const price = isSaved(claim, first) ? prices.usdPerToken(first.tier, from, to) : read;
    return price === undefined ? undefined : Math.min(claim.tokens, first.tokens) * (price - read);
  }
  const parts: { tokens: number; price: number }[] = [];
  for (let index = start; index < end; index++) {
    const placement = placements[index] as Placement;
    if (!isSaved(claim, placement)) continue;
    const price = prices.usdPerToken(placement.tier, from, to);
    if (price === undefined) return undefined;
    parts.push({ tokens: placement.tokens, price: price - read });
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
const isSaved = ({ effect }: ClaimedTokens, { tier }: Placement): boolean => effect === 'removed' || (tier !== 'read' && tier !== 'output');
