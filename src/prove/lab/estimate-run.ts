import { seconds, tokens, usd, type Seconds, type Tokens, type Usd } from '../../base/units.ts';
import { promptEstimate } from '../endpoints/truncated-prompt.ts';
import type { Arm } from '../arms/arm.ts';
import type { Task } from '../tasks/task.ts';
import { estimateLeast, type LeastEstimate } from './estimate-least.ts';
import type { TokenRates } from './experiment.ts';

/** What a run will take, before anything is sent. Every figure is an estimate and is said to be one. */
export interface RunEstimate {
  readonly requests: number;
  readonly input: Tokens;
  readonly output: Tokens;
  /** Output if every response runs into its cap. */
  readonly mostOutput: Tokens;
  /** Absent where the model has no list price. */
  readonly usd?: Usd;
  readonly mostUsd?: Usd;
  readonly time: Seconds;
  readonly speed: AssumedSpeed;
  /** The search for the least reasoning, where it is wanted: on top of requests, tokens and time; its dollars are in the sums. */
  readonly least?: LeastEstimate;
}

export interface AssumedSpeed {
  /** Tokens a second. */
  readonly prefill: number;
  readonly decode: number;
  /** Where the figures come from, for people. */
  readonly from: string;
}

const placeholder = 0;

/** Requests of the run: every arm over every task, and the noise arm. */
export function estimateRun(
  tasks: readonly Task[],
  arms: readonly Arm[],
  baseline: Arm,
  speed: AssumedSpeed,
  { rates, searchesLeast = false }: { readonly rates?: TokenRates; readonly searchesLeast?: boolean } = {},
): RunEstimate {
  let [input, output, mostOutput, requests] = [0, 0, 0, 0];
  for (const arm of [...arms, baseline]) {
    // What an arm builds on is not there yet: its prompt is the other arm's and half of that arm's output.
    const base = arm.needs === undefined ? undefined : arms.find(({ name }) => name === arm.needs);
    for (const task of tasks) {
      const prepared = (base ?? arm).prepare(task, placeholder, undefined);
      if (prepared === undefined) continue;
      requests++;
      input += promptEstimate(prepared.request) + (base === undefined ? 0 : base.expectedOutput / 2);
      output += arm.expectedOutput;
      mostOutput += base === undefined ? prepared.request.maxOutput : arm.expectedOutput * 2;
    }
  }
  const least = searchesLeast ? estimateLeast(tasks, baseline, speed) : undefined;
  const priced = (out: number, search: { readonly input: number; readonly output: number } | undefined): Usd | undefined =>
    rates === undefined
      ? undefined
      : usd(((input + (search?.input ?? 0)) * rates.uncached + (out + (search?.output ?? 0)) * rates.output) / 1e6);
  const [expected, most] = [priced(output, least), priced(mostOutput, least?.most)];
  return {
    requests,
    input: tokens(Math.round(input)),
    output: tokens(Math.round(output)),
    mostOutput: tokens(Math.round(mostOutput)),
    ...(expected === undefined ? {} : { usd: expected }),
    ...(most === undefined ? {} : { mostUsd: most }),
    time: seconds(input / speed.prefill + output / speed.decode),
    speed,
    ...(least === undefined ? {} : { least }),
  };
}
