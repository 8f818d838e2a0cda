import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { analyticReplica } from '../../../test/analytic-replica.ts';
import { runReplicas } from '../../../test/one-replica.ts';
import { runTokenByToken } from '../../../test/token-by-token.ts';
import { seconds, tokens } from '../../base/units.ts';
import type { Workload } from './request-table.ts';

const workloads = fc
  .array(
    fc.record({
      gap: fc.double({ min: 0, max: 0.7, noNaN: true }),
      input: fc.integer({ min: 1, max: 5000 }),
      output: fc.integer({ min: 1, max: 400 }),
    }),
    { minLength: 1, maxLength: 40 },
  )
  .map((requests): Workload => {
    let time = 0;
    return {
      arrivals: Float64Array.from(requests, (request) => (time += request.gap)),
      inputTokens: Int32Array.from(requests, (request) => request.input),
      outputTokens: Int32Array.from(requests, (request) => request.output),
    };
  });

const worstError = (left: Float64Array, right: Float64Array): number =>
  left.reduce((worst, value, index) => Math.max(worst, Math.abs(value / (right[index] as number) - 1)), 0);

const sum = (values: Int32Array): number => values.reduce((total, value) => total + value, 0);

test('events give the times of the token-by-token loop', () => {
  fc.assert(
    fc.property(workloads, fc.integer({ min: 1, max: 64 }), fc.boolean(), (workload, maxSequences, schedulesAhead) => {
      const cost = analyticReplica({ maxSequences });
      const { table } = runReplicas(cost, workload, { schedulesAhead });
      const plain = runTokenByToken(cost, workload, schedulesAhead);
      expect(worstError(table.firstTokens, plain.firstTokens)).toBeLessThan(1e-3);
      expect(worstError(table.finishes, plain.finishes)).toBeLessThan(1e-3);
    }),
    { numRuns: 120 },
  );
});

test('a full KV cache preempts the same sequences as the loop does', () => {
  let preempted = 0;
  fc.assert(
    fc.property(workloads, fc.boolean(), (workload, schedulesAhead) => {
      const cost = analyticReplica({ kvCapacity: tokens(7000) });
      const { table, result } = runReplicas(cost, workload, { schedulesAhead });
      const plain = runTokenByToken(cost, workload, schedulesAhead);
      preempted += plain.preemptions;
      expect(result.groups[0]?.preemptions).toBe(plain.preemptions);
      expect(worstError(table.finishes, plain.finishes)).toBeLessThan(1e-3);
    }),
    { numRuns: 60, seed: 7 },
  );
  expect(preempted).toBeGreaterThan(20);
});

test('a run keeps every token: what is prefilled and decoded is what was asked for', () => {
  fc.assert(
    fc.property(workloads, (workload) => {
      const { result } = runReplicas(analyticReplica(), workload);
      expect(result.groups[0]?.prefillTokens).toBe(sum(workload.inputTokens));
      expect(result.groups[0]?.decodeTokens).toBe(sum(workload.outputTokens) - workload.outputTokens.length);
    }),
  );
});

test('a step of constant length makes times exact', () => {
  const cost = analyticReplica({ stepSeconds: () => seconds(0.5), requestOverhead: seconds(0) });
  const { table } = runReplicas(cost, {
    arrivals: Float64Array.of(0, 1.2),
    inputTokens: Int32Array.of(100, 100),
    outputTokens: Int32Array.of(5, 2),
  });
  expect([...table.firstTokens]).toEqual([0.5, 2]);
  expect([...table.finishes]).toEqual([2.5, 2.5]);
});

test('shared blocks of a prompt are computed once while they stay', () => {
  const prefixes = { blockTokens: 512, offsets: Int32Array.of(0, 3, 6, 9), ids: Int32Array.of(1, 2, 3, 1, 2, 4, 9, 2, 3) };
  const workload = {
    arrivals: Float64Array.of(0, 10, 20),
    inputTokens: Int32Array.of(1600, 1700, 1600),
    outputTokens: Int32Array.of(10, 10, 10),
    prefixes,
  };
  const { table } = runReplicas(analyticReplica(), workload);
  expect([...table.cachedTokens]).toEqual([0, 1024, 0]);
  const small = runReplicas(analyticReplica({ kvCapacity: tokens(1750) }), workload);
  expect([...small.table.cachedTokens]).toEqual([0, 1024, 0]);
});
