import { bandFactor } from '../hardware/band-factor.ts';
import type { Coefficients } from '../hardware/coefficient-file.ts';
import { logCorrection } from '../hardware/correction.ts';
import type { MeasuredRun, SkippedRow } from './measured-run.ts';
import { predictByPhysics, type Unpredicted } from './predict-run.ts';
import { scoreTable, type ScoreAnswer, type ScoredRow } from './score-table.ts';

/** The prediction of one run with its 80 % band, or the reason why there is none. */
export function scoredRun(run: MeasuredRun, coefficients: Coefficients): ScoredRow | Unpredicted {
  const prediction = predictByPhysics(run, coefficients);
  if ('reason' in prediction) return prediction;
  const correction = logCorrection(coefficients.corrections[prediction.metric], prediction.terms);
  const predicted = prediction.value * Math.exp(prediction.direction * correction);
  if (!Number.isFinite(predicted)) return { reason: 'no finite prediction' };
  const factor = bandFactor(coefficients, prediction.metric, run.model, run.gpu);
  return { run, predicted, low: predicted / factor, high: predicted * factor };
}

/** Predicts every run with the product's coefficients and compares. */
export function scoreRuns(runs: readonly MeasuredRun[], skipped: readonly SkippedRow[], coefficients: Coefficients): ScoreAnswer {
  const scored: ScoredRow[] = [];
  const failed: string[] = [];
  for (const run of runs) {
    const row = scoredRun(run, coefficients);
    if ('reason' in row) failed.push(row.reason);
    else scored.push(row);
  }
  return scoreTable(scored, skipped, failed);
}
