import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { seed as seedOf } from '../../base/random.ts';
import { TareError } from '../../base/tare-error.ts';
import { fraction, tokens, watts } from '../../base/units.ts';
import type { Arm } from '../../prove/arms/arm.ts';
import { forcedCloseArm } from '../../prove/arms/forced-close.ts';
import { effortArms, instructedArms } from '../../prove/arms/instructed-arms.ts';
import { retrievalArms } from '../../prove/arms/retrieval-arms.ts';
import type { EndpointFacts } from '../../prove/endpoints/endpoint.ts';
import type { CostUnit, ExperimentPlan, TokenRates } from '../../prove/lab/experiment.ts';
import { factCorpus } from '../../prove/tasks/fact-corpus.ts';
import { readTaskFile } from '../../prove/tasks/read-task-file.ts';
import { hardestLevel, reasoningProblems } from '../../prove/tasks/reasoning-problems.ts';
import type { TaskSet } from '../../prove/tasks/task.ts';
import type { World } from '../world.ts';
import { listOption, numberOption, pilotPairs, wholeOption, type LabRunOptions } from './lab-options.ts';

/** What a run consists of. */
export interface PlannedRun {
  readonly plan: ExperimentPlan;
  readonly taskSet: TaskSet;
  readonly arms: readonly Arm[];
  /** Tasks of a file that could not be taken, and why. */
  readonly leftOut: readonly string[];
}

function levelsOf(text: string): readonly [number, number] {
  const [, low, high] = /^(\d+)(?:-(\d+))?$/.exec(text) ?? [];
  const [from, to] = [Number(low), Number(high ?? low)];
  if (from >= 1 && to <= hardestLevel && from <= to) return [from, to];
  throw new TareError({
    code: 'bad-option',
    message: `--levels ${text}`,
    hint: `Give a level or a range from 1 to ${hardestLevel}, e.g. 1-3.`,
  });
}

function tasksOf(
  experiment: string,
  options: LabRunOptions,
  world: World,
): { readonly taskSet: TaskSet; readonly leftOut: readonly string[] } {
  const count = wholeOption(options.tasks, '--tasks', 2, 100_000) + pilotPairs(options);
  const seed = seedOf(wholeOption(options.seed, '--seed', 0, Number.MAX_SAFE_INTEGER));
  if (experiment === 'reasoning') return { taskSet: reasoningProblems(seed, count, ...levelsOf(options.levels)), leftOut: [] };
  if (experiment === 'retrieval')
    return { taskSet: factCorpus(seed, wholeOption(options.passages, '--passages', 2, 100_000), count), leftOut: [] };
  const file = resolve(world.workingDirectory, experiment);
  let content: Buffer;
  try {
    content = readFileSync(file);
  } catch (cause) {
    throw new TareError({
      code: 'unknown-experiment',
      message: `${experiment}: neither a built-in experiment nor a file that can be read`,
      hint: 'Built in are reasoning and retrieval; else give a file of tasks (.jsonl, .yaml, .csv, .json, .eval).',
      cause,
    });
  }
  const { tasks, leftOut } = readTaskFile(content, experiment);
  return { taskSet: { name: experiment.replace(/^.*[/\\]/, ''), tasks: tasks.slice(0, count), corpus: [] }, leftOut };
}

const noPrefix = (option: string, facts: EndpointFacts): TareError =>
  new TareError({
    code: 'no-prefix',
    message: `${option}: ${facts.name} is not known to go on from a prefix`,
    hint: 'llama-server, vLLM, SGLang and --gguf do; leave the option out for others.',
  });

function armsOf(experiment: string, taskSet: TaskSet, options: LabRunOptions, facts: EndpointFacts): Arm[] {
  const settings = {
    maxOutput: tokens(wholeOption(options.maxOutput, '--max-output', 1, 1_000_000)),
    temperature: numberOption(options.temperature, '--temperature', 0, 2),
  };
  if (experiment === 'retrieval' && options.least === true)
    throw new TareError({
      code: 'bad-option',
      message: '--least: retrieval has no reasoning to close',
      hint: 'Use it with reasoning or with tasks of your own.',
    });
  if (experiment === 'retrieval')
    return retrievalArms(taskSet.corpus, listOption(options.sizes, '--sizes', 1, taskSet.corpus.length), settings);
  const arms =
    options.efforts === undefined
      ? instructedArms(settings)
      : effortArms(
          options.efforts.split(',').map((level) => level.trim()),
          settings,
        );
  if (options.least === true && !facts.continuesPrefix) throw noPrefix('--least', facts);
  const shares = options.closedAt === undefined ? (facts.continuesPrefix ? [50] : []) : listOption(options.closedAt, '--closed-at', 0, 100);
  if (shares.length > 0 && !facts.continuesPrefix) {
    throw noPrefix(`--closed-at ${options.closedAt ?? ''}`, facts);
  }
  return [...arms, ...shares.map((share) => forcedCloseArm(arms[0] as Arm, fraction(share / 100)))];
}

function unitOf(cost: string | undefined, rates: TokenRates | undefined): CostUnit {
  if (cost === 'usd' && rates === undefined) {
    throw new TareError({
      code: 'unpriced-model',
      message: '--cost usd: the model has no list price',
      hint: 'Count in seconds or tokens, or name the model as its provider does.',
    });
  }
  return (cost as CostUnit | undefined) ?? (rates === undefined ? 'seconds' : 'usd');
}

/** The first arm is the arm as it is. @throws {TareError} naming the option that is wrong */
export function experimentPlan(
  taskSet: TaskSet,
  arms: readonly Arm[],
  options: LabRunOptions,
  rates: TokenRates | undefined,
): ExperimentPlan {
  const baseline = (arms[0] as Arm).name;
  return {
    proof: {
      margin: fraction(numberOption(options.margin, '--margin', 0.1, 50) / 100),
      pairs: taskSet.tasks.length,
      sequential: options.sequential === true,
    },
    seed: seedOf(wholeOption(options.seed, '--seed', 0, Number.MAX_SAFE_INTEGER)),
    temperature: numberOption(options.temperature, '--temperature', 0, 2),
    maxOutput: tokens(wholeOption(options.maxOutput, '--max-output', 1, 1_000_000)),
    arms: arms.map(({ name, description }) => ({ name, description })),
    baseline,
    noiseArm: `${baseline}, again`,
    costUnit: unitOf(options.cost, rates),
    ...(rates === undefined ? {} : { rates }),
    ...(options.watts === undefined ? {} : { power: watts(numberOption(options.watts, '--watts', 0.1, 1e6)) }),
  };
}

/** Fixes everything before the first request. @throws {TareError} naming the option that is wrong */
export function planRun(
  experiment: string,
  options: LabRunOptions,
  facts: EndpointFacts,
  rates: TokenRates | undefined,
  world: World,
): PlannedRun {
  const { taskSet, leftOut } = tasksOf(experiment, options, world);
  const arms = armsOf(experiment, taskSet, options, facts);
  return { plan: experimentPlan(taskSet, arms, options, rates), taskSet, arms, leftOut };
}
