import { existsSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { TareError } from '../../base/tare-error.ts';
import { seconds, tokens, usd } from '../../base/units.ts';
import { labFolder } from '../../measure/sources/lab/lab-folder.ts';
import type { Arm } from '../../prove/arms/arm.ts';
import type { Endpoint, EndpointFacts } from '../../prove/endpoints/endpoint.ts';
import { probeEstimate } from '../../prove/endpoints/probe-context.ts';
import { estimateRun, type AssumedSpeed, type RunEstimate } from '../../prove/lab/estimate-run.ts';
import type { Ceilings, ExperimentHeader, ExperimentId, TokenRates } from '../../prove/lab/experiment.ts';
import type { LabAnswer } from '../../prove/lab/lab-answer.ts';
import { scoreExperiment } from '../../prove/lab/score-experiment.ts';
import type { Task } from '../../prove/tasks/task.ts';
import type { World } from '../world.ts';
import { servedAs } from './as-if-served.ts';
import { conductRun, type ReadyRun } from './conduct-run.ts';
import { formatPlan } from './format-plan.ts';
import { probeText } from './probe-text.ts';
import { ceilingsAfterProbe, probeCeiling, withProbedContext } from './probe-plan.ts';
import { numberOption, pilotPairs, wholeOption, type LabRunOptions } from './lab-options.ts';
import { openEndpoint } from './open-endpoint.ts';
import { openJudge, type Judge } from './open-judge.ts';
import { planRun, type PlannedRun } from './plan-run.ts';
import { afterPilot } from './run-pilot.ts';
import { tokenRates } from './token-rates.ts';

/** A usual laptop with a small model and a usual hosted model; the progress line soon says better. */
const localSpeed: AssumedSpeed = {
  prefill: 200,
  decode: 30,
  from: 'an assumed 30 tokens/s (200 tokens/s of prompt), until it is measured',
};
const hostedSpeed: AssumedSpeed = { prefill: 5000, decode: 60, from: 'an assumed 60 tokens/s, until it is measured' };

function ceilingsOf(options: LabRunOptions): Ceilings {
  const { maxUsd, maxTokens, maxTime } = options;
  return {
    ...(maxUsd === undefined ? {} : { usd: usd(numberOption(maxUsd, '--max-usd', 0, 1e9)) }),
    ...(maxTokens === undefined ? {} : { tokens: tokens(wholeOption(maxTokens, '--max-tokens', 1, 1e15)) }),
    ...(maxTime === undefined ? {} : { time: seconds(numberOption(maxTime, '--max-time', 0.001, 1e6) * 60) }),
  };
}

function folderOf(experiment: string, options: LabRunOptions, world: World): string {
  if (options.out !== undefined) return resolve(world.workingDirectory, options.out);
  const folder = labFolder(world);
  if (folder === undefined)
    throw new TareError({ code: 'no-home', message: 'There is no home folder to keep the experiment in', hint: 'Give --out FOLDER.' });
  const stamp = new Date(world.clock()).toISOString().slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-');
  const run = join(folder, `${basename(experiment).replaceAll(/[^\w.-]/g, '_')}-${stamp}`);
  // Two runs begun within a second are two experiments.
  for (let count = 1; ; count++) {
    const free = count === 1 ? run : `${run}-${count}`;
    if (!existsSync(free)) return free;
  }
}

/** What a dry run answers. */
export interface PlannedAnswer {
  readonly planned: RunEstimate;
  readonly words: string;
}

export interface RanAnswer {
  readonly answer: LabAnswer;
  readonly folder: string;
}

/** Plans, says what it will take, runs with a progress line, and scores. */
export async function runLab(experiment: string, options: LabRunOptions, world: World): Promise<PlannedAnswer | RanAnswer> {
  const endpoint = await openEndpoint(options, world);
  try {
    const rates = tokenRates(endpoint.facts, world.clock());
    return await runPlanned(planRun(experiment, options, endpoint.facts, rates, world), endpoint, options, world);
  } finally {
    await endpoint.close();
  }
}

/** Spending has a ceiling, or the person has said that it needs none. */
function checkCeilings(ceilings: Ceilings, rates: TokenRates | undefined, dialect: EndpointFacts['dialect'], options: LabRunOptions): void {
  if (ceilings.usd !== undefined && rates === undefined) {
    throw new TareError({
      code: 'unpriced-model',
      message: '--max-usd: the model has no list price, so dollars cannot be counted',
      hint: 'Use --max-tokens or --max-time.',
    });
  }
  // A recorded endpoint spends nothing, whatever its exchanges once cost.
  if (rates !== undefined && dialect !== 'recorded' && ceilings.usd === undefined && options.yes !== true) {
    throw new TareError({
      code: 'no-ceiling',
      message: 'this run costs money and has no ceiling',
      hint: 'Give --max-usd DOLLARS, or --yes to spend what it takes.',
    });
  }
}

/** Every answer, and two controls a task. */
const mostJudgements = (tasks: readonly Task[], arms: readonly Arm[]): number =>
  tasks.filter(({ grader }) => grader.kind === 'judge').length * (arms.length + 3);

/** Runs what was planned, or only says what it will take. */
export async function runPlanned(
  planned: PlannedRun,
  asked: Endpoint,
  options: LabRunOptions,
  world: World,
): Promise<PlannedAnswer | RanAnswer> {
  const judge = await openJudge(planned.taskSet.tasks, options, world);
  try {
    return await runWithJudge(planned, asked, judge, options, world);
  } finally {
    await judge?.endpoint.close();
  }
}

async function runWithJudge(
  { plan: unjudged, taskSet, arms, leftOut }: PlannedRun,
  asked: Endpoint,
  judge: Judge | undefined,
  options: LabRunOptions,
  world: World,
): Promise<PlannedAnswer | RanAnswer> {
  const plan = judge === undefined ? unjudged : { ...unjudged, judge: judge.endpoint.facts };
  const { rates } = plan;
  const ceilings = ceilingsOf(options);
  const scoring = servedAs(options.asIf);
  const estimate = estimateRun(taskSet.tasks, arms, arms[0] as Arm, rates === undefined ? localSpeed : hostedSpeed, {
    searchesLeast: options.least === true,
    ...(rates === undefined ? {} : { rates }),
  });
  const ceiling = probeCeiling(taskSet.tasks, arms, asked.facts, options, { ceilings, rates });
  const words = formatPlan(taskSet.name, asked.facts, plan, estimate, {
    pilot: pilotPairs(options),
    ...(ceiling === undefined ? {} : { probe: probeEstimate(ceiling) }),
    ...(judge === undefined ? {} : { judgements: mostJudgements(taskSet.tasks, arms) }),
  });
  if (options.dryRun === true) return { planned: estimate, words };
  world.writeError(words);
  for (const left of leftOut) world.writeError(`  left out: ${left}\n`);
  checkCeilings(ceilings, rates, asked.facts.dialect, options);
  const folder = folderOf(taskSet.name, options, world);
  const started = world.clock();
  const endpoint = await withProbedContext(asked, ceiling, { folder, time: ceilings.time }, world);
  const elapsed = (world.clock() - started) / 1000;
  if (endpoint.facts.contextProbe !== undefined) world.writeError(`  context: ${probeText(endpoint.facts.contextProbe)}\n`);
  const header: ExperimentHeader = {
    type: 'experiment',
    version: 1,
    id: basename(folder) as ExperimentId,
    started: world.clock(),
    endpoint: endpoint.facts,
    plan,
    taskSet,
  };
  const ready: ReadyRun = {
    header,
    arms,
    endpoint,
    ceilings: ceilingsAfterProbe(ceilings, endpoint.facts, { rates, elapsed }),
    folder,
    ...(judge === undefined ? {} : { judge }),
  };
  const pilot = pilotPairs(options);
  const { experiment, stopped } = await conductRun(
    pilot === 0 ? ready : await afterPilot(ready, pilot, world),
    options.least === true,
    world,
  );
  return { answer: scoreExperiment(experiment, { ...scoring, ...(stopped === undefined ? {} : { stopped }) }), folder };
}
