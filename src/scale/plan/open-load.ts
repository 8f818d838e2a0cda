import { measuredFactor } from '../hardware/replica-cost.ts';
import type { PhysicalReplica } from '../hardware/physical-replica.ts';
import { bindingOf } from '../hardware/step-cost.ts';
import type { BindingLimit } from '../hardware/step-batch.ts';
import { loopKernels, loopTimes, sequenceLimit, type RequestShape } from './closed-loop.ts';

/** Median and tail of a latency, seconds. */
export interface LatencyPercentiles {
  readonly p50: number;
  readonly p90: number;
  readonly p99: number;
}

/** One replica with requests arriving at random. Times in seconds. */
export interface OpenLoad {
  readonly requestsPerSecond: number;
  /** Sequences that decode at once, in the mean. */
  readonly sequences: number;
  readonly timeToFirstToken: LatencyPercentiles;
  readonly timePerOutputToken: LatencyPercentiles;
  /** Share of the time that prompts take. */
  readonly prefillShare: number;
  /** What takes most of the steps. */
  readonly binds: BindingLimit;
}

/** A replica that holds `sequences` requests in the mean, and the arrival rate that keeps it there. */
export function openLoadAt(replica: PhysicalReplica, shape: RequestShape, sequences: number, variation: number): OpenLoad {
  const kernels = loopKernels(replica, shape, sequences, 'mean');
  const times = loopTimes(replica, kernels, replica.coefficients);
  // Waiting is added below, by queueing theory.
  const situation = { ...shape, sequences, prefillShare: times.prefillShare, waitingShare: 0 };
  const perTokenFactor = measuredFactor(replica, 'tpot', { ...situation, step: times.decodeParts });
  const firstFactor = measuredFactor(replica, 'ttft', { ...situation, step: times.prefillParts });
  const tokens = Math.max(1, shape.outputTokens - 1);
  const perToken = times.timePerOutputToken * perTokenFactor;
  const first = times.prefillSeconds * firstFactor;
  const stall = times.stall * perTokenFactor;
  const rate = sequences / (first + tokens * perToken);
  // Prompts queue for the prefill that all of them share: M/G/1, by Pollaczek and Khinchine, with an exponential tail.
  const load = Math.min(0.999, rate * stall);
  const meanWait = (load * stall * (1 + variation * variation)) / (2 * (1 - load));
  const waitBeyond = (share: number): number => (load <= share ? 0 : (meanWait / load) * Math.log(load / share));
  // Requests in flight vary like a Poisson number (M/G/infinity); so do the prefills that one answer meets.
  const step = (z: number): number => {
    const more = sequences + z * Math.sqrt(sequences);
    const decode = times.decodeStep * perTokenFactor;
    const slope = Math.max(0, (perToken - times.floorStep * perTokenFactor) / Math.max(1, sequences));
    const prompts = (rate * tokens * perToken + z * Math.sqrt(rate * tokens * perToken)) * stall;
    return Math.max(decode * 0.9, decode + slope * (more - sequences) * 0.5 + Math.max(0, prompts) / tokens);
  };
  return {
    requestsPerSecond: rate,
    sequences,
    timeToFirstToken: { p50: first + waitBeyond(0.5), p90: first + waitBeyond(0.1), p99: first + waitBeyond(0.01) },
    timePerOutputToken: { p50: step(0), p90: step(1.2816), p99: step(2.3263) },
    prefillShare: times.prefillShare,
    binds: bindingOf(kernels.mixed[1], replica.coefficients.step),
  };
}

export interface Objective {
  /** Seconds; not limited where absent. */
  readonly timeToFirstToken?: number;
  readonly timePerOutputToken?: number;
  /** Percentile that has to meet them. */
  readonly percentile: keyof LatencyPercentiles;
}

export const meets = (load: OpenLoad, objective: Objective): boolean =>
  load.timeToFirstToken[objective.percentile] <= (objective.timeToFirstToken ?? Number.POSITIVE_INFINITY) &&
  load.timePerOutputToken[objective.percentile] <= (objective.timePerOutputToken ?? Number.POSITIVE_INFINITY);

/** Why a replica takes no more requests. */
export type Ceiling = 'kv-cache' | 'sequences' | 'time-to-first-token' | 'time-per-output-token';

export interface LargestLoad {
  readonly load: OpenLoad;
  readonly ceiling: Ceiling;
}

/** The most requests that one replica serves within an objective, with room for the cache to vary; undefined where not even one. */
export function largestLoad(
  replica: PhysicalReplica,
  shape: RequestShape,
  objective: Objective,
  variation: number,
): LargestLoad | undefined {
  const cacheLimit = sequenceLimit(replica, shape, 'mean');
  // Two standard deviations of a Poisson number of requests in flight stay below the cache's end.
  const most = Math.max(1, cacheLimit + 2 - 2 * Math.sqrt(cacheLimit + 1));
  const smallest = openLoadAt(replica, shape, Math.min(1, most), variation);
  if (!meets(smallest, objective)) return undefined;
  let low = 1;
  let high = most;
  let best = openLoadAt(replica, shape, most, variation);
  if (meets(best, objective)) {
    return { load: best, ceiling: cacheLimit >= replica.maxSequences ? 'sequences' : 'kv-cache' };
  }
  let over = best;
  best = smallest;
  for (let round = 0; round < 24 && high - low > 0.01 * low; round++) {
    const middle = Math.sqrt(low * high);
    const load = openLoadAt(replica, shape, middle, variation);
    if (meets(load, objective)) [low, best] = [middle, load];
    else [high, over] = [middle, load];
  }
  const late = over.timeToFirstToken[objective.percentile] > (objective.timeToFirstToken ?? Number.POSITIVE_INFINITY);
  return { load: best, ceiling: late ? 'time-to-first-token' : 'time-per-output-token' };
}

/** The replica at a given arrival rate; the rate must not exceed that of the largest load. */
export function openLoadForRate(replica: PhysicalReplica, shape: RequestShape, rate: number, most: number, variation: number): OpenLoad {
  let low = 1e-4;
  let high = Math.max(most, low * 2);
  for (let round = 0; round < 40 && high - low > 1e-3 * low; round++) {
    const middle = Math.sqrt(low * high);
    if (openLoadAt(replica, shape, middle, variation).requestsPerSecond < rate) low = middle;
    else high = middle;
  }
  return openLoadAt(replica, shape, high, variation);
}
