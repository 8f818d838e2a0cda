import { existsSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { formatQuantity, formatUsd } from '../../base/number-format.ts';
import { TareError } from '../../base/tare-error.ts';
import { seconds } from '../../base/units.ts';
import type { Arm } from '../../prove/arms/arm.ts';
import type { Endpoint } from '../../prove/endpoints/endpoint.ts';
import { experimentFileAt, ExperimentWriter, readExperiment } from '../../prove/lab/experiment-file.ts';
import type { Ceilings, ExchangeRecord, Experiment, ExperimentHeader } from '../../prove/lab/experiment.ts';
import { runExperiment, type RunEnd, type RunProgress } from '../../prove/lab/run-experiment.ts';
import { runJudge } from '../../prove/lab/run-judge.ts';
import { runLeastSearch } from '../../prove/lab/run-least-search.ts';
import { ProgressLine } from '../progress-line.ts';
import type { World } from '../world.ts';
import { durationText } from './format-plan.ts';
import type { Judge } from './open-judge.ts';

/** Fields that must be as they were for a run to be gone on with. */
const fixedParts = ({ plan, taskSet, endpoint }: ExperimentHeader): unknown =>
  JSON.parse(JSON.stringify({ plan, tasks: taskSet.tasks, model: endpoint.model })) as unknown;

/** The header on file, where the run is a resumed one. @throws {TareError} where that is another run */
function resumed(folder: string, header: ExperimentHeader): ReturnType<typeof readExperiment> | undefined {
  if (!existsSync(experimentFileAt(folder))) return undefined;
  const earlier = readExperiment(folder);
  if (isDeepStrictEqual(fixedParts(earlier.header), fixedParts(header))) return earlier;
  throw new TareError({
    code: 'other-experiment',
    message: `${folder} holds an experiment with other tasks, arms, settings or model`,
    hint: 'Plan, margin and number of tasks are fixed before a run: resume with the same options, or give another --out.',
  });
}

const progressText = ({ arm, task, done, requests, tokens: spent, usd: money, timeLeft }: RunProgress): string =>
  [
    `${done + 1} of ${requests}`,
    arm,
    task,
    formatQuantity(spent, 'tok'),
    ...(money > 0 ? [formatUsd(money)] : []),
    ...(timeLeft === undefined ? [] : [`${durationText(timeLeft)} left`]),
  ].join(', ');

/** A run that is ready to start: all that it fixes, and where it is kept. */
export interface ReadyRun {
  readonly header: ExperimentHeader;
  readonly arms: readonly Arm[];
  readonly endpoint: Endpoint;
  readonly ceilings: Ceilings;
  readonly folder: string;
  /** Present where tasks are judged by a model. */
  readonly judge?: Judge;
}

/** Starts a run, or goes on with the one in its folder, with a progress line; then the search for the least reasoning. */
export async function conductRun(
  { header, arms, endpoint, ceilings, folder, judge }: ReadyRun,
  isLeastWanted: boolean,
  world: World,
): Promise<RunEnd> {
  const earlier = resumed(folder, header);
  const writer = earlier === undefined ? ExperimentWriter.create(folder, header) : ExperimentWriter.resume(folder);
  const progress = new ProgressLine(world);
  const started = world.clock();
  const common = {
    endpoint,
    clock: world.clock,
    signal: world.signal,
    record: (exchange: ExchangeRecord) => writer.add(exchange),
    onProgress: (step: RunProgress) => progress.say(progressText(step)),
  };
  const judged = ({ judgements, ...experiment }: Experiment, { endpoint: judging, rates }: Judge, most: Ceilings): Promise<RunEnd> => {
    const { usd: _, ...unpriced } = most;
    return runJudge({
      ...common,
      experiment: { ...experiment, ...(judgements === undefined ? {} : { judgements }) },
      judge: judging,
      ceilings: rates === undefined ? unpriced : most,
      ...(rates === undefined ? {} : { rates }),
      record: (judgement) => writer.add(judgement),
    });
  };
  try {
    const end = await runExperiment({ ...common, ceilings, header: earlier?.header ?? header, arms, earlier: earlier?.exchanges ?? [] });
    const { time, ...spending } = ceilings;
    const left = (): Ceilings =>
      time === undefined ? spending : { ...spending, time: seconds(Math.max(0.001, time - (world.clock() - started) / 1000)) };
    const searched =
      isLeastWanted && end.stopped === undefined ? await runLeastSearch({ ...common, ceilings: left(), experiment: end.experiment }) : end;
    return judge === undefined || searched.stopped !== undefined
      ? searched
      : await judged({ ...searched.experiment, judgements: earlier?.judgements ?? [] }, judge, left());
  } finally {
    progress.done();
    writer.close();
  }
}
