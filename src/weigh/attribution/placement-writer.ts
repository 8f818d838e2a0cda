import type { Tokens, Usd } from '../../base/units.ts';
import type { RunId } from '../../call/run-id.ts';
import type { SegmentId } from '../../call/segment.ts';
import { tiers, type Tier } from '../../call/tier.ts';
import type { Placement, SegmentWeight } from '../../call/weighing.ts';
import type { ContextItem } from './context-item.ts';

interface OpenWeight {
  readonly item: ContextItem;
  readonly placements: Placement[];
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
  readonly #sums: Readonly<Record<Tier, number[]>> = {
    uncached: [0],
    read: [0],
    write5m: [0],
    write1h: [0],
    writeUnsplit: [0],
    output: [0],
  };
  readonly #unpriced: number[] = [0];

  /** `undefined` where the call is unpriced. */
  add(usdPerMillion: Readonly<Record<Tier, number>> | undefined): void {
    const calls = this.#unpriced.length;
    this.#unpriced.push((this.#unpriced[calls - 1] as number) + (usdPerMillion === undefined ? 1 : 0));
    for (const tier of tiers) {
      const sums = this.#sums[tier];
      sums.push((sums[calls - 1] as number) + (usdPerMillion === undefined ? 0 : usdPerMillion[tier] / 1e6));
    }
  }

  /** Dollars of one token at a tier in calls `from` to `to`, both included; absent where one of them is unpriced. */
  usdPerToken(tier: Tier, from: number, to: number): number | undefined {
    if ((this.#unpriced[to + 1] as number) > (this.#unpriced[from] as number)) return undefined;
    const sums = this.#sums[tier];
    return (sums[to + 1] as number) - (sums[from] as number);
  }
}

/** Collects the placements of one run and adds them up to the weights of its segments. */
export class PlacementWriter {
  readonly #weights = new Map<SegmentId, OpenWeight>();
  readonly #run: RunId;
  readonly #prices: RunPrices;

  constructor(run: RunId, prices: RunPrices) {
    this.#run = run;
    this.#prices = prices;
  }

  write(item: ContextItem, tier: Tier, from: number, to: number, position: number, tokens: number): void {
    let weight = this.#weights.get(item.id);
    if (weight === undefined) {
      weight = { item, placements: [], byTier: {}, largest: 0, usd: 0, calls: 0, countedTo: -1, firstCall: from, lastCall: to };
      this.#weights.set(item.id, weight);
    }
    weight.placements.push({ segment: item.id, run: this.#run, kind: item.kind, tier, from, to, position, tokens: tokens as Tokens });
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

  /** Placements of each segment, in the order in which its intervals ended. */
  *bySegment(): Generator<readonly [SegmentId, Placement[]]> {
    for (const [segment, { placements }] of this.#weights) yield [segment, placements];
  }

  weights(): SegmentWeight[] {
    const weights: SegmentWeight[] = [];
    for (const weight of this.#weights.values()) weights.push(weightOf(weight, this.#run));
    return weights;
  }
}

function weightOf({ item, byTier, largest, usd, calls, firstCall, lastCall }: OpenWeight, run: RunId): SegmentWeight {
  const { id, kind, segment } = item;
  const weight: Writable<SegmentWeight> = {
    segment: id,
    run,
    kind,
    tokens: largest as Tokens,
    byTier: byTier as Partial<Record<Tier, Tokens>>,
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

type Writable<Value> = { -readonly [Key in keyof Value]: Value[Key] };
