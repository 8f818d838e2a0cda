import type { Trace } from '../traces/trace.ts';
import { mean, standardDeviation } from '../../base/statistics.ts';
import { TareError } from '../../base/tare-error.ts';

/** A demand in the mean, whatever it was measured or stated from. */
export interface Workload {
  /** Where it comes from, for people. */
  readonly from: string;
  readonly requestsPerSecond: number;
  readonly inputTokens: number;
  readonly cachedTokens: number;
  readonly outputTokens: number;
  /** Standard deviation over mean of the prompts' lengths. */
  readonly lengthVariation: number;
}

/** Mean demand of a trace. @throws {TareError} `short-trace` where all requests come at one moment */
export function workloadOfTrace(trace: Trace, name: string): Workload {
  const last = trace.arrivals.at(-1) ?? 0;
  const requests = trace.arrivals.length;
  if (!(last > 0)) {
    throw new TareError({
      code: 'short-trace',
      message: `${name}: its ${requests} requests come at one moment, so that no rate can be read`,
      hint: 'State the rate with --requests 50/s beside --workload.',
    });
  }
  const inputTokens = mean(trace.inputTokens);
  return {
    from: name,
    requestsPerSecond: requests / last,
    inputTokens,
    cachedTokens: 0,
    outputTokens: mean(trace.outputTokens),
    lengthVariation: requests > 1 ? standardDeviation(trace.inputTokens) / inputTokens : 0,
  };
}
