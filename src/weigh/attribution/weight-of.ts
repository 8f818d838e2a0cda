import type { Usd } from '../../base/units.ts';
import { sizeOf, type HeldRun, type HeldSegment } from '../../call/held-run.ts';
import { outputTier } from '../../call/tier.ts';
import type { SegmentWeight } from '../../call/weighing.ts';
import { TierSums } from './tier-sums.ts';

/** Weights of what some runs held, in its order. */
export function weightsOf(held: readonly HeldRun[]): SegmentWeight[] {
  return held.flatMap((run) => run.segments.map((_, number) => weightOf(run, number)));
}

/** What one segment comes to in one run: its placements added up. */
function weightOf(run: HeldRun, number: number): SegmentWeight {
  const { id, prices, segments, placements, starts } = run;
  const start = starts[number] as number;
  const end = starts[number + 1] as number;
  const byTier = new TierSums();
  let usd: number | undefined = 0;
  let calls = 0;
  let firstCall = Number.POSITIVE_INFINITY;
  let lastCall = 0;
  // Intervals of input come in order: a call up to this one is counted already, at another tier.
  let countedTo = -1;
  for (let row = start; row < end; row++) {
    const tier = placements.tier[row] as number;
    const from = placements.from[row] as number;
    const to = placements.to[row] as number;
    const tokens = placements.tokens[row] as number;
    byTier.add(tier, tokens * (to - from + 1));
    if (from < firstCall) firstCall = from;
    if (to > lastCall) lastCall = to;
    const price = prices.usdPerToken(tier, from, to);
    usd = price === undefined || usd === undefined ? undefined : usd + price * tokens;
    if (tier === outputTier || to <= countedTo) continue;
    calls += to - Math.max(from - 1, countedTo);
    countedTo = to;
  }
  const item = segments[number] as HeldSegment;
  const tool = item.segment?.tool;
  return {
    segment: item.id,
    run: id,
    kind: item.kind,
    label: item.segment?.label ?? item.label,
    tool: tool?.name,
    server: tool?.server,
    target: tool?.target,
    tokens: sizeOf(run, number),
    byTier: byTier.named(),
    usd: usd as Usd | undefined,
    calls,
    firstCall,
    lastCall,
  };
}
