import { bandFactor } from '../hardware/band-factor.ts';
import type { Coefficients } from '../hardware/coefficient-file.ts';
import { logCorrection } from '../hardware/correction.ts';
import type { MeasuredRun, SkippedRow } from './measured-run.ts';
import { predictByPhysics } from './predict-run.ts';
import { scoreTable, type ScoreAnswer, type ScoredRow } from './score-table.ts';

/** Predicts every run with the product's coefficients and compares. */
export function scoreRuns(runs: readonly MeasuredRun[], skipped: readonly SkippedRow[], coefficients: Coefficients): ScoreAnswer {
  const scored: ScoredRow[] = [];
  const failed: string[] = [];
  for (const run of runs) {
    const prediction = predictByPhysics(run, coefficients);
    if ('reason' in prediction) {
      failed.push(prediction.reason);
      continue;
    }
    const correction = logCorrection(coefficients.corrections[prediction.metric], prediction.terms);
    const predicted = prediction.value * Math.exp(prediction.direction * correction);
    const factor = bandFactor(coefficients, prediction.metric, run.model, run.gpu);
    scored.push({ run, predicted, low: predicted / factor, high: predicted * factor });
  }
  return scoreTable(scored, skipped, failed);
}
