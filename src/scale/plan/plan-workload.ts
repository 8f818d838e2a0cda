import { TareError } from '../../base/tare-error.ts';
import { coefficients } from '../hardware/coefficients.ts';
import { bandFactor } from '../hardware/band-factor.ts';
import type { Engine } from '../hardware/engine.ts';
import type { FigureSource } from '../hardware/figure-source.ts';
import type { Gpu } from '../hardware/gpu.ts';
import { layoutGpus, layoutName, type Layout } from '../hardware/layout.ts';
import type { Model } from '../hardware/model.ts';
import type { PhysicalReplica } from '../hardware/physical-replica.ts';
import { replicaByPhysics, replicaCost } from '../hardware/replica-cost.ts';
import type { BindingLimit } from '../hardware/step-batch.ts';
import type { Speculation } from '../hardware/speculation.ts';
import { candidateLayouts, pipelinedLayouts } from './candidate-layouts.ts';
import type { RequestShape } from './closed-loop.ts';
import { gpuHourPrice } from './gpu-hour-price.ts';
import { largestLoad, openLoadForRate, type Ceiling, type LargestLoad, type LatencyPercentiles, type Objective } from './open-load.ts';

export interface PlanRequest {
  readonly model: Model;
  readonly gpu: Gpu;
  readonly engine: Engine;
  readonly shape: RequestShape;
  /** Prompt tokens of a request that a prefix cache already holds. */
  readonly cachedTokens?: number;
  readonly requestsPerSecond: number;
  readonly objective: Objective;
  /** Standard deviation over mean of the prompts' lengths; 0 where all are alike. */
  readonly lengthVariation: number;
  /** The one layout to use; otherwise all sensible ones are tried. */
  readonly layout?: Layout;
  readonly usdPerGpuHour?: number;
  /** Site power over the power of the machines. */
  readonly powerUsageEffectiveness?: number;
}

/** A quantity with its 80 % band. */
export interface Banded {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

export interface PlannedLayout {
  readonly layout: Layout;
  readonly name: string;
  readonly replicas: number;
  readonly gpus: number;
  readonly largestRate: number;
  readonly ceiling: Ceiling;
}

/** Answer of `tare plan`. Times in seconds. */
export interface PlanAnswer {
  readonly kind: 'workload';
  readonly model: string;
  readonly gpu: string;
  readonly engine: string;
  readonly quantisation: string;
  readonly speculation?: Speculation;
  readonly demand: {
    readonly requestsPerSecond: number;
    readonly inputTokens: number;
    readonly outputTokens: number;
    readonly cachedTokens: number;
  };
  readonly objective: Objective;
  readonly gpus: Banded;
  readonly replicas: number;
  readonly layout: string;
  readonly timeToFirstToken: LatencyPercentiles;
  readonly timePerOutputToken: LatencyPercentiles;
  readonly endToEnd: LatencyPercentiles;
  /** Factor of the 80 % band of each metric, out of fold. */
  readonly bandFactors: { readonly ttft: number; readonly tpot: number; readonly throughput: number };
  readonly sequencesPerReplica: number;
  /** Share of the replicas' largest rate that the demand takes. */
  readonly utilisation: number;
  readonly binding: { readonly limit: BindingLimit; readonly ceiling: Ceiling };
  readonly cost:
    | {
        readonly usdPerGpuHour: number;
        readonly usdPerHour: number;
        readonly usdPerMillionOutputTokens: number;
        readonly source: FigureSource;
      }
    | undefined;
  readonly power: {
    readonly gpuWatts: number;
    readonly siteWatts: number;
    readonly joulesPerOutputToken: number;
    readonly wallFactor: number;
    readonly powerUsageEffectiveness: number;
  };
  /** The other layouts tried, fewest GPUs first. */
  readonly alternatives: readonly PlannedLayout[];
  readonly coefficients: string;
}

// 8 x B200 at 1 kW each draw 9.4 to 10.4 kW at the wall (MLPerf Inference v5.1, closed).
const wallFactor = 1.25;
const standardPue = 1.2;

interface Tried {
  readonly layout: Layout;
  readonly replica: PhysicalReplica;
  readonly largest: LargestLoad;
  readonly replicas: number;
  readonly gpus: number;
}

/**
 * Fewest GPUs that serve a demand within its objective, by steady-state queueing over the cost model. Pure and quick (a few
 * milliseconds), so that a page can run it under a slider.
 * @throws {TareError} `model-does-not-fit`, `objective-out-of-reach`, `impossible-layout`, `bad-demand`
 */
export function planWorkload(request: PlanRequest): PlanAnswer {
  checkDemand(request);
  const { model, gpu, engine, objective, lengthVariation, requestsPerSecond } = request;
  const cachedTokens = request.cachedTokens ?? 0;
  const shape = { ...request.shape, cachedTokens };
  const layouts = request.layout === undefined ? [...candidateLayouts(model, gpu), ...pipelinedLayouts(gpu)] : [request.layout];
  const tried: Tried[] = [];
  let fits = 0;
  let refusal: TareError | undefined;
  for (const layout of layouts) {
    // Pipelines only where nothing else holds the model.
    if (layout.pipeline > 1 && fits > 0) continue;
    try {
      const replica = replicaByPhysics(model, gpu, layout, engine);
      fits++;
      const largest = largestLoad(replica, shape, objective, lengthVariation);
      if (largest === undefined) continue;
      const replicas = Math.ceil(requestsPerSecond / largest.load.requestsPerSecond);
      tried.push({ layout, replica, largest, replicas, gpus: replicas * layoutGpus(layout) });
    } catch (error) {
      if (!TareError.isInstance(error)) throw error;
      refusal = error;
    }
  }
  if (fits === 0) {
    throw (
      refusal ?? new TareError({ code: 'impossible-layout', message: `no layout of ${model.id} on ${gpu.id}`, hint: 'Name one with --tp.' })
    );
  }
  tried.sort((a, b) => a.gpus - b.gpus || a.largest.load.timePerOutputToken.p50 - b.largest.load.timePerOutputToken.p50);
  const best = tried[0];
  if (best === undefined) throw outOfReach(request);
  const { replica, largest, layout } = best;
  const rate = requestsPerSecond / best.replicas;
  const load = openLoadForRate(replica, shape, rate, largest.load.sequences, lengthVariation);
  const factors = {
    ttft: bandFactor(coefficients, 'ttft', model, gpu),
    tpot: bandFactor(coefficients, 'tpot', model, gpu),
    throughput: bandFactor(coefficients, 'throughput', model, gpu),
  };
  const size = layoutGpus(layout);
  const gpusAt = (factor: number): number => Math.ceil((requestsPerSecond * factor) / largest.load.requestsPerSecond) * size;
  const tokens = Math.max(1, shape.outputTokens - 1);
  const endToEnd = (name: keyof LatencyPercentiles): number => load.timeToFirstToken[name] + tokens * load.timePerOutputToken[name];
  const price = request.usdPerGpuHour ?? gpuHourPrice(gpu)?.usdPerGpuHour;
  const outputPerSecond = requestsPerSecond * shape.outputTokens;
  const power = powerOf(replica, load.sequences, load.prefillShare, shape);
  const gpuWatts = power * best.replicas;
  const pue = request.powerUsageEffectiveness ?? standardPue;
  return {
    kind: 'workload',
    model: model.id,
    gpu: gpu.id,
    engine: engine.release === undefined ? engine.name : `${engine.name} ${engine.release}`,
    quantisation: engine.quantisation,
    ...(engine.speculation === undefined ? {} : { speculation: engine.speculation }),
    demand: { requestsPerSecond, inputTokens: shape.inputTokens, outputTokens: shape.outputTokens, cachedTokens },
    objective,
    gpus: { value: best.gpus, low: gpusAt(1 / factors.throughput), high: gpusAt(factors.throughput) },
    replicas: best.replicas,
    layout: layoutName(layout),
    timeToFirstToken: load.timeToFirstToken,
    timePerOutputToken: load.timePerOutputToken,
    endToEnd: { p50: endToEnd('p50'), p90: endToEnd('p90'), p99: endToEnd('p99') },
    bandFactors: factors,
    sequencesPerReplica: load.sequences,
    utilisation: rate / largest.load.requestsPerSecond,
    binding: { limit: largest.ceiling === 'kv-cache' ? 'memory' : largest.load.binds, ceiling: largest.ceiling },
    cost:
      price === undefined
        ? undefined
        : {
            usdPerGpuHour: price,
            usdPerHour: price * best.gpus,
            usdPerMillionOutputTokens: ((price * best.gpus) / 3600 / outputPerSecond) * 1e6,
            source:
              request.usdPerGpuHour === undefined
                ? (gpuHourPrice(gpu)?.source as FigureSource)
                : { text: '--usd-per-gpu-hour', date: '', verified: true },
          },
    power: {
      gpuWatts,
      siteWatts: gpuWatts * wallFactor * pue,
      joulesPerOutputToken: gpuWatts / outputPerSecond,
      wallFactor,
      powerUsageEffectiveness: pue,
    },
    alternatives: tried.slice(1, 6).map((entry) => ({
      layout: entry.layout,
      name: layoutName(entry.layout),
      replicas: entry.replicas,
      gpus: entry.gpus,
      largestRate: entry.largest.load.requestsPerSecond,
      ceiling: entry.largest.ceiling,
    })),
    coefficients: coefficients.version,
  };
}

/** Mean power of a replica, watts: decode steps, and prompts for their share of the time. */
function powerOf(replica: PhysicalReplica, sequences: number, prefillShare: number, shape: RequestShape): number {
  const cost = replicaCost(replica.model, replica.gpu, replica.layout, replica.engine);
  const decode = cost.stepPower({
    prefillTokens: 0,
    prefillSequences: 0,
    prefillAttentionPairs: 0,
    decodeSequences: sequences,
    decodeContextTokens: sequences * (shape.inputTokens + shape.outputTokens / 2),
  });
  const prefill = cost.stepPower({
    prefillTokens: Math.min(shape.inputTokens, cost.maxBatchedTokens),
    prefillSequences: 1,
    prefillAttentionPairs: (Math.min(shape.inputTokens, cost.maxBatchedTokens) * shape.inputTokens) / 2,
    decodeSequences: 0,
    decodeContextTokens: 0,
  });
  const busy = Math.min(1, sequences);
  return busy * ((1 - prefillShare) * decode + prefillShare * prefill) + (1 - busy) * cost.idlePower;
}

/** Requests a second beyond which a figure is taken for a slip of the unit. */
const mostRequestsPerSecond = 1e8;

function checkDemand(request: PlanRequest): void {
  const { requestsPerSecond, shape, cachedTokens, objective, model, usdPerGpuHour, powerUsageEffectiveness: pue } = request;
  const refuse = (message: string, hint: string): never => {
    throw new TareError({ code: 'bad-demand', message, hint });
  };
  if (!(requestsPerSecond > 0)) refuse(`the request rate is ${requestsPerSecond} a second`, 'Give a rate above 0 (--requests 50/s).');
  if (requestsPerSecond > mostRequestsPerSecond) {
    refuse(
      `the request rate is ${requestsPerSecond} a second`,
      `Give at most ${mostRequestsPerSecond} (--requests); is the unit of time right?`,
    );
  }
  if (pue !== undefined && !(pue >= 1 && pue <= 5)) {
    refuse(`a power usage effectiveness of ${pue}`, 'Site power is at least the machines’: give 1 to 5 (--pue 1.2).');
  }
  if (!(shape.inputTokens >= 1)) refuse(`the input is ${shape.inputTokens} tokens`, 'Give at least 1 (--input 3000).');
  if (!(shape.outputTokens >= 1)) refuse(`the output is ${shape.outputTokens} tokens`, 'Give at least 1 (--output 800).');
  if (shape.inputTokens + shape.outputTokens > model.maxContext) {
    refuse(
      `${shape.inputTokens} + ${shape.outputTokens} tokens exceed the context of ${model.id}, ${model.maxContext}`,
      'Shorten --input or --output.',
    );
  }
  if (cachedTokens !== undefined && (cachedTokens < 0 || cachedTokens >= shape.inputTokens)) {
    refuse(`${cachedTokens} cached tokens of an input of ${shape.inputTokens}`, 'Give fewer cached tokens than the input has (--cached).');
  }
  for (const [name, value] of [
    ['--ttft', objective.timeToFirstToken],
    ['--tpot', objective.timePerOutputToken],
    ['--usd-per-gpu-hour', usdPerGpuHour],
  ] as const) {
    if (value !== undefined && !(value > 0)) refuse(`${name} is ${value}`, 'Give a value above 0.');
  }
}

function outOfReach({ model, gpu, objective, engine }: PlanRequest): TareError {
  const wanted = [
    objective.timeToFirstToken === undefined ? '' : `first token within ${objective.timeToFirstToken} s`,
    objective.timePerOutputToken === undefined ? '' : `${objective.timePerOutputToken * 1e3} ms a token`,
  ].filter((text) => text !== '');
  return new TareError({
    code: 'objective-out-of-reach',
    message: `no layout of ${model.id} in ${engine.quantisation} on ${gpu.id} reaches ${wanted.join(' and ')} at ${objective.percentile}, even for one request`,
    hint: 'Allow more time (--ttft, --tpot), a smaller weight format (--quant), or take a faster part.',
  });
}
