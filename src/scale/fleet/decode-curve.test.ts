import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { analyticReplica } from '../../../test/analytic-replica.ts';
import { seconds } from '../../base/units.ts';
import type { StepBatch } from '../hardware/replica-cost.ts';
import { DecodeCurve } from './decode-curve.ts';

/** Bent everywhere: a bandwidth that grows with the cache read, under a floor, and a share that grows with the square root. */
const bent = (batch: StepBatch): number => {
  const bytes = batch.decodeContextTokens * 131_072;
  const rate = 1.5e12 * (0.3 + 0.6 * (bytes / (bytes + 4e9)));
  return Math.max(0.008, 0.002 + bytes / rate) + 1e-5 * Math.sqrt(batch.decodeContextTokens) + 1e-5 * batch.decodeSequences;
};
const cost = analyticReplica({ stepSeconds: (batch) => seconds(bent(batch)) });

const exactSum = (sequences: number, context: number, steps: number): number => {
  let sum = 0;
  for (let step = 0; step < steps; step++) {
    sum += bent({
      prefillTokens: 0,
      prefillSequences: 0,
      prefillAttentionPairs: 0,
      decodeSequences: sequences,
      decodeContextTokens: sequences * (context + step),
    });
  }
  return sum;
};

const spans = [
  fc.integer({ min: 1, max: 256 }),
  fc.double({ min: 1, max: 100_000, noNaN: true }),
  fc.integer({ min: 1, max: 3000 }),
] as const;

test('a run of steps takes the sum of its steps within 0.1 %, however bent the cost is', () => {
  const curve = new DecodeCurve(cost);
  fc.assert(
    fc.property(...spans, (sequences, context, steps) => {
      const exact = exactSum(sequences, context, steps);
      expect(Math.abs(curve.seconds(sequences, context, steps) / exact - 1)).toBeLessThan(1e-3);
    }),
  );
});

test('a run cut in two takes as long as the whole', () => {
  const curve = new DecodeCurve(cost);
  fc.assert(
    fc.property(...spans, fc.double({ min: 0, max: 1, noNaN: true }), (sequences, context, steps, where) => {
      const cut = Math.floor(where * steps);
      const parts = curve.seconds(sequences, context, cut) + curve.seconds(sequences, context + cut, steps - cut);
      expect(parts).toBeCloseTo(curve.seconds(sequences, context, steps), 8);
    }),
  );
});

test('the steps within a time are the fewest that last it', () => {
  const curve = new DecodeCurve(cost);
  fc.assert(
    fc.property(...spans, fc.double({ min: 0.001, max: 1, noNaN: true }), (sequences, context, most, share) => {
      const duration = share * curve.seconds(sequences, context, most);
      const steps = curve.stepsWithin(sequences, context, duration, most);
      expect(curve.seconds(sequences, context, steps)).toBeGreaterThanOrEqual(duration * (1 - 1e-12));
      if (steps > 1) expect(curve.seconds(sequences, context, steps - 1)).toBeLessThan(duration * (1 + 1e-12));
    }),
  );
});
