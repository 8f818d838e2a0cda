import type { Tokens, Usd } from '../../base/units.ts';
import { tiers, type Tier } from '../../call/tier.ts';
import type { Placement, SegmentWeight } from '../../call/weighing.ts';
import type { PriceSums } from '../price-sums.ts';
import type { HeldItem } from './placement-writer.ts';

/** What one segment comes to in one run: its placements added up. */
export function weightOf({ item, run, placements }: HeldItem, prices: PriceSums): SegmentWeight {
  const { segment } = item;
  const byTier = [0, 0, 0, 0, 0, 0];
  let usd: number | undefined = 0;
  let calls = 0;
  let firstCall = Number.POSITIVE_INFINITY;
  let lastCall = 0;
  // Intervals of input come in order: a call up to this one is counted already, at another tier.
  let countedTo = -1;
  for (const { tier, from, to, tokens } of placements) {
    const place = tiers.indexOf(tier);
    byTier[place] = (byTier[place] as number) + tokens * (to - from + 1);
    if (from < firstCall) firstCall = from;
    if (to > lastCall) lastCall = to;
    const price = prices.usdPerToken(tier, from, to);
    usd = price === undefined || usd === undefined ? undefined : usd + price * tokens;
    if (tier === 'output' || to <= countedTo) continue;
    calls += to - Math.max(from - 1, countedTo);
    countedTo = to;
  }
  const weight: Writable<SegmentWeight> = {
    segment: item.id,
    run,
    kind: item.kind,
    tokens: largestOf(placements) as Tokens,
    byTier: namedSums(byTier),
    calls,
    firstCall,
    lastCall,
  };
  if (usd !== undefined) weight.usd = usd as Usd;
  const label = segment?.label ?? item.label;
  if (label !== undefined) weight.label = label;
  const tool = segment?.tool;
  if (tool?.name !== undefined) weight.tool = tool.name;
  if (tool?.server !== undefined) weight.server = tool.server;
  if (tool?.target !== undefined) weight.target = tool.target;
  return weight;
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

function namedSums(sums: readonly number[]): Partial<Record<Tier, Tokens>> {
  const named: Partial<Record<Tier, Tokens>> = {};
  for (let place = 0; place < tiers.length; place++) {
    const sum = sums[place] as number;
    if (sum > 0) named[tiers[place] as Tier] = sum as Tokens;
  }
  return named;
}

type Writable<Value> = { -readonly [Key in keyof Value]: Value[Key] };
