import { expect, test } from 'vitest';
import { analyticReplica } from '../../../test/analytic-replica.ts';
import { runReplicas } from '../../../test/one-replica.ts';
import { randomFrom, seed } from '../../base/random.ts';
import { mean } from '../../base/statistics.ts';
import { exponential, logNormal } from './distribution.ts';
import { mostCalls, steadyState } from './steady-state.ts';
import type { Workload } from './request-table.ts';

function poisson(count: number, rate: number, input: number, output: number): Workload {
  const random = randomFrom(seed(5), 'steady');
  let time = 0;
  return {
    arrivals: Float64Array.from({ length: count }, () => (time += exponential(random) / rate)),
    inputTokens: Int32Array.from({ length: count }, () => Math.max(1, Math.round(logNormal(random, input, 0.8)))),
    outputTokens: Int32Array.from({ length: count }, () => Math.max(1, Math.round(logNormal(random, output, 0.8)))),
  };
}

test.each([
  { load: 0.05, input: 1000, output: 200 },
  { load: 0.3, input: 1000, output: 200 },
  { load: 0.6, input: 1000, output: 200 },
  { load: 0.8, input: 300, output: 600 },
])('the fluid model agrees with the exact run at $load of the most that $input in, $output out allow', ({ load, input, output }) => {
  const cost = analyticReplica();
  const call = { input, cacheHit: 0, output, inputVariation: 0.8, outputVariation: 0.8 };
  const rate = load * (mostCalls(cost, call, { ttft: 10, tpot: 0.1 })?.callsPerSecond ?? 0);
  const workload = poisson(30_000, rate, input, output);
  const duration = workload.arrivals[workload.arrivals.length - 1] as number;
  const { table, result } = runReplicas(cost, workload, { duration });
  const fluid = steadyState(cost, call, rate);
  // Means over sequences weigh long answers more, as they do in the batch.
  const decodeSeconds = table.finishes.map((finish, index) => finish - (table.firstTokens[index] as number));
  const tpot = mean(decodeSeconds) / (mean(workload.outputTokens) - 1);
  const group = result.groups[0];
  expect(Math.abs((fluid?.tpot ?? 0) / tpot - 1)).toBeLessThan(0.05);
  expect(Math.abs((fluid?.busyShare ?? 0) - (group?.power.busy[0] as number) / duration)).toBeLessThan(0.03);
  expect(Math.abs((fluid?.sequences ?? 0) / ((group?.sequenceSeconds ?? 0) / duration) - 1)).toBeLessThan(0.08);
});

test('more calls than a replica can serve have no steady state', () => {
  expect(steadyState(analyticReplica(), { input: 1000, cacheHit: 0, output: 200 }, 1000)).toBeUndefined();
});
