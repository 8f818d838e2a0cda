import { join } from 'node:path';
import { formatPercent } from '../src/base/number-format.ts';
import { coefficients } from '../src/scale/hardware/coefficients.ts';
import type { MeasuredRun } from '../src/scale/score/measured-run.ts';
import { scoreRuns } from '../src/scale/score/score-runs.ts';
import { scoreTable, type MetricScore, type ScoreAnswer, type ScoredRow } from '../src/scale/score/score-table.ts';
import { fleetFolder, readRuns } from '../tools/calibrate/calibration-data.ts';
import { crossValidate, groupFolds, groupOf, pairFolds, pairOf, type OutOfFold } from '../tools/calibrate/cross-validate.ts';

// Different engines on the same dense configuration differ by 19 % in the median: no single profile can be better than that on all.
const floorNote = 'floor: engines on one dense configuration differ by 19 % in the median';

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const cell = (score: MetricScore): string =>
  `n ${String(score.n).padStart(5)}  median ${formatPercent(score.median).padStart(6)}  mean ${formatPercent(score.mean).padStart(6)}  p90 ${formatPercent(score.p90).padStart(6)}  bias ${formatPercent(score.bias).padStart(7)}  in band ${formatPercent(score.coverage)}`;

function print(title: string, answer: ScoreAnswer): void {
  say(`\n${title}: ${answer.predicted} of ${answer.scorable} scorable rows predicted`);
  for (const [reason, rows] of Object.entries(answer.unpredicted)) say(`  not predicted: ${reason}: ${rows}`);
  for (const [metric, families] of Object.entries(answer.metrics)) {
    for (const [family, score] of Object.entries(families)) say(`  ${metric.padEnd(20)} ${family.padEnd(6)} ${cell(score)}`);
  }
}

function asRows(results: readonly OutOfFold[], pair: 'measuredPair' | 'newPair'): ScoredRow[] {
  return results.map(({ run, metric, family, error }) => {
    const predicted = run.value * Math.exp(error);
    const factor = coefficients.bands[metric][family][pair];
    return { run, predicted, low: predicted / factor, high: predicted * factor };
  });
}

const folder = fleetFolder(process.argv[2]);
const { runs, skipped } = readRuns(join(folder, 'measured-dev.csv'));
print('in sample', scoreRuns(runs, skipped, coefficients));

const byGroup = crossValidate(runs, coefficients.curves, groupOf, groupFolds);
print('cross-validated by group', scoreTable(asRows(byGroup, 'measuredPair'), skipped, []));
const engineOf = (run: MeasuredRun): string => run.engine.name;
for (const engine of new Set(runs.map(engineOf))) {
  const own = byGroup.filter(({ run }) => engineOf(run) === engine);
  print(`  ${engine} (${floorNote})`, scoreTable(asRows(own, 'measuredPair'), [], []));
}
print(
  'a model and part never seen together',
  scoreTable(asRows(crossValidate(runs, coefficients.curves, pairOf, pairFolds), 'newPair'), [], []),
);
print(
  'a part never seen',
  scoreTable(
    asRows(
      crossValidate(runs, coefficients.curves, (run) => run.gpu.id, 10),
      'newPair',
    ),
    [],
    [],
  ),
);
print(
  'a model never seen',
  scoreTable(
    asRows(
      crossValidate(runs, coefficients.curves, (run) => run.model.id, 10),
      'newPair',
    ),
    [],
    [],
  ),
);
