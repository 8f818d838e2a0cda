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
import { efficiencyOf } from './efficiency.ts';
import { engineProfile, type Engine } from './engine.ts';
import { idleWatts, stepWatts } from './gpu-power.ts';
import type { Gpu } from './gpu.ts';
import { checkLayout, layoutGpus, type Layout } from './layout.ts';
import { memoryPlan } from './memory-plan.ts';
import type { Model } from './model.ts';
import { quantisation } from './quantisation.ts';
import { rankWork } from './rank-work.ts';
import type { BindingLimit, StepBatch } from './step-batch.ts';
import { largestPart, stepParts, type StepContext } from './step-cost.ts';

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

/**
 * The cost of one replica.
 * @throws {TareError} `impossible-layout`, `model-does-not-fit`
 */
export function replicaCost(model: Model, gpu: Gpu, layout: Layout, engine: Engine): ReplicaCost {
  checkLayout(model, gpu, layout);
  const profile = engineProfile(engine.name);
  const format = quantisation(engine.quantisation);
  const kvCache = engine.kvCache ?? format.kvCache;
  const maxSequences = engine.maxSequences ?? profile.maxSequences;
  const maxBatchedTokens = engine.maxBatchedTokens ?? profile.maxBatchedTokens;
  const settings = { ...profile, memoryFraction: engine.memoryFraction ?? profile.memoryFraction, maxBatchedTokens };
  const work = rankWork(model, layout);
  const memory = memoryPlan(model, gpu, layout, work, format, kvCache, settings, maxSequences);
  const context: StepContext = { gpu, layout, work, format, kvCache, efficiency: efficiencyOf(gpu.architecture), profile };
  const gpus = layoutGpus(layout);
  const outbound = (gpu.scaleOutGigabytesPerSecond ?? gpu.linkGigabytesPerSecond ?? 10) * 1e9 * gpus * 0.8;
  return {
    gpus,
    stepSeconds(batch) {
      const parts = stepParts(context, batch);
      return seconds(parts.compute + parts.bandwidth + parts.network + parts.overhead);
    },
    bindingLimit: (batch) => largestPart(stepParts(context, batch)),
    stepPower: (batch) => watts(gpus * stepWatts(gpu, stepParts(context, batch))),
    kvCapacity: tokens(memory.kvTokens),
    kvBytesPerToken: bytes(memory.kvBytesPerToken),
    requestOverhead: seconds(profile.requestOverhead),
    transferSecondsPerToken: seconds(memory.kvBytesPerToken / outbound),
    maxSequences,
    maxBatchedTokens,
    bandFactor: { ttft: fraction(1.6), tpot: fraction(1.3), throughput: fraction(1.4) },
    idlePower: watts(gpus * idleWatts(gpu)),
  };
}
