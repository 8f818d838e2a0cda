import { familyOf } from '../../src/scale/hardware/band-factor.ts';
import type { Coefficients, ModelFamily } from '../../src/scale/hardware/coefficient-file.ts';
import { logCorrection, type CorrectedMetric } from '../../src/scale/hardware/correction.ts';
import type { MeasuredRun } from '../../src/scale/score/measured-run.ts';
import { predictByPhysics } from '../../src/scale/score/predict-run.ts';
import { fitServing, logDeviation } from './fit-serving.ts';

/** A run predicted by coefficients that never saw its fold. */
export interface OutOfFold {
  readonly run: MeasuredRun;
  readonly metric: CorrectedMetric;
  readonly family: ModelFamily;
  /** Log of predicted over measured value. */
  readonly error: number;
  /** Log of measured over predicted time: how the band sees it. */
  readonly deviation: number;
}

/** FNV-1a: the fold of a key, the same on every machine. */
function foldOf(key: string, folds: number): number {
  let hash = 2166136261;
  for (let index = 0; index < key.length; index++) hash = Math.imul(hash ^ key.charCodeAt(index), 16777619);
  return (hash >>> 0) % folds;
}

/** Refits overheads and deviations without each fold and predicts it. Kernel curves come from other tables and stay. */
export function crossValidate(
  runs: readonly MeasuredRun[],
  curves: Coefficients['curves'],
  keyOf: (run: MeasuredRun) => string,
  folds: number,
): OutOfFold[] {
  const results: OutOfFold[] = [];
  for (let fold = 0; fold < folds; fold++) {
    const held = runs.filter((run) => foldOf(keyOf(run), folds) === fold);
    if (held.length === 0) continue;
    const fit = fitServing(
      runs.filter((run) => foldOf(keyOf(run), folds) !== fold),
      curves,
    );
    for (const run of held) {
      const prediction = predictByPhysics(run, { curves, engines: fit.engines });
      if ('reason' in prediction) continue;
      const correction = logCorrection(fit.corrections[prediction.metric], prediction.terms);
      const deviation = logDeviation(run, prediction) - correction;
      results.push({
        run,
        metric: prediction.metric,
        family: familyOf(run.model),
        error: -prediction.direction * deviation,
        deviation,
      });
    }
  }
  return results;
}

/** Folds by group and by pair: as many as leave each fit about what the product's own has. */
export const groupFolds = 10;
export const pairFolds = 12;

export const groupOf = (run: MeasuredRun): string => run.group;
export const pairOf = (run: MeasuredRun): string => `${run.model.id} ${run.gpu.id}`;
