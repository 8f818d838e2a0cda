import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { analyticReplica } from '../../../test/analytic-replica.ts';
import { seconds } from '../../base/units.ts';
import { gpuNamed } from '../hardware/gpu-named.ts';
import { modelNamed } from '../hardware/model-named.ts';
import { replicaCost, type ReplicaCost, type StepBatch } from '../hardware/replica-cost.ts';
import { DecodeCurve } from './decode-curve.ts';

/** Smooth and bent everywhere: a bandwidth that grows with the cache read, and a share that grows with the square root. */
const smooth = (batch: StepBatch): number => {
  const bytes = batch.decodeContextTokens * 131_072;
  const rate = 1.5e12 * (0.3 + 0.6 * (bytes / (bytes + 4e9)));
  return 0.002 + bytes / rate + 1e-5 * Math.sqrt(batch.decodeContextTokens) + 1e-5 * batch.decodeSequences;
};
/** The same with a corner where it leaves a floor. */
const cornered = (batch: StepBatch): number => Math.max(0.008, smooth(batch));

const costOf = (step: (batch: StepBatch) => number): ReplicaCost => analyticReplica({ stepSeconds: (batch) => seconds(step(batch)) });
const cost = costOf(cornered);

const decodeOf = (decodeSequences: number, context: number): StepBatch => ({
  prefillTokens: 0,
  prefillSequences: 0,
  prefillAttentionPairs: 0,
  decodeSequences,
  decodeContextTokens: decodeSequences * context,
});

const exactSum = (of: ReplicaCost, sequences: number, context: number, steps: number): number => {
  let sum = 0;
  for (let step = 0; step < steps; step++) sum += of.stepSeconds(decodeOf(sequences, context + step));
  return sum;
};

const single = { tensor: 1, pipeline: 1, expert: 1, data: 1 };

const spans = [
  fc.integer({ min: 1, max: 256 }),
  fc.double({ min: 1, max: 100_000, noNaN: true }),
  fc.integer({ min: 1, max: 3000 }),
] as const;

test.each([
  ['a smooth cost', costOf(smooth), 1e-3],
  // Between two nodes an eighth of a context apart, a straight line cuts a corner off.
  ['a cost with a corner', cost, 0.015],
  ['the cost model', replicaCost(modelNamed('gpt-oss-20b'), gpuNamed('h100'), single, { name: 'vllm', quantisation: 'mxfp4' }), 1e-9],
] as const)('with %s, a run of steps takes the sum of its steps', (_, of, limit) => {
  const curve = new DecodeCurve(of);
  fc.assert(
    fc.property(...spans, (sequences, context, steps) => {
      const exact = exactSum(of, sequences, context, steps);
      expect(Math.abs(curve.seconds(sequences, context, steps) / exact - 1)).toBeLessThanOrEqual(limit);
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
