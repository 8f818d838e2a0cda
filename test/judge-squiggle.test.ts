import { expect, test } from 'vitest';
import { seed } from '../src/base/random.ts';
import { readCaseFiles } from '../src/cli/check/read-case-files.ts';
import { linkCase } from '../src/judge/case/link-case.ts';
import { readCase } from '../src/judge/case/read-case.ts';
import { squiggleFormula, squiggleModel } from '../src/judge/interchange/squiggle.ts';
import { sampleModel } from '../src/judge/sampling/sample-model.ts';
import { fromBase } from '../src/judge/unit/unit.ts';
import { hasSquiggle, probabilities, runSquiggle } from './squiggle-oracle.ts';

const linked = linkCase(readCase(readCaseFiles(undefined, process.cwd())));
// Squiggle knows no correlation of inputs, so they are left out on both sides.
const independent = { ...linked, groups: [] };
const there = await hasSquiggle();

const compared: readonly (readonly [string, string])[] = [
  ['C2', 'built-powered-unused'],
  ['C3', 'fee-over-both-sites'],
  ['C4', 'demand-over-plan'],
  ['C5', 'contracts-against-ageing'],
  ['C6', 'everything-at-once'],
  ['C8', 'whole-mix'],
  ['C9', 'whole-fleet'],
  ['C11', 'claude'],
  ['C14', 'shortage-less-excess'],
];

test.runIf(there).each(compared)('%s %s has the quantiles that Squiggle finds', async (claimId, definitionId) => {
  const model = independent.claims
    .find(({ source }) => source.id === claimId)
    ?.definitions.find(({ source }) => source.id === definitionId)?.model;
  if (model === undefined) throw new Error(`no ${claimId} ${definitionId}`);
  const samples = 200_000;
  const theirs = await runSquiggle(squiggleFormula(independent, model.formula), samples);
  const { quantiles } = sampleModel(independent, model, seed(7), samples);
  if (quantiles === undefined) throw new Error('nothing was sampled');
  const ours = [quantiles.p05, quantiles.p25, quantiles.p50, quantiles.p75, quantiles.p95];
  const width = quantiles.p95 - quantiles.p05;
  for (const index of probabilities.keys()) {
    const value = fromBase(model.unit, theirs[index] as number);
    expect(Math.abs((ours[index] as number) - value)).toBeLessThan(0.01 * Math.max(width, Math.abs(value)));
  }
});

test('the whole case exports as Squiggle, one block a computable definition', () => {
  const computable = linked.claims.flatMap(({ definitions }) => definitions.filter(({ model }) => model !== undefined)).length;
  expect(squiggleModel(linked).match(/^v_C\d+_\w+ = \{$/gm)).toHaveLength(computable);
});
