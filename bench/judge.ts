/**
 * How fast a case is judged, and how a model compares with Squiggle on the same machine in the same run.
 * Run: npx tsx bench/judge.ts [samples]
 */
import { cpuUsage } from 'node:process';
import { seed } from '../src/base/random.ts';
import { readCaseFiles } from '../src/cli/check/read-case-files.ts';
import { linkCase } from '../src/judge/case/link-case.ts';
import type { LinkedCase } from '../src/judge/case/linked-case.ts';
import { readCase } from '../src/judge/case/read-case.ts';
import { squiggleFormula } from '../src/judge/interchange/squiggle.ts';
import { sampleModel, type Quantiles } from '../src/judge/sampling/sample-model.ts';
import { fromBase } from '../src/judge/unit/unit.ts';
import { judgeCase } from '../src/judge/verdict/judge-case.ts';
import { fullJudgement } from '../src/judge/verdict/judge-options.ts';
import { hasSquiggle, runSquiggle } from '../test/squiggle-oracle.ts';

const samples = Number(process.argv[2] ?? 100_000);
const runs = 5;

const cpuSeconds = (): number => {
  const { user, system } = cpuUsage();
  return (user + system) / 1e6;
};

/** CPU seconds of the fastest and the median of several runs. */
async function measure(work: () => unknown): Promise<{ readonly least: number; readonly median: number }> {
  const times: number[] = [];
  for (let run = 0; run < runs; run++) {
    const before = cpuSeconds();
    await work();
    times.push(cpuSeconds() - before);
  }
  times.sort((left, right) => left - right);
  return { least: times[0] as number, median: times[Math.floor(runs / 2)] as number };
}

const say = (text: string): void => void process.stdout.write(`${text}\n`);
const seconds = ({ least, median }: { readonly least: number; readonly median: number }): string =>
  `${median.toFixed(2)} s CPU (least ${least.toFixed(2)})`;

const linked: LinkedCase = linkCase(readCase(readCaseFiles(undefined, process.cwd())));
const definitions = linked.claims.flatMap(({ definitions: all }) => all.flatMap(({ model }) => model ?? []));
say(
  `${linked.source.id}: ${linked.claims.length} claims, ${definitions.length} computable definitions, ${samples.toLocaleString('en-US')} samples, ${runs} runs`,
);

const plain = { seed: seed(7), samples, sobolSamples: 0, otherSeeds: 0, deep: false };
const coldStart = cpuSeconds();
judgeCase(linked, plain);
say(`verdicts, cold       ${(cpuSeconds() - coldStart).toFixed(2)} s CPU`);
say(`verdicts             ${seconds(await measure(() => judgeCase(linked, plain)))}   target 1.5 s`);
say(`with Sobol and all   ${seconds(await measure(() => judgeCase(linked, fullJudgement(seed(7), samples))))}   target 6 s`);

const independent: LinkedCase = { ...linked, groups: [] };
const model = independent.parting?.model;
if (model === undefined) throw new Error('the case has no parting number');
if (!(await hasSquiggle())) {
  say('Squiggle: @quri/squiggle-lang is not installed; no comparison was made');
} else {
  const program = squiggleFormula(independent, model.formula);
  let theirs: readonly number[] = [];
  let ours: Quantiles | undefined;
  const squiggle = await measure(async () => {
    theirs = await runSquiggle(program, samples);
  });
  const tare = await measure(() => {
    ours = sampleModel(independent, model, seed(7), samples).quantiles;
  });
  say(`one model of ${model.inputs.length} inputs, five quantiles:`);
  say(`  Squiggle           ${seconds(squiggle)}`);
  say(
    `  Tare               ${tare.median.toFixed(3)} s CPU (least ${tare.least.toFixed(3)}): ${(squiggle.median / tare.median).toFixed(1)} times as fast   target 5`,
  );
  const own = ours === undefined ? [] : [ours.p05, ours.p25, ours.p50, ours.p75, ours.p95];
  const differences = own.map((value, index) => Math.abs(value / fromBase(model.unit, theirs[index] as number) - 1));
  say(`  quantiles differ by at most ${(Math.max(...differences) * 100).toFixed(2)} %   target 1 %`);
}
