import {
  bytes,
  fraction,
  seconds,
  tokens,
  watts,
  type Bytes,
  type Fraction,
  type Seconds,
  type Tokens,
  type Watts,
} from '../../base/units.ts';
import { bandFactor } from './band-factor.ts';
import { coefficients } from './coefficients.ts';
import { correctionTerms, logCorrection, type CorrectedMetric } from './correction.ts';
import { curvesOf } from './curves-of.ts';
import { effectFamilies } from './effect-families.ts';
import type { Engine } from './engine.ts';
import { idleWatts, stepWatts } from './gpu-power.ts';
import type { Gpu } from './gpu.ts';
import { idealCurves } from './kernel-curves.ts';
import { checkHeadsDivide, layoutGpus, type Layout } from './layout.ts';
import type { Model } from './model.ts';
import { physicalReplica, secondsOfClasses, stepParts, type PhysicalReplica } from './physical-replica.ts';
import { runTraits, type RunSituation } from './run-traits.ts';
import type { BindingLimit, StepBatch } from './step-batch.ts';
import { sharedByTokens } from './speculation.ts';
import { bindingOf, stepClasses } from './step-cost.ts';

export type { BindingLimit, StepBatch } from './step-batch.ts';

/**
 * One replica of a model on a layout of GPUs, as the simulator and the planner see it. Made by
 * `replicaCost(model, gpu, layout, engine)`; pure, and monotone in every field of a batch.
 */
export interface ReplicaCost {
  readonly gpus: number;
  /** Time of one engine step with this batch. */
  stepSeconds(batch: StepBatch): Seconds;
  /** What takes most of that step. */
  bindingLimit(batch: StepBatch): BindingLimit;
  /** Power of all the replica's GPUs during such a step. */
  stepPower(batch: StepBatch): Watts;
  /** Tokens of KV cache that fit beside the weights, over the whole replica. */
  readonly kvCapacity: Tokens;
  /** KV cache of one token, over the whole replica. */
  readonly kvBytesPerToken: Bytes;
  /** Time outside the engine's steps that every request pays once (tokenize, schedule, first network hop). */
  readonly requestOverhead: Seconds;
  /** Time to move one token's KV cache to another replica (prefill/decode disaggregation). */
  readonly transferSecondsPerToken: Seconds;
  readonly maxSequences: number;
  /** Most new tokens of one step (chunked prefill). */
  readonly maxBatchedTokens: number;
  /** Half-width of the 80 % band of a step's time, as a factor: the truth lies in [t / factor, t * factor]. */
  readonly bandFactor: { readonly ttft: Fraction; readonly tpot: Fraction; readonly throughput: Fraction };
  readonly idlePower: Watts;
}

/** A replica by physics, with the coefficients of the product. @throws {TareError} `impossible-layout`, `model-does-not-fit` */
export function replicaByPhysics(model: Model, gpu: Gpu, layout: Layout, engine: Engine): PhysicalReplica {
  const replica = physicalReplica(model, gpu, layout, engine, {
    curves: curvesOf(gpu.architecture),
    engine: coefficients.engines[engine.name],
  });
  // llama.cpp shares rows out unevenly.
  if (engine.name !== 'llama.cpp') checkHeadsDivide(model, gpu, layout);
  return replica;
}

/** Measured deviation from physics of a run, as a factor on the metric. */
export function measuredFactor(replica: PhysicalReplica, metric: CorrectedMetric, situation: RunSituation): number {
  const terms = correctionTerms(effectFamilies[metric], runTraits(replica, situation));
  return Math.exp(logCorrection(coefficients.corrections[metric], terms));
}

const referenceSequences = 16;
const referenceTokens = 1024;

const batchOf = (prefillTokens: number, decodeSequences: number, context: number): StepBatch => ({
  prefillTokens,
  prefillSequences: prefillTokens > 0 ? 1 : 0,
  prefillAttentionPairs: prefillTokens * context,
  decodeSequences,
  decodeContextTokens: decodeSequences * context,
});

/** A decode step at a usual load. */
function referenceSituation({ context, coefficients: engine, layout }: PhysicalReplica): RunSituation {
  const batch = batchOf(0, referenceSequences, referenceTokens * 1.5);
  return {
    sequences: referenceSequences,
    inputTokens: referenceTokens,
    outputTokens: referenceTokens,
    prefillShare: 0,
    waitingShare: 0,
    step: stepParts(stepClasses(context, batch), engine, context.work.layers, layout, batch),
  };
}

const boundBatches = [
  batchOf(0, 1, 512),
  batchOf(0, 1, 32_768),
  batchOf(0, 64, 512),
  batchOf(0, 64, 16_384),
  batchOf(0, 1024, 1024),
  batchOf(512, 0, 256),
  batchOf(8192, 0, 4096),
  batchOf(8192, 0, 65_536),
];

/** Bound on a measured deviation: below it, some step would beat the hardware. */
function leastFactor(replica: PhysicalReplica): number {
  const { context, coefficients: engine, layout } = replica;
  let least = 0;
  for (const batch of boundBatches) {
    const ideal = stepClasses({ ...context, curves: idealCurves }, batch);
    const bound = layout.pipeline * (ideal.compute + ideal.bandwidth);
    const own = secondsOfClasses(stepClasses(context, batch), engine, context.work.layers, layout, batch);
    least = Math.max(least, bound / own);
  }
  return least;
}

/**
 * The cost of one replica; with speculative decoding, of a token, not of the step that verifies several.
 * @throws {TareError} `impossible-layout`, `model-does-not-fit`, `bad-speculation`
 */
export const replicaCost = (model: Model, gpu: Gpu, layout: Layout, engine: Engine): ReplicaCost =>
  sharedByTokens(wholeStepCost(model, gpu, layout, engine), engine.speculation);

/** The cost of whole steps, however many tokens a sequence each yields; as {@link replicaCost} otherwise. */
export function wholeStepCost(model: Model, gpu: Gpu, layout: Layout, engine: Engine): ReplicaCost {
  const replica = replicaByPhysics(model, gpu, layout, engine);
  const { context, memory } = replica;
  // Without the slopes over batch size, so that a larger batch never takes less time.
  const factor = Math.max(measuredFactor(replica, 'tpot', referenceSituation(replica)), leastFactor(replica));
  const gpus = layoutGpus(layout);
  const outbound = (gpu.scaleOutGigabytesPerSecond ?? gpu.linkGigabytesPerSecond ?? 10) * 1e9 * gpus * 0.8;
  const stepSeconds = (batch: StepBatch): number =>
    factor * secondsOfClasses(stepClasses(context, batch), replica.coefficients, context.work.layers, layout, batch);
  return {
    gpus,
    stepSeconds: (batch) => seconds(stepSeconds(batch)),
    bindingLimit(batch) {
      const classes = stepClasses(context, batch);
      return bindingOf(classes, replica.coefficients.step + replica.coefficients.layer * context.work.layers);
    },
    stepPower: (batch) => watts(gpus * stepWatts(gpu, stepClasses(context, batch), stepSeconds(batch) / layout.pipeline)),
    kvCapacity: tokens(memory.kvTokens),
    kvBytesPerToken: bytes(memory.kvBytesPerToken),
    requestOverhead: seconds(replica.coefficients.request),
    transferSecondsPerToken: seconds(memory.kvBytesPerToken / outbound),
    maxSequences: replica.maxSequences,
    maxBatchedTokens: replica.maxBatchedTokens,
    bandFactor: {
      ttft: fraction(bandFactor(coefficients, 'ttft', model, gpu)),
      tpot: fraction(bandFactor(coefficients, 'tpot', model, gpu)),
      throughput: fraction(bandFactor(coefficients, 'throughput', model, gpu)),
    },
    idlePower: watts(gpus * idleWatts(gpu)),
  };
}
