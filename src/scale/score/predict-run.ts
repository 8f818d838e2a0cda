import { TareError } from '../../base/tare-error.ts';
import type { Coefficients } from '../hardware/coefficient-file.ts';
import { correctionTerms, type CorrectedMetric } from '../hardware/correction.ts';
import { effectFamilies } from '../hardware/effect-families.ts';
import { designWatts, stepWatts } from '../hardware/gpu-power.ts';
import type { Layout } from '../hardware/layout.ts';
import { physicalReplica, secondsOfParts, type PhysicalReplica, type StepParts } from '../hardware/physical-replica.ts';
import { runTraits } from '../hardware/run-traits.ts';
import { stepClasses } from '../hardware/step-cost.ts';
import { apartTimes, decodeStepParts, prefillSeconds, prefillStepParts } from '../plan/apart-loop.ts';
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
  readonly waitingShare: number;
  readonly decodeParts: StepParts;
  readonly prefillParts: StepParts;
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
    ...times,
    tpot: times.timePerOutputToken,
    ttft: times.timeToFirstToken,
    throughput,
    sequences: Math.min(offered, sequenceLimit(replica, shape, held)),
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
  const { metric, campaign } = run;
  const of = (corrected: CorrectedMetric): Pick<PhysicalPrediction, 'metric' | 'terms'> => {
    const step = corrected === 'ttft' ? point.prefillParts : point.decodeParts;
    const situation = { ...run, ...point, step, load, ...(campaign === undefined ? {} : { campaign }) };
    return { metric: corrected, terms: correctionTerms(effectFamilies[corrected], runTraits(replica, situation)) };
  };
  if (metric.startsWith('tpot_') || metric.startsWith('itl_')) return { value: point.tpot * 1e3, direction: 1, ...of('tpot') };
  if (metric.startsWith('ttft_')) return { value: point.ttft * 1e3, direction: 1, ...of('ttft') };
  if (metric.startsWith('output_tok_s')) return { value: point.throughput * replicas, direction: -1, ...of('throughput') };
  return { reason: `metric ${metric}` };
}

function predictStatic(run: MeasuredRun, replica: PhysicalReplica, sequences: number, depth: number): PhysicalPrediction | Unpredicted {
  const context = Math.max(run.inputTokens, depth) + run.outputTokens / 2;
  const of = (corrected: CorrectedMetric, step: StepParts, prefillShare: 0 | 1): Pick<PhysicalPrediction, 'metric' | 'terms'> => {
    const { inputTokens, outputTokens } = run;
    const situation = { sequences, inputTokens, outputTokens, prefillShare, waitingShare: 0, step, load: 'static' };
    return { metric: corrected, terms: correctionTerms(effectFamilies[corrected], runTraits(replica, situation)) };
  };
  const decodeParts = decodeStepParts(replica, sequences, context);
  const decode = secondsOfParts(decodeParts);
  const past = depth > 0 ? depth : 0;
  const promptTokens = run.inputTokens * sequences;
  const prefillParts = prefillStepParts(replica, run.inputTokens, sequences);
  const prefill =
    past === 0
      ? secondsOfParts(prefillParts)
      : prefillSeconds(replica, run.inputTokens + past, sequences) - prefillSeconds(replica, past, sequences);
  switch (run.metric) {
    case 'tpot_ms':
      return { value: decode * 1e3, direction: 1, ...of('tpot', decodeParts, 0) };
    case 'decode_tok_s':
      return { value: sequences / decode, direction: -1, ...of('tpot', decodeParts, 0) };
    case 'prefill_ms':
      return { value: prefill * 1e3, direction: 1, ...of('prefill', prefillParts, 1) };
    case 'prefill_tok_s':
      return { value: promptTokens / prefill, direction: -1, ...of('prefill', prefillParts, 1) };
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
      return { value: share, direction: 1, ...of('power', isPeak ? prefillParts : decodeParts, isPeak ? 1 : 0) };
    }
    default:
      return { reason: `metric ${run.metric}` };
  }
}
