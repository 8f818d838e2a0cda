import { expect, test } from 'vitest';
import { analyticReplica } from '../../../test/analytic-replica.ts';
import { oneTier, unifiedGroup } from '../../../test/one-replica.ts';
import { randomFrom, seed } from '../../base/random.ts';
import { mean } from '../../base/statistics.ts';
import { seconds, tokens } from '../../base/units.ts';
import { runCell, type CellSetup } from './cell.ts';
import { exponential } from './distribution.ts';
import { requestOutcome, requestTable, type RequestTable, type Workload } from './request-table.ts';

function poisson(count: number, rate: number): Workload {
  const random = randomFrom(seed(21), 'cell');
  let time = 0;
  return {
    arrivals: Float64Array.from({ length: count }, () => (time += exponential(random) / rate)),
    inputTokens: new Int32Array(count).fill(1000),
    outputTokens: new Int32Array(count).fill(200),
  };
}

const setup = (table: RequestTable, changes: Partial<CellSetup> = {}): CellSetup => ({
  shape: { kind: 'unified', group: unifiedGroup(analyticReplica(), 4) },
  table,
  tiers: [oneTier],
  users: 1,
  router: 'least-loaded',
  maxWaiting: Number.POSITIVE_INFINITY,
  duration: 600,
  buckets: 6,
  ...changes,
});

const count = (table: RequestTable, outcome: number): number => table.outcomes.filter((one) => one === outcome).length;

test('prefill and decode replicas hand over: all is served, the gap after the first token is the transfer', () => {
  const workload = poisson(500, 4);
  const table = requestTable(workload);
  const slowLink = analyticReplica({ transferSecondsPerToken: seconds(0.0001) });
  const group = (role: 'prefill' | 'decode') => ({ ...unifiedGroup(slowLink, 2), role });
  const { groups } = runCell(setup(table, { shape: { kind: 'disaggregated', prefill: group('prefill'), decode: group('decode') } }));
  expect(count(table, requestOutcome.served)).toBe(500);
  expect(groups[0]?.prefillTokens).toBe(500_000);
  expect(groups[1]?.prefillTokens).toBe(0);
  expect(groups[1]?.decodeTokens).toBe(500 * 199);
  const fast = requestTable(workload);
  runCell(
    setup(fast, { shape: { kind: 'disaggregated', prefill: { ...group('prefill'), cost: analyticReplica() }, decode: group('decode') } }),
  );
  const gap = mean(table.finishes.map((finish, index) => finish - (table.firstTokens[index] as number)));
  const fastGap = mean(fast.finishes.map((finish, index) => finish - (fast.firstTokens[index] as number)));
  expect(gap - fastGap).toBeGreaterThan(0.09);
});

test('a full queue and a prompt beyond the KV cache are refused, each under its own name', () => {
  const table = requestTable({
    ...poisson(400, 1000),
    inputTokens: Int32Array.from({ length: 400 }, (_, index) => (index === 7 ? 500_000 : 1000)),
  });
  const cost = analyticReplica({ maxSequences: 4 });
  runCell(setup(table, { shape: { kind: 'unified', group: unifiedGroup(cost, 1) }, maxWaiting: 10 }));
  expect(count(table, requestOutcome.refusedAsTooLong)).toBe(1);
  expect(count(table, requestOutcome.refusedByLoad)).toBeGreaterThan(300);
  expect(count(table, requestOutcome.served)).toBeGreaterThan(10);
});

test('limits throttle the patient and refuse the rest', () => {
  const run = (patience: number): RequestTable => {
    const table = requestTable(poisson(60, 2));
    runCell(setup(table, { tiers: [{ ...oneTier, limits: { requestsPerMinute: 30 }, patience: seconds(patience) }] }));
    return table;
  };
  const hasty = run(0);
  expect(count(hasty, requestOutcome.refusedByLimit)).toBeGreaterThan(5);
  const patient = run(120);
  expect(count(patient, requestOutcome.served)).toBe(60);
  expect(patient.throttles.some((times) => times > 0)).toBe(true);
});

test('a higher class goes first when places are short', () => {
  const workload = poisson(400, 40);
  const table = requestTable({ ...workload, tiers: Uint8Array.from({ length: 400 }, (_, index) => index % 2) });
  const tiers = [oneTier, { ...oneTier, name: 'free', priority: 1 }];
  runCell(setup(table, { tiers, shape: { kind: 'unified', group: unifiedGroup(analyticReplica({ maxSequences: 16 }), 1) } }));
  const wait = (tier: number): number =>
    mean(table.firstTokens.map((first, index) => first - (table.arrivals[index] as number)).filter((_, index) => index % 2 === tier));
  expect(wait(0)).toBeLessThan(wait(1) / 2);
});

test('an autoscaler powers replicas after their start-up, and gives them back', () => {
  const busy = poisson(3000, 25);
  const autoscale = { minimum: 1, targetOutstanding: 20, interval: seconds(5), startup: seconds(30), holdDown: seconds(60) };
  const table = requestTable({ ...busy, arrivals: busy.arrivals.map((time, index) => (index === 2999 ? 590 : time)) });
  const group = { ...unifiedGroup(analyticReplica(), 8), powered: 1, autoscale };
  const { groups } = runCell(setup(table, { shape: { kind: 'unified', group } }));
  const on = groups[0]?.power.on ?? new Float64Array();
  expect(on[1]).toBeGreaterThan(2 * 100);
  expect(on[5]).toBeLessThan((on[1] as number) / 2);
  expect(count(table, requestOutcome.served)).toBe(3000);
});

test('a router that sees prefixes finds more of them than one that does not', () => {
  const random = randomFrom(seed(4), 'prefixes');
  const requests = 1200;
  const workload = poisson(requests, 6);
  const blocks = 3;
  const prefixes = {
    blockTokens: 256,
    offsets: Int32Array.from({ length: requests + 1 }, (_, index) => index * blocks),
    ids: Int32Array.from({ length: requests * blocks }),
  };
  for (let request = 0; request < requests; request++) {
    const family = Math.floor(random.next() * 60);
    for (let block = 0; block < blocks; block++) prefixes.ids[request * blocks + block] = family * blocks + block;
  }
  const hits = (router: 'round-robin' | 'prefix-aware'): number => {
    const table = requestTable({ ...workload, prefixes });
    runCell(setup(table, { router, shape: { kind: 'unified', group: unifiedGroup(analyticReplica({ kvCapacity: tokens(40_000) }), 4) } }));
    return mean(table.cachedTokens);
  };
  expect(hits('prefix-aware')).toBeGreaterThan(hits('round-robin') * 1.1);
});
