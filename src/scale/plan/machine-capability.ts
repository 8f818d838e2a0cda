import { bandFactor } from '../hardware/band-factor.ts';
import { coefficients } from '../hardware/coefficients.ts';
import type { Engine } from '../hardware/engine.ts';
import type { Gpu } from '../hardware/gpu.ts';
import { layoutGpus, layoutName, type Layout } from '../hardware/layout.ts';
import type { Model } from '../hardware/model.ts';
import { replicaCost, type ReplicaCost } from '../hardware/replica-cost.ts';
import type { Speculation } from '../hardware/speculation.ts';
import type { BindingLimit } from '../hardware/step-batch.ts';
import type { RequestShape } from './closed-loop.ts';

/** One level of concurrency on a machine. Seconds and tokens a second. */
export interface CapabilityPoint {
  readonly sequences: number;
  readonly timePerOutputToken: number;
  readonly outputTokensPerSecond: number;
  readonly joulesPerOutputToken: number;
  readonly binds: BindingLimit;
}

/** What one replica does, without a demand. Answer of `tare plan` without `--requests`. */
export interface CapabilityAnswer {
  readonly kind: 'machine';
  readonly model: string;
  readonly gpu: string;
  readonly engine: string;
  readonly quantisation: string;
  readonly speculation?: Speculation;
  readonly layout: string;
  readonly gpus: number;
  readonly shape: RequestShape;
  readonly prefillTokensPerSecond: number;
  readonly timeToFirstToken: number;
  readonly points: readonly CapabilityPoint[];
  /** Tokens of cache that fit beside the weights, and the longest single context. */
  readonly cacheTokens: number;
  readonly longestContext: number;
  readonly watts: number;
  readonly idleWatts: number;
  readonly bandFactors: { readonly ttft: number; readonly tpot: number };
  readonly coefficients: string;
}

const decodeOf = (sequences: number, context: number) => ({
  prefillTokens: 0,
  prefillSequences: 0,
  prefillAttentionPairs: 0,
  decodeSequences: sequences,
  decodeContextTokens: sequences * context,
});

/** @throws {TareError} `model-does-not-fit`, `impossible-layout` */
export function machineCapability(model: Model, gpu: Gpu, layout: Layout, engine: Engine, shape: RequestShape): CapabilityAnswer {
  const cost = replicaCost(model, gpu, layout, engine);
  const context = shape.inputTokens + shape.outputTokens / 2;
  const points: CapabilityPoint[] = [];
  for (let sequences = 1; sequences <= cost.maxSequences; sequences *= 2) {
    if (sequences > 1 && sequences * (shape.inputTokens + shape.outputTokens) > cost.kvCapacity) break;
    const batch = decodeOf(sequences, context);
    const seconds = cost.stepSeconds(batch);
    points.push({
      sequences,
      timePerOutputToken: seconds,
      outputTokensPerSecond: sequences / seconds,
      joulesPerOutputToken: (cost.stepPower(batch) * seconds) / sequences,
      binds: cost.bindingLimit(batch),
    });
    if (sequences >= 64) break;
  }
  const prefill = prefillSeconds(cost, shape.inputTokens);
  return {
    kind: 'machine',
    model: model.id,
    gpu: gpu.id,
    engine: engine.name,
    quantisation: engine.quantisation,
    ...(engine.speculation === undefined ? {} : { speculation: engine.speculation }),
    layout: layoutName(layout),
    gpus: layoutGpus(layout),
    shape,
    prefillTokensPerSecond: shape.inputTokens / prefill,
    timeToFirstToken: cost.requestOverhead + prefill + cost.stepSeconds(decodeOf(1, shape.inputTokens)),
    points,
    cacheTokens: cost.kvCapacity,
    longestContext: Math.min(cost.kvCapacity, model.maxContext),
    watts: cost.stepPower(decodeOf(1, context)),
    idleWatts: cost.idlePower,
    bandFactors: {
      ttft: bandFactor(coefficients, 'prefill', model, gpu),
      tpot: bandFactor(coefficients, 'tpot', model, gpu),
    },
    coefficients: coefficients.version,
  };
}

function prefillSeconds(cost: ReplicaCost, inputTokens: number): number {
  let seconds = 0;
  for (let done = 0; done < inputTokens; done += cost.maxBatchedTokens) {
    const tokens = Math.min(cost.maxBatchedTokens, inputTokens - done);
    seconds += cost.stepSeconds({
      prefillTokens: tokens,
      prefillSequences: 1,
      prefillAttentionPairs: tokens * (done + tokens / 2),
      decodeSequences: 0,
      decodeContextTokens: 0,
    });
  }
  return seconds;
}
