import type { Tokens, Usd } from '../../base/units.ts';
import type { RunId } from '../../call/run-id.ts';
import type { Tier } from '../../call/tier.ts';
import type { Placement, SegmentWeight } from '../../call/weighing.ts';
import type { ContextItem } from './context-item.ts';

interface OpenWeight {
  readonly item: ContextItem;
  byTier: Partial<Record<Tier, number>>;
  largest: number;
  usd: number | undefined;
  /** Intervals of input, in order: counts calls without counting one twice that holds the segment at two tiers. */
  calls: number;
  countedTo: number;
  firstCall: number;
  lastCall: number;
}

/** Prices of the calls of one run so far, summed, so that an interval is priced in one step. */
export class RunPrices {
  readonly #sums = new Map<Tier, number[]>();
  readonly #unpriced: number[] = [0];

  /** `undefined` where the call is unpriced. */
  add(usdPerMillion: Readonly<Record<Tier, number>> | undefined): void {
    this.#unpriced.push((this.#unpriced.at(-1) as number) + (usdPerMillion === undefined ? 1 : 0));
    for (const tier of ['uncached', 'read', 'write5m', 'write1h', 'writeUnsplit', 'output'] as const) {
      let sums = this.#sums.get(tier);
      if (sums === undefined) this.#sums.set(tier, (sums = [0]));
      sums.push((sums.at(-1) as number) + (usdPerMillion?.[tier] ?? 0) / 1e6);
    }
  }

  /** Dollars of one token at a tier in calls `from` to `to`, both included; absent where one of them is unpriced. */
  usdPerToken(tier: Tier, from: number, to: number): number | undefined {
    if ((this.#unpriced[to + 1] as number) > (this.#unpriced[from] as number)) return undefined;
    const sums = this.#sums.get(tier) as number[];
    return (sums[to + 1] as number) - (sums[from] as number);
  }
}

/** Collects the placements of one run and adds them up to the weights of its segments. */
export class PlacementWriter {
  readonly placements: Placement[] = [];
  readonly #weights = new Map<string, OpenWeight>();
  readonly #run: RunId;
  readonly #prices: RunPrices;

  constructor(run: RunId, prices: RunPrices) {
    this.#run = run;
    this.#prices = prices;
  }

  write(item: ContextItem, tier: Tier, from: number, to: number, position: number, tokens: number): void {
    const placement = { segment: item.id, run: this.#run, kind: item.kind, tier, from, to, position, tokens: tokens as Tokens };
    this.placements.push(placement);
    let weight = this.#weights.get(item.id);
    if (weight === undefined) {
      weight = { item, byTier: {}, largest: 0, usd: 0, calls: 0, countedTo: -1, firstCall: from, lastCall: to };
      this.#weights.set(item.id, weight);
    }
    const count = to - from + 1;
    weight.byTier[tier] = (weight.byTier[tier] ?? 0) + tokens * count;
    weight.firstCall = Math.min(weight.firstCall, from);
    weight.lastCall = Math.max(weight.lastCall, to);
    const price = this.#prices.usdPerToken(tier, from, to);
    weight.usd = price === undefined || weight.usd === undefined ? undefined : weight.usd + price * tokens;
    if (tier !== 'output' && to > weight.countedTo) {
      weight.calls += to - Math.max(from - 1, weight.countedTo);
      weight.countedTo = to;
    }
  }

  /** Notes the size of a segment in a call, over all its tiers. */
  noteSize(item: ContextItem, tokens: number): void {
    const weight = this.#weights.get(item.id);
    if (weight !== undefined && tokens > weight.largest) weight.largest = tokens;
  }

  weights(): SegmentWeight[] {
    return Array.from(this.#weights.values(), (weight) => {
      const { segment } = weight.item;
      return {
        segment: weight.item.id,
        run: this.#run,
        kind: weight.item.kind,
        ...(segment?.label === undefined ? {} : { label: segment.label }),
        ...(segment?.tool?.name === undefined ? {} : { tool: segment.tool.name }),
        ...(segment?.tool?.server === undefined ? {} : { server: segment.tool.server }),
        ...(segment?.tool?.target === undefined ? {} : { target: segment.tool.target }),
        tokens: weight.largest as Tokens,
        byTier: weight.byTier as Partial<Record<Tier, Tokens>>,
        ...(weight.usd === undefined ? {} : { usd: weight.usd as Usd }),
        calls: weight.calls,
        firstCall: weight.firstCall,
        lastCall: weight.lastCall,
      };
    });
  }
}
