import type { Random } from '../../base/random.ts';
import { exponential, gammaOfMeanOne, weibullOfMeanOne } from '../fleet/distribution.ts';
import type { TraceColumns } from '../fleet/scenario.ts';
import type { LengthDistribution, ServeGenClient, ServeGenLengths, ServeGenWindow } from './servegen.ts';

export interface ServeGenRun {
  /** Stretch of the recorded time to play, seconds. */
  readonly start: number;
  readonly duration: number;
  /** Times the recorded rates. */
  readonly rateFactor: number;
}

interface Arrival {
  readonly time: number;
  readonly client: number;
  readonly input: number;
  readonly output: number;
}

/**
 * Draws requests of all clients, each with its own rate, spacing and lengths. A client whose length file is missing takes
 * the lengths of the busiest client that has one; `borrowed` is the share of requests that do.
 */
export function servegenWorkload(
  clients: readonly ServeGenClient[],
  run: ServeGenRun,
  random: Random,
): { readonly columns: TraceColumns; readonly borrowed: number } {
  const fallback = busiestWithLengths(clients);
  const arrivals: Arrival[] = [];
  let borrowed = 0;
  clients.forEach((client, index) => {
    const hasOwn = client.lengths.length > 0;
    const before = arrivals.length;
    addClient(arrivals, client.windows, hasOwn ? client.lengths : fallback.lengths, {
      run,
      client: index,
      random: random.fork(client.name),
    });
    if (!hasOwn) borrowed += arrivals.length - before;
  });
  arrivals.sort((left, right) => left.time - right.time || left.client - right.client);
  return {
    columns: {
      arrivals: Float64Array.from(arrivals, (arrival) => arrival.time),
      inputTokens: Int32Array.from(arrivals, (arrival) => arrival.input),
      outputTokens: Int32Array.from(arrivals, (arrival) => arrival.output),
      users: Int32Array.from(arrivals, (arrival) => arrival.client),
      prefixes: undefined,
    },
    borrowed: arrivals.length === 0 ? 0 : borrowed / arrivals.length,
  };
}

const load = (client: ServeGenClient): number => client.windows.reduce((sum, window) => sum + window.rate, 0);

function busiestWithLengths(clients: readonly ServeGenClient[]): ServeGenClient {
  return clients.filter((client) => client.lengths.length > 0).reduce((best, client) => (load(client) > load(best) ? client : best));
}

function addClient(
  arrivals: Arrival[],
  windows: readonly ServeGenWindow[],
  lengths: readonly ServeGenLengths[],
  from: { readonly run: ServeGenRun; readonly client: number; readonly random: Random },
): void {
  const { run, client, random } = from;
  const end = run.start + run.duration;
  let left = exponential(random);
  windows.forEach((window, index) => {
    const windowEnd = windows[index + 1]?.start ?? window.start + ((windows[1]?.start ?? 600) - (windows[0]?.start ?? 0));
    const start = Math.max(window.start, run.start);
    const stop = Math.min(windowEnd, end);
    const rate = window.rate * run.rateFactor;
    if (stop <= start || rate === 0) return;
    const shape = lengths.findLast((one) => one.start <= start) ?? lengths[0];
    if (shape === undefined) return;
    let time = start + left / rate;
    while (time < stop) {
      arrivals.push({ time: time - run.start, client, input: draw(shape.input, random), output: draw(shape.output, random) });
      time += gap(window, random) / rate;
    }
    left = (time - stop) * rate;
  });
}

function gap(window: ServeGenWindow, random: Random): number {
  switch (window.gaps.family) {
    case 'exponential':
      return exponential(random);
    case 'gamma':
      return gammaOfMeanOne(random, window.gaps.shape);
    case 'weibull':
      return weibullOfMeanOne(random, window.gaps.shape);
  }
}

function draw(distribution: LengthDistribution, random: Random): number {
  const target = random.next();
  let low = 0;
  let high = distribution.cumulative.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((distribution.cumulative[middle] as number) < target) low = middle + 1;
    else high = middle;
  }
  return Math.max(1, Math.round(distribution.lengths[low] as number));
}
