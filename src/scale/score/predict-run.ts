import { TareError } from '../../base/tare-error.ts';
import type { Coefficients } from '../hardware/coefficient-file.ts';
import { correctionTerms, type CorrectedMetric } from '../hardware/correction.ts';
import { designWatts, stepWatts } from '../hardware/gpu-power.ts';
import type { Layout } from '../hardware/layout.ts';
import { physicalReplica, type PhysicalReplica } from '../hardware/physical-replica.ts';
import { effectFamilies, runTraits } from '../hardware/run-traits.ts';
import { stepClasses } from '../hardware/step-cost.ts';
import { apartTimes, decodeSeconds, prefillSeconds } from '../plan/apart-loop.ts';
import { loopKernels, loopTimes, sequenceLimit, type LoopTimes } from '../plan/closed-loop.ts';
import type { MeasuredRun } from './measured-run.ts';

/** A prediction by physics, and what its deviation is looked up by. */
export interface PhysicalPrediction {
  readonly value: number;
  readonly metric: CorrectedMetric;
  /** 1 where the value is a time, -1 where it is a rate: deviations are those of times. */
  readonly direction: 1 | -1;
  readonly terms: readonly (readonly [string, number])[];
}

export interface Unpredicted {
  readonly reason: string;
}

interface Point {
  readonly tpot: number;
  readonly ttft: number;
  readonly throughput: number;
  readonly sequences: number;
  readonly prefillShare: number;
}

/** Predicts the metric of a measured run by physics alone. */
export function predictByPhysics(
  run: MeasuredRun,
  coefficients: Pick<Coefficients, 'curves' | 'engines'>,
): PhysicalPrediction | Unpredicted {
  try {
    return predict(run, coefficients);
  } catch (error) {
    if (TareError.isInstance(error)) return { reason: error.code };
    throw error;
  }
}

function predict(run: MeasuredRun, coefficients: Pick<Coefficients, 'curves' | 'engines'>): PhysicalPrediction | Unpredicted {
  const replicaOn = (layout: Layout): PhysicalReplica =>
    physicalReplica(
      run.model,
      run.gpu,
      layout,
      run.engine,
      {
        curves: coefficients.curves[run.gpu.architecture],
        engine: coefficients.engines[run.engine.name],
      },
      'known-to-fit',
    );
  const shape = { inputTokens: run.inputTokens, outputTokens: run.outputTokens };
  const { load, serving, metric } = run;
  if (serving.kind === 'apart') {
    if (load.kind !== 'closed-loop') return { reason: `disaggregated under a ${load.kind} load` };
    const decodeReplica = replicaOn(serving.decode.layout);
    const times = apartTimes(
      { replica: replicaOn(serving.prefill.layout), count: serving.prefill.count },
      { replica: decodeReplica, count: serving.decode.count },
      shape,
      load.concurrency,
    );
    const point = { tpot: times.timePerOutputToken, ttft: times.timeToFirstToken, ...times, prefillShare: 0 };
    return prediction(run, decodeReplica, point, 1, 'apart');
  }
  const { count, layout } = serving.replicas;
  const replica = replicaOn(layout);
  if (load.kind === 'static') return predictStatic(run, replica, load.sequences, load.depth);
  const held = load.kind === 'open' ? 'mean' : 'whole';
  const loop = (offered: number): LoopTimes => loopTimes(replica, loopKernels(replica, shape, offered, held), replica.coefficients);
  let offered: number;
  if (load.kind === 'closed-loop') offered = load.concurrency / count;
  else if (load.kind === 'saturated') offered = sequenceLimit(replica, shape, held);
  else {
    offered = 1;
    const most = sequenceLimit(replica, shape, held);
    for (let round = 0; round < 30; round++) {
      const times = loop(offered);
      const inFlight = (load.requestsPerSecond / count) * (times.timeToFirstToken + (run.outputTokens - 1) * times.timePerOutputToken);
      const next = Math.min(most, Math.max(1, inFlight));
      if (Math.abs(next - offered) < 0.01 * offered) break;
      offered = (offered + next) / 2;
    }
  }
  const times = loop(offered);
  let throughput = times.throughput;
  if (load.kind === 'open') throughput = Math.min(throughput, (load.requestsPerSecond / count) * run.outputTokens);
  const point = {
    tpot: times.timePerOutputToken,
    ttft: times.timeToFirstToken,
    throughput,
    sequences: Math.min(offered, sequenceLimit(replica, shape, held)),
    prefillShare: times.prefillShare,
  };
  if (metric === 'output_tok_s_per_gpu') return prediction(run, replica, point, count / run.gpus, load.kind);
  return prediction(run, replica, point, count, load.kind);
}

function prediction(
  run: MeasuredRun,
  replica: PhysicalReplica,
  point: Point,
  replicas: number,
  load: string,
): PhysicalPrediction | Unpredicted {
  const traits = runTraits(replica, point.sequences, point.prefillShare, load);
  const terms = correctionTerms(effectFamilies, traits);
  const metric = run.metric;
  if (metric.startsWith('tpot_') || metric.startsWith('itl_')) return { value: point.tpot * 1e3, metric: 'tpot', direction: 1, terms };
  if (metric.startsWith('ttft_')) return { value: point.ttft * 1e3, metric: 'ttft', direction: 1, terms };
  if (metric.startsWith('output_tok_s')) return { value: point.throughput * replicas, metric: 'throughput', direction: -1, terms };
  return { reason: `metric ${metric}` };
}

function predictStatic(run: MeasuredRun, replica: PhysicalReplica, sequences: number, depth: number): PhysicalPrediction | Unpredicted {
  const context = Math.max(run.inputTokens, depth) + run.outputTokens / 2;
  const terms = (share: number): (readonly [string, number])[] =>
    correctionTerms(effectFamilies, runTraits(replica, sequences, share, 'static'));
  const decode = decodeSeconds(replica, sequences, context);
  const past = depth > 0 ? depth : 0;
  const promptTokens = run.inputTokens * sequences;
  const prefill =
    past === 0
      ? prefillSeconds(replica, run.inputTokens, sequences)
      : prefillSeconds(replica, run.inputTokens + past, sequences) - prefillSeconds(replica, past, sequences);
  switch (run.metric) {
    case 'tpot_ms':
      return { value: decode * 1e3, metric: 'tpot', direction: 1, terms: terms(0) };
    case 'decode_tok_s':
      return { value: sequences / decode, metric: 'tpot', direction: -1, terms: terms(0) };
    case 'prefill_ms':
      return { value: prefill * 1e3, metric: 'prefill', direction: 1, terms: terms(1) };
    case 'prefill_tok_s':
      return { value: promptTokens / prefill, metric: 'prefill', direction: -1, terms: terms(1) };
    case 'avg_power_frac_tdp':
    case 'peak_power_frac_tdp': {
      const isPeak = run.metric === 'peak_power_frac_tdp';
      const batch = isPeak
        ? {
            prefillTokens: promptTokens,
            prefillSequences: sequences,
            prefillAttentionPairs: (promptTokens * run.inputTokens) / 2,
            decodeSequences: 0,
            decodeContextTokens: 0,
          }
        : {
            prefillTokens: 0,
            prefillSequences: 0,
            prefillAttentionPairs: 0,
            decodeSequences: sequences,
            decodeContextTokens: sequences * context,
          };
      const share = stepWatts(run.gpu, stepClasses(replica.context, batch), isPeak ? prefill : decode) / designWatts(run.gpu);
      return { value: share, metric: 'power', direction: 1, terms: terms(isPeak ? 1 : 0) };
    }
    default:
      return { reason: `metric ${run.metric}` };
  }
}
