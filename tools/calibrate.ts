import { join } from 'node:path';
import { quantile } from '../src/base/statistics.ts';
import type { BandFactors, Coefficients, ModelFamily } from '../src/scale/hardware/coefficient-file.ts';
import type { CorrectedMetric } from '../src/scale/hardware/correction.ts';
import { withBorrowed } from './calibrate/borrowed-curves.ts';
import { fleetFolder, readRuns } from './calibrate/calibration-data.ts';
import { crossValidate, groupFolds, groupOf, pairFolds, pairOf, type OutOfFold } from './calibrate/cross-validate.ts';
import { correctedMetrics, fitServing } from './calibrate/fit-serving.ts';
import { fitKernelCurves } from './calibrate/kernel-fit.ts';
import { writeCoefficients } from './calibrate/write-coefficients.ts';

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const folder = fleetFolder(process.argv[2]);

const fitted = fitKernelCurves(folder);
for (const { log } of fitted.values()) for (const line of log) say(line);
const { curves, borrowed } = withBorrowed(new Map([...fitted].map(([architecture, { curves }]) => [architecture, curves])));

const { runs } = readRuns(join(folder, 'measured-dev.csv'));
const serving = fitServing(runs, curves);
say(`engine overheads and deviations from ${runs.length} measured points`);

const byGroup = crossValidate(runs, curves, groupOf, groupFolds);
const byPair = crossValidate(runs, curves, pairOf, pairFolds);
const factorOf = (results: readonly OutOfFold[], metric: CorrectedMetric, family: ModelFamily): number => {
  const own = results.filter((result) => result.metric === metric);
  const ofFamily = own.filter((result) => result.family === family);
  // A family without measurements of its own takes the band of the other.
  const sizes = (ofFamily.length > 0 ? ofFamily : own).map((result) => Math.abs(result.deviation));
  return Math.exp(quantile(sizes, 0.8));
};
const bandsOf = (metric: CorrectedMetric): Record<ModelFamily, BandFactors> => {
  const factors = (family: ModelFamily): BandFactors => ({
    measuredPair: factorOf(byGroup, metric, family),
    newPair: factorOf(byPair, metric, family),
  });
  return { dense: factors('dense'), moe: factors('moe') };
};
const bands = Object.fromEntries(correctedMetrics.map((metric) => [metric, bandsOf(metric)])) as Coefficients['bands'];

const target = join(import.meta.dirname, '../src/scale/hardware');
writeCoefficients(target, { version: '2 (2026-11-28)', borrowed, ...serving, bands, curves });
for (const metric of correctedMetrics) say(`${metric}: ${Object.keys(serving.corrections[metric]).length} deviations`);
say(`written to ${target}`);
