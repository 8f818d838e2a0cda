import { existsSync } from 'node:fs';
import { TareError } from '../../base/tare-error.ts';
import { seconds, tokens, usd, type Seconds, type Tokens } from '../../base/units.ts';
import type { Arm } from '../../prove/arms/arm.ts';
import type { Endpoint, EndpointFacts } from '../../prove/endpoints/endpoint.ts';
import { probeContext, probeEstimate } from '../../prove/endpoints/probe-context.ts';
import { promptEstimate } from '../../prove/endpoints/truncated-prompt.ts';
import { experimentFileAt, readExperiment } from '../../prove/lab/experiment-file.ts';
import type { Ceilings, TokenRates } from '../../prove/lab/experiment.ts';
import type { Task } from '../../prove/tasks/task.ts';
import type { World } from '../world.ts';
import { wholeOption, type LabRunOptions } from './lab-options.ts';

/** Prompts up to this fit every server that is in use. */
const alwaysFits = 2000;

/** Largest prompt of the run, with the room its answer takes. */
function largestPrompt(tasks: readonly Task[], arms: readonly Arm[]): number {
  let largest = 0;
  for (const arm of arms) {
    for (const task of tasks) {
      const request = arm.prepare(task, 0, undefined)?.request;
      if (request !== undefined) largest = Math.max(largest, promptEstimate(request) + request.maxOutput);
    }
  }
  return largest;
}

/** What may be spent, and at which prices. */
interface Spend {
  readonly ceilings: Ceilings;
  readonly rates: TokenRates | undefined;
}

/** Longest prompt of the search for a context limit; undefined where none is made. @throws {TareError} naming the option */
export function probeCeiling(
  tasks: readonly Task[],
  arms: readonly Arm[],
  facts: EndpointFacts,
  options: LabRunOptions,
  { ceilings, rates }: Spend,
): Tokens | undefined {
  const wanted = options.probeContext === undefined ? undefined : wholeOption(options.probeContext, '--probe-context', 512, 10_000_000);
  const isStated = facts.contextLimit !== undefined || facts.dialect === 'recorded' || facts.dialect === 'gguf';
  if (isStated || options.probe === false) return undefined;
  const ceiling = wanted ?? largestPrompt(tasks, arms);
  if (wanted === undefined && ceiling <= alwaysFits) return undefined;
  const { input } = probeEstimate(ceiling);
  const passes = input > (ceilings.tokens ?? Infinity) || usdOf(input, rates) > (ceilings.usd ?? Infinity);
  if (!passes) return tokens(ceiling);
  if (wanted === undefined) return undefined;
  throw new TareError({
    code: 'probe-too-dear',
    message: `--probe-context ${wanted}: the search may send ${input} tokens, more than --max-tokens or --max-usd allow`,
    hint: 'Give a smaller --probe-context or more room.',
  });
}

const usdOf = (input: number, rates: TokenRates | undefined): number => (rates === undefined ? 0 : (input * rates.uncached) / 1e6);

/** What the search has left of the ceilings. */
export function ceilingsAfterProbe(
  ceilings: Ceilings,
  { contextProbe }: EndpointFacts,
  { rates, elapsed }: { readonly rates: TokenRates | undefined; readonly elapsed: number },
): Ceilings {
  if (contextProbe === undefined) return ceilings;
  const { sent } = contextProbe;
  return {
    ...ceilings,
    ...(ceilings.time === undefined ? {} : { time: seconds(Math.max(0.001, ceilings.time - elapsed)) }),
    ...(ceilings.tokens === undefined ? {} : { tokens: tokens(Math.max(0, ceilings.tokens - sent)) }),
    ...(ceilings.usd === undefined ? {} : { usd: usd(Math.max(0, ceilings.usd - usdOf(sent, rates))) }),
  };
}

/** The endpoint with what the search has shown; a run that is resumed keeps what it has found. */
export async function withProbedContext(
  endpoint: Endpoint,
  ceiling: Tokens | undefined,
  { folder, time }: { readonly folder: string; readonly time: Seconds | undefined },
  world: World,
): Promise<Endpoint> {
  if (ceiling === undefined) return endpoint;
  const known = existsSync(experimentFileAt(folder)) ? readExperiment(folder).header.endpoint.contextProbe : undefined;
  const limit = time === undefined ? world.signal : AbortSignal.any([world.signal, AbortSignal.timeout(time * 1000)]);
  const contextProbe = known ?? (await probeContext(endpoint, ceiling, limit));
  return {
    facts: { ...endpoint.facts, contextProbe },
    complete: (request, signal) => endpoint.complete(request, signal),
    close: () => endpoint.close(),
  };
}
