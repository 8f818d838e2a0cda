import { collectiveSeconds, expertTime, gemmTime, type KernelCurves, type KernelTime } from './kernel-curves.ts';
import type { Gpu } from './gpu.ts';
import type { Layout } from './layout.ts';
import {
  cacheBytes,
  kernelOn,
  operandBytes,
  operandsOf,
  peakFlops,
  type KvCacheType,
  type Quantisation,
  type WeightFormat,
} from './quantisation.ts';
import type { MatrixProduct, RankWork } from './rank-work.ts';
import type { BindingLimit, StepBatch } from './step-batch.ts';

/** What the kernels of a step depend on beside its batch. */
export interface StepContext {
  readonly gpu: Gpu;
  readonly layout: Layout;
  readonly work: RankWork;
  readonly format: Quantisation;
  readonly kvCache: KvCacheType;
  readonly curves: KernelCurves;
  /** Tokens that a decode step computes for each sequence: 1, and the drafts it verifies. */
  readonly tokensPerSequence: number;
}

/** Tokens that the matrix products, experts and collectives of a step see. */
const computedTokens = (context: StepContext, batch: StepBatch): number =>
  batch.prefillTokens + batch.decodeSequences * context.tokensPerSequence;

/** Seconds of one step by class of operation, without the engine's own overhead. */
export interface StepClasses {
  gemm: number;
  prefillAttention: number;
  decodeAttention: number;
  experts: number;
  network: number;
  /** Kernel floors: launches, tails, and collectives' latency. */
  floors: number;
  /** Of the above, bound by arithmetic and by memory. */
  compute: number;
  bandwidth: number;
}

/**
 * Kernel time of one engine step, in seconds: matrix products, attention, experts and communication each follow the curve of
 * their own class and then add up, since they run one after another.
 */
export function stepClasses(context: StepContext, batch: StepBatch): StepClasses {
  const classes: StepClasses = {
    gemm: 0,
    prefillAttention: 0,
    decodeAttention: 0,
    experts: 0,
    network: 0,
    floors: 0,
    compute: 0,
    bandwidth: 0,
  };
  if (batch.prefillTokens + batch.decodeSequences === 0) return classes;
  addProducts(context, batch, classes);
  addAttention(context, batch, classes);
  addExperts(context, batch, classes);
  addCommunication(context, batch, classes);
  return classes;
}

function share(classes: StepClasses, time: KernelTime, count: number): number {
  const busy = count * (time.seconds - time.floor);
  classes.floors += count * time.floor;
  if (time.compute > time.memory) classes.compute += busy;
  else classes.bandwidth += busy;
  return busy;
}

function addProducts(context: StepContext, batch: StepBatch, classes: StepClasses): void {
  const { gpu, layout, work, format, curves } = context;
  const bandwidth = gpu.memoryTerabytesPerSecond * 1e12;
  const rows = computedTokens(context, batch) / layout.data;
  const attention = work.experts === undefined ? format.attention : format.attentionBesideExperts;
  const add = (product: MatrixProduct, height: number, stored: WeightFormat): void => {
    const kernel = kernelOn(gpu, stored.kernel);
    const operands = operandsOf(kernel);
    const time = gemmTime(
      curves.gemm[kernel],
      peakFlops(gpu, operands),
      bandwidth,
      height,
      product.columns,
      product.inner,
      stored.bytes,
      operandBytes[operands],
    );
    classes.gemm += share(classes, time, product.count);
  };
  const formats = { attention, 'feed-forward': format.feedForward, head: format.head };
  for (const product of work.products) add(product, rows, formats[product.part]);
  add(work.headProduct, (batch.decodeSequences * context.tokensPerSequence + batch.prefillSequences) / layout.data, format.head);
}

function addAttention(context: StepContext, batch: StepBatch, classes: StepClasses): void {
  const { gpu, layout, work, kvCache, curves } = context;
  const { attention } = work;
  const peak = peakFlops(gpu, 'bf16');
  const bandwidth = gpu.memoryTerabytesPerSecond * 1e12;
  const cacheRow = attention.cacheElements * cacheBytes[kvCache];
  for (let kind = 0; kind < 2; kind++) {
    const count = kind === 0 ? attention.fullLayers : attention.windowLayers;
    if (count === 0) continue;
    const most = kind === 0 ? (attention.sparseTopK ?? Number.POSITIVE_INFINITY) : attention.window;
    if (batch.prefillTokens > 0) {
      const curve = curves.prefillAttention;
      const pairs = (Math.min(batch.prefillAttentionPairs / batch.prefillTokens, most) * batch.prefillTokens) / layout.data;
      // A short chunk fills the kernel's tiles badly: as if each token attended to half a `halfLength` more.
      const tilePairs = (Math.min(curve.halfLength, most) / 2) * (batch.prefillTokens / layout.data);
      const compute = ((pairs + tilePairs) * attention.prefillFlopsPerPair) / (peak * curve.compute);
      const moved = (batch.prefillTokens / layout.data) * (attention.prefillRowElements * 2 + cacheRow);
      const memory = moved / (bandwidth * curve.memory);
      classes.prefillAttention += share(classes, { seconds: curve.floor + compute + memory, floor: curve.floor, compute, memory }, count);
    }
    if (batch.decodeSequences > 0) {
      const curve = curves.decodeAttention;
      const keys = (Math.min(batch.decodeContextTokens / batch.decodeSequences, most) * batch.decodeSequences) / layout.data;
      const memory = (keys * cacheRow) / (bandwidth * curve.memory);
      // Drafts are scored against a cache that is read once.
      const compute = (keys * context.tokensPerSequence * attention.decodeFlopsPerPair) / (peak * curves.prefillAttention.compute);
      const seconds = curve.floor + Math.max(memory, compute);
      classes.decodeAttention += share(classes, { seconds, floor: curve.floor, compute, memory }, count);
    }
  }
}

/** Expert groups from which redundant experts are placed. */
const balancedGroups = 16;

function addExperts(context: StepContext, batch: StepBatch, classes: StepClasses): void {
  const { gpu, layout, work, format, curves } = context;
  if (work.experts === undefined) return;
  const groups = work.experts.experts / work.experts.expertsOnRank;
  const kernel = kernelOn(gpu, format.feedForward.kernel);
  const time = expertTime(
    curves.expert[kernel],
    peakFlops(gpu, operandsOf(kernel)),
    gpu.memoryTerabytesPerSecond * 1e12,
    computedTokens(context, batch),
    work.experts,
    format.feedForward.bytes,
    // Deployments over many groups place the busiest experts twice (EPLB), which leaves about the imbalance of two groups.
    groups >= balancedGroups && layout.data > 1 ? 2 : groups,
  );
  classes.experts += share(classes, time, work.experts.layers);
}

/** Share of the network's rate that expert dispatch reaches between machines (DeepEP: 43 to 47 of 50 GB/s). */
const networkShare = 0.9;
/** Share of dispatch and combine that two-batch overlap leaves visible. */
const hiddenRest = 0.15;

function addCommunication(context: StepContext, batch: StepBatch, classes: StepClasses): void {
  const { gpu, layout, work, curves } = context;
  const ranks = layout.tensor * layout.data;
  if (ranks === 1 && layout.pipeline === 1) return;
  const scaleOut = (gpu.scaleOutGigabytesPerSecond ?? 12.5) * 1e9;
  const link = gpu.scaleUpDomain === 1 && gpu.linkGigabytesPerSecond === undefined ? scaleOut : (gpu.linkGigabytesPerSecond ?? 12.5) * 1e9;
  const tokensOfRank = computedTokens(context, batch) / layout.data;
  const size = tokensOfRank * work.hidden * 2;
  const add = (count: number, seconds: number, latency: number): void => {
    classes.network += count * (seconds - latency);
    classes.floors += count * latency;
  };
  if (layout.tensor > 1) {
    const curve = curves.allReduce;
    const latency = collectiveSeconds(curve, link, layout.tensor, 0);
    const rate = layout.tensor > gpu.scaleUpDomain && gpu.scaleUpDomain > 1 ? Math.min(link, scaleOut * gpu.scaleUpDomain) : link;
    const onLink = (2 * (layout.tensor - 1) * size) / layout.tensor;
    add(layout.data > 1 ? work.layers : 2 * work.layers, collectiveSeconds(curve, rate, layout.tensor, onLink), latency);
  }
  if (layout.data > 1 && work.experts !== undefined) {
    const curve = curves.allToAll;
    const latency = collectiveSeconds(curve, link, ranks, 0);
    const isScaleOut = ranks > gpu.scaleUpDomain && gpu.scaleUpDomain > 1;
    // Each token goes to the distinct ranks of its experts; between machines once a machine, to at most four (node-limited
    // routing, DeepSeek-V3 report), and over the machine's own links from there.
    const copies = isScaleOut ? Math.min(work.experts.topK, 4, ranks / gpu.scaleUpDomain) : Math.min(work.experts.topK, ranks - 1);
    // Both ways: FP8 out and bf16 back.
    const onLink = copies * ((ranks - 1) / ranks) * (tokensOfRank / layout.tensor) * work.hidden * 1.5;
    const rate = isScaleOut ? (scaleOut * networkShare) / curve.link : link;
    const moeLayers = work.experts.layers;
    const exposed = (seconds: number): number => {
      if (!isScaleOut) return seconds;
      // Two batches take turns, so that one computes while the other communicates; only a rest stays visible.
      const busy = (classes.gemm + classes.experts + classes.prefillAttention + classes.decodeAttention) / (2 * moeLayers);
      return Math.max(hiddenRest * seconds, seconds - (1 - hiddenRest) * busy);
    };
    add(2 * moeLayers, latency + exposed(collectiveSeconds(curve, rate, ranks, onLink) - latency), latency);
  }
  if (layout.pipeline > 1) add(1 / layout.pipeline, 10e-6 + size / (link * curves.allToAll.link), 10e-6);
}

/** The class that takes most of a step, by what binds it. */
export function bindingOf(classes: StepClasses, hostSeconds: number): BindingLimit {
  const shares: readonly (readonly [BindingLimit, number])[] = [
    ['bandwidth', classes.bandwidth],
    ['compute', classes.compute],
    ['network', classes.network],
    ['overhead', classes.floors + hostSeconds],
  ];
  return shares.reduce((most, entry) => (entry[1] > most[1] ? entry : most))[0];
}
