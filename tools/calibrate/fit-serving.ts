import type { Coefficients } from '../../src/scale/hardware/coefficient-file.ts';
import { logCorrection, type CorrectedMetric, type CorrectionTable } from '../../src/scale/hardware/correction.ts';
import type { EngineCoefficients } from '../../src/scale/hardware/engine-coefficients.ts';
import type { EngineName } from '../../src/scale/hardware/engine.ts';
import { effectFamilies } from '../../src/scale/hardware/effect-families.ts';
import type { MeasuredRun } from '../../src/scale/score/measured-run.ts';
import { predictByPhysics, type PhysicalPrediction } from '../../src/scale/score/predict-run.ts';
import { fitPooledEffects, type Deviation } from './pooled-effects.ts';
import { fitEngine } from './serving-fit.ts';

export const correctedMetrics: readonly CorrectedMetric[] = ['tpot', 'ttft', 'throughput', 'prefill', 'power'];
const fittedEngines: readonly EngineName[] = ['vllm', 'sglang', 'tensorrt-llm'];
const noise = 0.2;
const rounds = 2;

const start: EngineCoefficients = {
  step: 1e-3,
  layer: 5e-6,
  sequence: 6e-6,
  floors: 0.7,
  gemm: 1.1,
  attention: 1.2,
  experts: 1.1,
  network: 1.1,
  prefill: 1.2,
  request: 0.03,
  waitSteady: 0.8,
  waitPerSequence: 0.06,
  dataStall: 0.2,
};
// One process without a scheduler: no measured overhead to separate from its kernels, so its start values stay.
const llamaCpp: EngineCoefficients = { ...start, step: 2e-4, layer: 1e-6, sequence: 5e-6, request: 2e-3, waitSteady: 0.01 };

export type ServingFit = Pick<Coefficients, 'engines' | 'corrections'>;

/** Overheads of every engine and pooled deviations, fitted in turn so that neither takes what belongs to the other. */
export function fitServing(runs: readonly MeasuredRun[], curves: Coefficients['curves']): ServingFit {
  let engines: Record<EngineName, EngineCoefficients> = { vllm: start, sglang: start, 'tensorrt-llm': start, 'llama.cpp': llamaCpp };
  let corrections: Record<CorrectedMetric, CorrectionTable> = { tpot: {}, ttft: {}, throughput: {}, prefill: {}, power: {} };
  const explained = new Map<string, number>();
  for (let round = 0; round < rounds; round++) {
    const before = engines;
    engines = { ...before };
    for (const name of fittedEngines)
      engines[name] = fitEngine(name, runs, { curves, engines: before }, (run) => explained.get(run.id) ?? 0);
    const predictions = runs.map((run) => predictByPhysics(run, { curves, engines }));
    corrections = { ...corrections };
    for (const metric of correctedMetrics) {
      const deviations: (Deviation & { readonly id: string })[] = [];
      predictions.forEach((prediction, index) => {
        if ('reason' in prediction || prediction.metric !== metric || prediction.terms.length === 0) return;
        const run = runs[index] as MeasuredRun;
        deviations.push({ id: run.id, terms: prediction.terms, log: logDeviation(run, prediction), weight: 1 });
      });
      const table = fitPooledEffects(deviations, effectFamilies[metric], noise);
      corrections[metric] = table;
      for (const { id, terms } of deviations) explained.set(id, logCorrection(table, terms));
    }
  }
  return { engines, corrections };
}

/** Log of measured over predicted time. */
export const logDeviation = (run: MeasuredRun, prediction: PhysicalPrediction): number =>
  prediction.direction * Math.log(run.value / prediction.value);
