import type { HeldRun, HeldSegment } from '../call/held-run.ts';
import type { RunId } from '../call/run-id.ts';
import type { SegmentKind } from '../call/segment-kind.ts';
import { outputTier, readTier, tiers, type Tier } from '../call/tier.ts';
import type { WeighedCall, Weighing } from '../call/weighing.ts';
import { StepPacker } from './carried-steps.ts';
import { bucketOf } from './rollup.ts';

/** Tokens by what serving them costs: computed in a prompt, read from cache, generated. Dollars of the priced ones. */
export interface ServedSums {
  computed: number;
  read: number;
  output: number;
  usd: number;
}

/** What one turn of a run had of one file, command or label, over its whole life in that run. */
export interface IcicleNode extends ServedSums {
  readonly turn: number;
  readonly kind: SegmentKind;
  /** '' where there is none. */
  readonly tool: string;
  readonly target: string;
  /** First call that carried it, by index in the run. */
  readonly start: number;
  /** Place of its heaviest segment among the weights of the weighing. */
  heaviest: number;
}

/** Calls in a row of a run that share quarter hour, model and origin. */
export interface IcicleStretch extends ServedSums {
  readonly first: WeighedCall;
  calls: number;
  /** Sum of context times output, and of the output, over calls that state both: together the mean context. */
  attended: number;
  attending: number;
}

/** The roll-up of one run: nodes by number, and how they were carried, to say what a part of its calls had of each. */
export interface IcicleRun {
  readonly run: RunId;
  readonly nodes: readonly IcicleNode[];
  readonly stretches: readonly IcicleStretch[];
  /** Steps of the nodes, packed; absent where all calls stand in one stretch, which no filter can cut. */
  readonly steps: Uint8Array<ArrayBuffer> | undefined;
}

/** Which of the three sums a tier belongs to. */
export const servedAs: Readonly<Record<Tier, 'computed' | 'read' | 'output'>> = {
  uncached: 'computed',
  read: 'read',
  write5m: 'computed',
  write1h: 'computed',
  writeUnsplit: 'computed',
  output: 'output',
};

/** What a token of each tier is worth in a call, summed along the calls of a run: a step is then one difference. */
export class SumsAlong {
  readonly #sums: Readonly<Record<Tier, Float64Array>>;

  constructor(calls: number, worthOf: (call: number, tier: Tier) => number) {
    const sums = {} as Record<Tier, Float64Array>;
    for (const tier of tiers) {
      const along = new Float64Array(calls + 1);
      for (let call = 0; call < calls; call++) along[call + 1] = (along[call] as number) + worthOf(call, tier);
      sums[tier] = along;
    }
    this.#sums = sums;
  }

  /** Worth of a token that stands in each of the calls `from` to `to`. */
  between(tier: Tier, from: number, to: number): number {
    const along = this.#sums[tier];
    return (along[to + 1] as number) - (along[from] as number);
  }
}

function addCall(stretch: IcicleStretch, { usage, outputReconstructed, price, context }: WeighedCall): void {
  const output = outputReconstructed ?? usage.output;
  stretch.calls++;
  stretch.computed += (usage.inputUncached ?? 0) + (usage.cacheWrite5m ?? 0) + (usage.cacheWrite1h ?? 0) + (usage.cacheWriteUnsplit ?? 0);
  stretch.read += usage.cacheRead ?? 0;
  stretch.output += output ?? 0;
  stretch.usd += price.reconstructed ?? 0;
  if (context === undefined || output === undefined) return;
  stretch.attended += context * output;
  stretch.attending += output;
}

function stretchesOf(calls: readonly WeighedCall[]): IcicleStretch[] {
  const stretches: IcicleStretch[] = [];
  let open: IcicleStretch | undefined;
  for (const call of calls) {
    const goesOn =
      open !== undefined &&
      bucketOf(call) === bucketOf(open.first) &&
      call.model === open.first.model &&
      call.progressOnly === open.first.progressOnly;
    if (open === undefined || !goesOn) {
      open = { first: call, calls: 0, computed: 0, read: 0, output: 0, usd: 0, attended: 0, attending: 0 };
      stretches.push(open);
    }
    addCall(open, call);
  }
  return stretches;
}

/** A run while it is gathered. */
class OpenRun {
  readonly nodes: IcicleNode[] = [];
  readonly #held: HeldRun;
  /** Nodes of each target, the latest last: few share one. */
  readonly #byTarget = new Map<string, number[]>();
  /** Weight of the heaviest segment of each node. */
  readonly #heaviest: number[] = [];
  /** Present where a call is not priced: dollars of the others are then summed step by step. */
  readonly #rates: SumsAlong | undefined;
  readonly #packer: StepPacker | undefined;

  /** @param packer takes the steps, where they are wanted */
  constructor(held: HeldRun, packer: StepPacker | undefined) {
    this.#held = held;
    this.#packer = packer;
    const { calls, prices } = held;
    this.#rates = prices.isComplete
      ? undefined
      : new SumsAlong(calls.length, (call, tier) => calls[call]?.price.usdPerMillion?.[tier] ?? 0);
  }

  /** @param weight its place among the weights of the weighing */
  add(number: number, weight: number): void {
    const { placements, prices, starts } = this.#held;
    const start = starts[number] as number;
    const end = starts[number + 1] as number;
    const named = this.#nodeNamed(number, this.#firstCall(start, end), weight);
    const node = this.nodes[named] as IcicleNode;
    let heavy = 0;
    let usd = 0;
    for (let row = start; row < end; row++) {
      const tier = placements.tier[row] as number;
      const from = placements.from[row] as number;
      const to = placements.to[row] as number;
      const tokens = placements.tokens[row] as number;
      const billed = tokens * (to - from + 1);
      heavy += billed;
      if (tier === readTier) node.read += billed;
      else if (tier === outputTier) node.output += billed;
      else node.computed += billed;
      if (this.#rates === undefined) usd += (prices.usdPerToken(tier, from, to) ?? 0) * tokens;
      else node.usd += (tokens * this.#rates.between(tiers[tier] as Tier, from, to)) / 1e6;
      this.#packer?.add(named, tier, from, to, tokens);
    }
    node.usd += usd;
    if (heavy <= (this.#heaviest[named] as number)) return;
    this.#heaviest[named] = heavy;
    node.heaviest = weight;
  }

  #firstCall(start: number, end: number): number {
    const { from } = this.#held.placements;
    let first = from[start] as number;
    for (let row = start + 1; row < end; row++) if ((from[row] as number) < first) first = from[row] as number;
    return first;
  }

  #nodeNamed(number: number, start: number, weight: number): number {
    const { kind, segment, label } = this.#held.segments[number] as HeldSegment;
    const turn = this.#held.calls[start]?.turn ?? 0;
    const tool = segment?.tool?.name ?? '';
    const target = segment?.tool?.target ?? segment?.label ?? label ?? '';
    let ofTarget = this.#byTarget.get(target);
    if (ofTarget === undefined) this.#byTarget.set(target, (ofTarget = []));
    for (let index = ofTarget.length - 1; index >= 0; index--) {
      const known = ofTarget[index] as number;
      const node = this.nodes[known] as IcicleNode;
      if (node.turn === turn && node.kind === kind && node.tool === tool) return known;
      if (node.turn < turn) break;
    }
    ofTarget.push(this.nodes.length);
    this.#heaviest.push(-1);
    return this.nodes.push({ turn, kind, tool, target, start, heaviest: weight, computed: 0, read: 0, output: 0, usd: 0 }) - 1;
  }
}

/**
 * What the Tokens screen nests, a run each: a few nodes a call, whatever the number of segments. Its tokens add up to
 * the bill as placements do. Walks placements once.
 */
export function icicleRollup({ held }: Pick<Weighing, 'held'>): readonly IcicleRun[] {
  let weights = 0;
  return held.map((run) => {
    const stretches = stretchesOf(run.calls);
    const packer = stretches.length > 1 ? new StepPacker() : undefined;
    const open = new OpenRun(run, packer);
    for (let number = 0; number < run.segments.length; number++) open.add(number, weights++);
    return { run: run.id, nodes: open.nodes, stretches, steps: packer?.take() };
  });
}
