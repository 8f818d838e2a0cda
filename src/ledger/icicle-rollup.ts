import type { RunId } from '../call/run-id.ts';
import type { SegmentId } from '../call/segment.ts';
import type { SegmentKind } from '../call/segment-kind.ts';
import { tiers, type Tier } from '../call/tier.ts';
import type { Placement, SegmentWeight, WeighedCall, Weighing } from '../call/weighing.ts';
import { StepPacker } from './carried-steps.ts';
import { bucketOf, callsByRun } from './rollup.ts';

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
interface OpenRun {
  readonly calls: readonly WeighedCall[];
  readonly stretches: readonly IcicleStretch[];
  readonly nodes: IcicleNode[];
  /** Nodes of each target, the latest last: few share one. */
  readonly byTarget: Map<string, number[]>;
  /** Node of each of its segments. */
  readonly nodeOf: Map<SegmentId, number>;
  /** Weight of the heaviest segment of each node. */
  readonly heaviest: number[];
  /** Present where a call is not priced: dollars of the others are then summed step by step. */
  readonly rates: SumsAlong | undefined;
  readonly packer: StepPacker | undefined;
}

function openRun(calls: readonly WeighedCall[]): OpenRun {
  const stretches = stretchesOf(calls);
  return {
    calls,
    stretches,
    nodes: [],
    byTarget: new Map(),
    nodeOf: new Map(),
    heaviest: [],
    rates: calls.some(({ price }) => price.usdPerMillion === undefined)
      ? new SumsAlong(calls.length, (call, tier) => calls[call]?.price.usdPerMillion?.[tier] ?? 0)
      : undefined,
    packer: stretches.length > 1 ? new StepPacker() : undefined,
  };
}

/** Most runs are short and priced: the weights say all about them. */
const needsPlacements = ({ packer, rates }: OpenRun): boolean => packer !== undefined || rates !== undefined;

function nodeNamed({ calls, nodes, byTarget, heaviest }: OpenRun, weight: SegmentWeight, number: number): number {
  const turn = calls[weight.firstCall]?.turn ?? 0;
  const { kind, tool = '', firstCall: start } = weight;
  const target = weight.target ?? weight.label ?? '';
  let ofTarget = byTarget.get(target);
  if (ofTarget === undefined) byTarget.set(target, (ofTarget = []));
  for (let index = ofTarget.length - 1; index >= 0; index--) {
    const known = ofTarget[index] as number;
    const node = nodes[known] as IcicleNode;
    if (node.turn === turn && node.kind === kind && node.tool === tool) return known;
    if (node.turn < turn) break;
  }
  ofTarget.push(nodes.length);
  heaviest.push(-1);
  return nodes.push({ turn, kind, tool, target, start, heaviest: number, computed: 0, read: 0, output: 0, usd: 0 }) - 1;
}

function addWeight(open: OpenRun, weight: SegmentWeight, number: number): void {
  const named = nodeNamed(open, weight, number);
  const node = open.nodes[named] as IcicleNode;
  const { byTier } = weight;
  const computed = (byTier.uncached ?? 0) + (byTier.write5m ?? 0) + (byTier.write1h ?? 0) + (byTier.writeUnsplit ?? 0);
  const read = byTier.read ?? 0;
  const output = byTier.output ?? 0;
  node.computed += computed;
  node.read += read;
  node.output += output;
  if (open.rates === undefined) node.usd += weight.usd ?? 0;
  const heavy = computed + read + output;
  if (heavy > (open.heaviest[named] as number)) {
    open.heaviest[named] = heavy;
    node.heaviest = number;
  }
  if (needsPlacements(open)) open.nodeOf.set(weight.segment, named);
}

function addPlacement({ nodes, rates, packer }: OpenRun, number: number, { tier, from, to, tokens }: Placement): void {
  if (rates !== undefined) (nodes[number] as IcicleNode).usd += (tokens * rates.between(tier, from, to)) / 1e6;
  packer?.add(number, tier, from, to, tokens);
}

/**
 * What the Tokens screen nests, a run each: a few nodes a call, whatever the number of segments. Its tokens add up to
 * the bill as placements do. Walks weights and placements once.
 */
export function icicleRollup(weighing: Weighing): readonly IcicleRun[] {
  const runs = new Map<RunId, OpenRun>(Array.from(callsByRun(weighing.calls), ([run, calls]) => [run, openRun(calls)]));
  // Rows of one run, and of one segment, mostly follow each other.
  let run: RunId | undefined;
  let open: OpenRun | undefined;
  for (let number = 0; number < weighing.weights.length; number++) {
    const weight = weighing.weights[number] as SegmentWeight;
    if (weight.run !== run) open = runs.get((run = weight.run));
    if (open !== undefined) addWeight(open, weight, number);
  }
  let segment: SegmentId | undefined;
  let node: number | undefined;
  for (const placement of weighing.placements) {
    if (placement.run !== run) {
      open = runs.get((run = placement.run));
      segment = undefined;
    }
    if (open === undefined || !needsPlacements(open)) continue;
    if (placement.segment !== segment) node = open.nodeOf.get((segment = placement.segment));
    if (node !== undefined) addPlacement(open, node, placement);
  }
  return Array.from(runs, ([each, { nodes, stretches, packer }]) => ({ run: each, nodes, stretches, steps: packer?.take() }));
}
