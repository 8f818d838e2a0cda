import type { Tokens, Usd } from '../../base/units.ts';
import type { Placement, SegmentWeight } from '../../call/weighing.ts';
import type { PriceSums } from '../price-sums.ts';
import type { HeldItem } from './placement-writer.ts';
import { TierSums } from './tier-sums.ts';

/** What one segment comes to in one run: its placements added up. */
export function weightOf({ item, run, placements }: HeldItem, prices: PriceSums): SegmentWeight {
  const byTier = new TierSums();
  let usd: number | undefined = 0;
  let calls = 0;
  let firstCall = Number.POSITIVE_INFINITY;
  let lastCall = 0;
  // Intervals of input come in order: a call up to this one is counted already, at another tier.
  let countedTo = -1;
  for (const { tier, from, to, tokens } of placements) {
    byTier.add(tier, tokens * (to - from + 1));
    if (from < firstCall) firstCall = from;
    if (to > lastCall) lastCall = to;
    const price = prices.usdPerToken(tier, from, to);
    usd = price === undefined || usd === undefined ? undefined : usd + price * tokens;
    if (tier === 'output' || to <= countedTo) continue;
    calls += to - Math.max(from - 1, countedTo);
    countedTo = to;
  }
  const { segment } = item;
  const tool = segment?.tool;
  return {
    segment: item.id,
    run,
    kind: item.kind,
    label: segment?.label ?? item.label,
    tool: tool?.name,
    server: tool?.server,
    target: tool?.target,
    tokens: largestOf(placements) as Tokens,
    byTier: byTier.named(),
    usd: usd as Usd | undefined,
    calls,
    firstCall,
    lastCall,
  };
}

/** The most tokens that it takes in one call, over all tiers. */
function largestOf(placements: readonly Placement[]): number {
  let largest = 0;
  let sum = 0;
  let last: Placement | undefined;
  for (const placement of placements) {
    sum = last !== undefined && isSameInterval(last, placement) ? sum + placement.tokens : placement.tokens;
    if (sum > largest) largest = sum;
    last = placement;
  }
  return largest;
}

/** True for the tiers of one interval, which are placements of their own. */
const isSameInterval = (one: Placement, other: Placement): boolean =>
  one.from === other.from && one.position === other.position && one.tier !== 'output' && other.tier !== 'output';
