import { join } from 'node:path';
import { TareError } from '../../base/tare-error.ts';
import { seconds, tokens, usd } from '../../base/units.ts';
import type { Ceilings, Experiment, ExperimentId } from '../../prove/lab/experiment.ts';
import { pilotFolderName } from '../../prove/lab/experiment-file.ts';
import { pairsAfterPilot, pilotArms } from '../../prove/lab/pilot.ts';
import { Spending } from '../../prove/lab/spending.ts';
import type { World } from '../world.ts';
import { conductRun, type ReadyRun } from './conduct-run.ts';
import { pilotText } from './format-plan.ts';

/** What is left of the ceilings behind a pilot. */
function ceilingsLeft(ceilings: Ceilings, { header, exchanges }: Experiment, elapsed: number): Ceilings {
  const spent = new Spending({}, header.plan.rates);
  for (const exchange of exchanges) spent.add(exchange);
  return {
    ...(ceilings.usd === undefined ? {} : { usd: usd(Math.max(0, ceilings.usd - spent.usd)) }),
    ...(ceilings.tokens === undefined ? {} : { tokens: tokens(Math.max(0, ceilings.tokens - spent.tokens)) }),
    ...(ceilings.time === undefined ? {} : { time: seconds(Math.max(0.001, ceilings.time - elapsed)) }),
  };
}

/**
 * Runs the first `pairs` tasks as a pilot, kept beside the run, and fixes how many of the rest the run takes. Its tasks
 * are in the pilot alone, so that nothing it saw is counted twice.
 * @throws {TareError} `pilot-too-large`, `pilot-stopped`
 */
export async function afterPilot(run: ReadyRun, pairs: number, world: World): Promise<ReadyRun> {
  const { header, ceilings, folder } = run;
  const { plan, taskSet } = header;
  const most = taskSet.tasks.length - pairs;
  if (most < 2)
    throw new TareError({
      code: 'pilot-too-large',
      message: `--pilot ${pairs}: of ${taskSet.tasks.length} tasks that leaves ${Math.max(0, most)} for the run`,
      hint: 'Give a smaller pilot or more tasks.',
    });
  const started = world.clock();
  const { experiment, stopped } = await conductRun(
    {
      ...run,
      folder: join(folder, pilotFolderName),
      header: {
        ...header,
        id: `${header.id}-pilot` as ExperimentId,
        plan: { ...plan, proof: { ...plan.proof, pairs, sequential: false } },
        taskSet: { ...taskSet, tasks: taskSet.tasks.slice(0, pairs) },
      },
    },
    false,
    world,
  );
  if (stopped !== undefined)
    throw new TareError({
      code: 'pilot-stopped',
      message: `the pilot ended early: ${stopped}`,
      hint: `The number of tasks is not fixed yet: give it more room and go on with --out ${folder}.`,
    });
  const arms = pilotArms(experiment);
  const chosen = pairsAfterPilot(arms, most);
  world.writeError(pilotText({ pairs, arms }, plan.proof.margin, chosen));
  return {
    ...run,
    ceilings: ceilingsLeft(ceilings, experiment, (world.clock() - started) / 1000),
    header: {
      ...header,
      plan: { ...plan, proof: { ...plan.proof, pairs: chosen }, pilot: { pairs, arms } },
      taskSet: { ...taskSet, tasks: taskSet.tasks.slice(pairs, pairs + chosen) },
    },
  };
}
