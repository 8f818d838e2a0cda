import type { KernelType } from './quantisation.ts';
import type { ExpertWork } from './rank-work.ts';

/**
 * Efficiency of dense matrix products: t = floor + (compute^blend + memory^blend)^(1/blend), with compute = FLOPs / (peak x
 * `compute`) / (tiles / (tiles + `halfTiles`)), tiles of 128 x 128, and memory = bytes / (bandwidth x `memory`).
 */
export interface GemmCurve {
  readonly floor: number;
  readonly compute: number;
  readonly memory: number;
  readonly blend: number;
  readonly halfTiles: number;
}

/**
 * Efficiency of grouped expert products: t = floor + (compute^blend + memory^blend)^(1/blend); the slowest rank's share of the
 * compute grows by `imbalance` x log2(EP), and skewed routing reads the experts that n^`spread` tokens would under uniform routing.
 */
export interface ExpertCurve {
  readonly floor: number;
  readonly compute: number;
  readonly memory: number;
  readonly blend: number;
  readonly imbalance: number;
  readonly spread: number;
}

/** Decode attention: t = floor + bytes / (bandwidth x `memory`). */
export interface DecodeAttentionCurve {
  readonly floor: number;
  readonly memory: number;
}

/** Prefill attention: t = floor + FLOPs / (peak x `compute`) x (1 + `halfLength` / 2 / mean context) + bytes / bandwidth / `memory`. */
export interface PrefillAttentionCurve {
  readonly floor: number;
  readonly compute: number;
  readonly halfLength: number;
  readonly memory: number;
}

/** Collectives: t = `floor` + `floorPerDoubling` x log2(ranks) + bytes on the busiest link / (link x `link`). */
export interface CollectiveCurve {
  readonly floor: number;
  readonly floorPerDoubling: number;
  readonly link: number;
}

/** Curves of one architecture, fitted to its kernel tables. Seconds and shares; every share lies in (0, 1]. */
export interface KernelCurves {
  readonly gemm: Readonly<Record<KernelType, GemmCurve>>;
  readonly expert: Readonly<Record<KernelType, ExpertCurve>>;
  readonly decodeAttention: DecodeAttentionCurve;
  readonly prefillAttention: PrefillAttentionCurve;
  readonly allReduce: CollectiveCurve;
  readonly allToAll: CollectiveCurve;
}

/** Which of two bounds takes longer, and both together. */
export interface KernelTime {
  readonly seconds: number;
  readonly floor: number;
  readonly compute: number;
  readonly memory: number;
}

/** Blends from here on are a plain maximum: the power mean differs from it by less than 5 %. */
const sharpBlend = 16;

const blended = (floor: number, compute: number, memory: number, blend: number): KernelTime => {
  const seconds =
    blend >= sharpBlend ? Math.max(compute, memory) : blend === 1 ? compute + memory : (compute ** blend + memory ** blend) ** (1 / blend);
  return { seconds: floor + seconds, floor, compute, memory };
};

/** One product [rows, inner] x [inner, columns]. `peak` in FLOP/s, `bandwidth` in B/s. */
export function gemmTime(
  curve: GemmCurve,
  peak: number,
  bandwidth: number,
  rows: number,
  columns: number,
  inner: number,
  weightBytes: number,
  activationBytes: number,
): KernelTime {
  const tiles = Math.max(1, rows / 128) * Math.max(1, columns / 128);
  const busy = tiles / (tiles + curve.halfTiles);
  const flops = 2 * rows * columns * inner;
  const bytes = columns * inner * weightBytes + rows * (inner * activationBytes + columns * 2);
  return blended(curve.floor, flops / (peak * curve.compute * busy), bytes / (bandwidth * curve.memory), curve.blend);
}

/** The experts of one layer on one rank: gate, up and down products, routing included. `rows` are the replica's tokens, `groups` those whose slowest sets the pace. */
export function expertTime(
  curve: ExpertCurve,
  peak: number,
  bandwidth: number,
  rows: number,
  work: ExpertWork,
  weightBytes: number,
  groups: number,
): KernelTime {
  const chosen = work.topK / work.experts;
  // Uniform routing leaves an expert unread with probability (1 - k/E)^n.
  const hit = work.expertsOnRank * (1 - (1 - chosen) ** (rows <= 1 ? rows : rows ** curve.spread));
  const pairs = rows * chosen * work.expertsOnRank;
  const imbalance = 1 + curve.imbalance * Math.log2(groups);
  const flops = 6 * pairs * work.hidden * work.ffn * imbalance;
  const bytes = hit * 3 * work.hidden * work.ffn * weightBytes + pairs * (work.hidden + work.ffn) * 4;
  return blended(curve.floor, flops / (peak * curve.compute), bytes / (bandwidth * curve.memory), curve.blend);
}

export function collectiveSeconds(curve: CollectiveCurve, link: number, ranks: number, bytesOnLink: number): number {
  return curve.floor + curve.floorPerDoubling * Math.log2(ranks) + bytesOnLink / (link * curve.link);
}

const idealGemm: GemmCurve = { floor: 0, compute: 1, memory: 1, blend: sharpBlend, halfTiles: 0 };
const idealExpert: ExpertCurve = { floor: 0, compute: 1, memory: 1, blend: sharpBlend, imbalance: 0, spread: 1 };
const idealCollective: CollectiveCurve = { floor: 0, floorPerDoubling: 0, link: 1 };
const ofEvery = <Curve>(curve: Curve): Readonly<Record<KernelType, Curve>> => ({
  bf16: curve,
  fp8: curve,
  fp4: curve,
  w4: curve,
  mx4: curve,
});

/** What the hardware allows: every peak reached, no launch, no skew. No prediction may be faster. */
export const idealCurves: KernelCurves = {
  gemm: ofEvery(idealGemm),
  expert: ofEvery(idealExpert),
  decodeAttention: { floor: 0, memory: 1 },
  prefillAttention: { floor: 0, compute: 1, halfLength: 0, memory: 1 },
  allReduce: idealCollective,
  allToAll: idealCollective,
};
