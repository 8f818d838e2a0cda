import type { Efficiency } from './efficiency.ts';
import type { EngineProfile } from './engine.ts';
import type { Gpu } from './gpu.ts';
import type { Layout } from './layout.ts';
import { operandBytes, operandsOn, peakFlops, type KvCacheType, type Quantisation } from './quantisation.ts';
import type { MatrixProduct, RankWork } from './rank-work.ts';
import type { BindingLimit, StepBatch } from './step-batch.ts';

/** Seconds of one step by what binds them. */
export type StepParts = { compute: number; bandwidth: number; network: number; overhead: number };

/** What the time of a step depends on beside its batch. */
export interface StepContext {
  readonly gpu: Gpu;
  readonly layout: Layout;
  readonly work: RankWork;
  readonly format: Quantisation;
  readonly kvCache: KvCacheType;
  readonly efficiency: Efficiency;
  readonly profile: EngineProfile;
}

export const cacheBytes = (type: KvCacheType): number => ({ bf16: 2, fp8: 1, fp4: 0.5625 })[type];

/**
 * Time of one engine step, in seconds, by class: matrix products, attention over the cache, experts and communication are each
 * bounded by the roofline of their own class and then added, since they run one after another.
 */
export function stepParts(context: StepContext, batch: StepBatch): StepParts {
  const { gpu, layout, work, format, efficiency, profile } = context;
  const parts: StepParts = { compute: 0, bandwidth: 0, network: 0, overhead: 0 };
  const rows = (batch.prefillTokens + batch.decodeSequences) / layout.data;
  if (rows === 0) return parts;
  const bandwidth = gpu.memoryTerabytesPerSecond * 1e12;
  const add = (computeSeconds: number, memorySeconds: number, floor: number): void => {
    if (computeSeconds > memorySeconds) parts.compute += computeSeconds;
    else parts.bandwidth += memorySeconds;
    parts.overhead += floor;
  };

  const wanted = format.expertsOnly ? format.elsewhere : format.operands;
  const operands = operandsOn(gpu, wanted);
  const weightBytes = format.expertsOnly ? operandBytes[format.elsewhere] : format.weightBytes;
  const gemm = (product: MatrixProduct, height: number, type: typeof operands, bytesEach: number): void => {
    const flops = 2 * height * product.columns * product.inner;
    const moved = product.columns * product.inner * bytesEach + height * (product.inner * operandBytes[type] + product.columns * 2);
    add(
      (product.count * flops) / (peakFlops(gpu, type) * efficiency.gemmCompute[type]),
      (product.count * moved) / (bandwidth * efficiency.gemmMemory[type]),
      product.count * efficiency.gemmFloor,
    );
  };
  for (const product of work.products) gemm(product, rows, operands, weightBytes);
  const sampled = (batch.decodeSequences + batch.prefillSequences) / layout.data;
  gemm(work.headProduct, sampled, 'bf16', 2);

  addAttention(context, batch, bandwidth, add);
  addExperts(context, batch, bandwidth, add);
  addCommunication(context, batch, parts);
  parts.overhead += profile.stepOverhead + profile.layerOverhead * work.layers + profile.sequenceOverhead * sampled;
  for (const key of Object.keys(parts) as (keyof StepParts)[]) parts[key] *= layout.pipeline;
  return parts;
}

type AddSeconds = (computeSeconds: number, memorySeconds: number, floor: number) => void;

function addAttention(context: StepContext, batch: StepBatch, bandwidth: number, add: AddSeconds): void {
  const { gpu, layout, work, kvCache, efficiency } = context;
  const { attention } = work;
  const peak = peakFlops(gpu, 'bf16');
  const bytesEach = cacheBytes(kvCache);
  const layers = [
    { count: attention.fullLayers, most: attention.sparseTopK ?? Number.POSITIVE_INFINITY },
    { count: attention.windowLayers, most: attention.window },
  ];
  for (const { count, most } of layers) {
    if (count === 0) continue;
    if (batch.prefillTokens > 0) {
      const meanContext = Math.min(batch.prefillAttentionPairs / batch.prefillTokens, most);
      const pairs = (meanContext * batch.prefillTokens) / layout.data;
      const flops = count * pairs * attention.prefillFlopsPerPair;
      const moved = (count * batch.prefillTokens * attention.cacheElements * bytesEach * 2) / layout.data;
      add(
        flops / (peak * efficiency.prefillAttention),
        moved / (bandwidth * efficiency.decodeAttention),
        count * efficiency.attentionFloor,
      );
    }
    if (batch.decodeSequences > 0) {
      const meanContext = Math.min(batch.decodeContextTokens / batch.decodeSequences, most);
      const keys = (meanContext * batch.decodeSequences) / layout.data;
      add(
        (count * keys * attention.decodeFlopsPerPair) / (peak * efficiency.prefillAttention),
        (count * keys * attention.cacheElements * bytesEach) / (bandwidth * efficiency.decodeAttention),
        count * efficiency.attentionFloor,
      );
    }
  }
}

function addExperts(context: StepContext, batch: StepBatch, bandwidth: number, add: AddSeconds): void {
  const { gpu, layout, work, format, efficiency } = context;
  const { experts } = work;
  if (experts === undefined) return;
  const rows = batch.prefillTokens + batch.decodeSequences;
  const operands = operandsOn(gpu, format.operands);
  // Uniform routing: an expert stays unread with probability (1 - k/E)^n.
  const hit = experts.expertsOnRank * (1 - (1 - experts.topK / experts.experts) ** rows);
  const pairs = (rows * experts.topK * experts.expertsOnRank) / experts.experts;
  const flops = experts.layers * pairs * 6 * experts.hidden * experts.ffn;
  const moved = experts.layers * (hit * 3 * experts.hidden * experts.ffn * format.weightBytes + pairs * (experts.hidden + experts.ffn) * 4);
  add(
    flops / (peakFlops(gpu, operands) * efficiency.expertCompute[operands]),
    moved / (bandwidth * efficiency.expertMemory[operands]),
    experts.layers * efficiency.expertFloor * (layout.data > 1 ? 2 : 1),
  );
}

function addCommunication(context: StepContext, batch: StepBatch, parts: StepParts): void {
  const { gpu, layout, work, efficiency } = context;
  const rows = batch.prefillTokens + batch.decodeSequences;
  const link = (gpu.linkGigabytesPerSecond ?? gpu.scaleOutGigabytesPerSecond ?? 1) * 1e9 * efficiency.link;
  const size = (rows / layout.data) * work.hidden * 2;
  if (layout.tensor > 1) {
    const reduces = layout.data > 1 ? work.layers : 2 * work.layers;
    parts.network += (reduces * 2 * ((layout.tensor - 1) / layout.tensor) * size) / link;
    parts.overhead += reduces * efficiency.reduceFloor;
  }
  if (layout.data > 1 && work.experts !== undefined) {
    const remote = Math.min(work.experts.topK, layout.data - 1);
    const spansNodes = layout.data * layout.tensor > gpu.scaleUpDomain;
    const rate = spansNodes ? (gpu.scaleOutGigabytesPerSecond ?? 25) * 1e9 * 0.8 : link;
    parts.network += (work.experts.layers * remote * size * 1.5) / rate;
    parts.overhead += work.experts.layers * 2 * efficiency.reduceFloor;
  }
  if (layout.pipeline > 1) parts.network += ((layout.pipeline - 1) * size) / link / layout.pipeline;
}

/** The class that takes most of a step. */
export function largestPart(parts: StepParts): BindingLimit {
  let largest: keyof StepParts = 'overhead';
  for (const key of Object.keys(parts) as (keyof StepParts)[]) if (parts[key] > parts[largest]) largest = key;
  return largest;
}
