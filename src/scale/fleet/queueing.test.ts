import { expect, test } from 'vitest';
import { analyticReplica } from '../../../test/analytic-replica.ts';
import { runReplicas } from '../../../test/one-replica.ts';
import { randomFrom, seed } from '../../base/random.ts';
import { mean } from '../../base/statistics.ts';
import { seconds } from '../../base/units.ts';
import { exponential } from './distribution.ts';
import { erlangC, waitOfMg1, waitOfMmk } from './queueing.ts';
import type { Workload } from './request-table.ts';

const stepTime = 0.01;

/** Steps of one length, whatever the batch: a sequence is a customer, its output tokens are its service. */
const clockwork = (maxSequences: number) =>
  analyticReplica({ stepSeconds: () => seconds(stepTime), maxSequences, requestOverhead: seconds(0) });

function poisson(count: number, rate: number, output: () => number): Workload {
  const random = randomFrom(seed(11), 'arrivals');
  let time = 0;
  return {
    arrivals: Float64Array.from({ length: count }, () => (time += exponential(random) / rate)),
    inputTokens: new Int32Array(count).fill(1),
    outputTokens: Int32Array.from({ length: count }, output),
  };
}

const exponentialOutput = (meanTokens: number) => {
  const random = randomFrom(seed(12), 'outputs');
  return () => Math.max(1, Math.round(exponential(random) * meanTokens));
};

/** Wait for a place: time to the first token less its own step and the half step that an arrival waits for a boundary. */
const waitOf = (workload: Workload, firstTokens: Float64Array): number =>
  mean(firstTokens.map((first, index) => first - (workload.arrivals[index] as number))) - 1.5 * stepTime;

test('Erlang C gives its textbook values', () => {
  expect(erlangC(1, 0.7)).toBeCloseTo(0.7, 12);
  expect(erlangC(2, 1)).toBeCloseTo(1 / 3, 12);
});

test('a batch of k places with exponential lengths waits as M/M/k does', () => {
  const workload = poisson(150_000, 12, exponentialOutput(200));
  const { table } = runReplicas(clockwork(30), workload);
  const expected = waitOfMmk(30, 12, 2);
  expect(Math.abs(waitOf(workload, table.firstTokens) / expected - 1)).toBeLessThan(0.1);
});

test('one place with fixed or exponential lengths waits as M/G/1 does', () => {
  const fixed = poisson(100_000, 0.35, () => 200);
  expect(Math.abs(waitOf(fixed, runReplicas(clockwork(1), fixed).table.firstTokens) / waitOfMg1(0.35, 2, 0) - 1)).toBeLessThan(0.05);
  const spread = poisson(200_000, 0.35, exponentialOutput(200));
  expect(Math.abs(waitOf(spread, runReplicas(clockwork(1), spread).table.firstTokens) / waitOfMg1(0.35, 2, 1) - 1)).toBeLessThan(0.08);
});

test('k replicas of one place behind a router that sees them wait no less than M/M/k and far less than k queues apart', () => {
  const workload = poisson(100_000, 3.2, exponentialOutput(200));
  const run = (router: 'least-loaded' | 'round-robin') =>
    waitOf(workload, runReplicas(clockwork(1), workload, { replicas: 8, router }).table.firstTokens);
  const pooled = waitOfMmk(8, 3.2, 2);
  const apart = waitOfMg1(0.4, 2, 1);
  expect(run('least-loaded')).toBeGreaterThan(pooled * 0.95);
  expect(run('least-loaded')).toBeLessThan(run('round-robin'));
  expect(run('round-robin')).toBeLessThan(apart);
});
