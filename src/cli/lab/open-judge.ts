import { TareError } from '../../base/tare-error.ts';
import type { Endpoint } from '../../prove/endpoints/endpoint.ts';
import type { TokenRates } from '../../prove/lab/experiment.ts';
import type { Task } from '../../prove/tasks/task.ts';
import type { World } from '../world.ts';
import type { LabRunOptions } from './lab-options.ts';
import { openEndpoint } from './open-endpoint.ts';
import { tokenRates } from './token-rates.ts';

/** The model that judges, and its prices. */
export interface Judge {
  readonly endpoint: Endpoint;
  readonly rates: TokenRates | undefined;
}

/**
 * Opens the judge where tasks ask for one; undefined where none does.
 * @throws {TareError} `judge-needed`, `no-ceiling`, or that the option has no use
 */
export async function openJudge(tasks: readonly Task[], options: LabRunOptions, world: World): Promise<Judge | undefined> {
  const { judgeEndpoint, judgeModel, judgeApiKeyEnv, gguf: _, recorded: __, model: ___, apiKeyEnv: ____, ...rest } = options;
  const count = tasks.filter(({ grader }) => grader.kind === 'judge').length;
  if (count === 0) {
    if (judgeEndpoint === undefined) return undefined;
    throw new TareError({
      code: 'bad-option',
      message: '--judge-endpoint: no task has the scorer judge',
      hint: 'Leave it out, or give the tasks "scorer": "judge".',
    });
  }
  if (judgeEndpoint === undefined) {
    throw new TareError({
      code: 'judge-needed',
      message: `${count} tasks have the scorer judge, and no model was named to judge them`,
      hint: 'Give --judge-endpoint URL, or another scorer: a model’s verdict is an opinion.',
    });
  }
  const endpoint = await openEndpoint(
    {
      ...rest,
      dialect: 'openai',
      endpoint: judgeEndpoint,
      ...(judgeModel === undefined ? {} : { model: judgeModel }),
      ...(judgeApiKeyEnv === undefined ? {} : { apiKeyEnv: judgeApiKeyEnv }),
    },
    world,
  );
  const rates = tokenRates(endpoint.facts, world.clock());
  if (rates === undefined || options.maxUsd !== undefined || options.yes === true) return { endpoint, rates };
  await endpoint.close();
  throw new TareError({
    code: 'no-ceiling',
    message: 'the judge costs money and the run has no ceiling',
    hint: 'Give --max-usd DOLLARS, or --yes to spend what it takes.',
  });
}
