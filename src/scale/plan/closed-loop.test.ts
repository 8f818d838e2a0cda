import fc from 'fast-check';
import { expect, test } from 'vitest';
import { gpuNamed } from '../hardware/gpu-named.ts';
import { modelNamed } from '../hardware/model-named.ts';
import { replicaByPhysics } from '../hardware/replica-cost.ts';
import { loopKernels, loopTimes, sequenceLimit } from './closed-loop.ts';

const replica = replicaByPhysics(
  modelNamed('llama-3.1-70b'),
  gpuNamed('h100'),
  { tensor: 4, pipeline: 1, expert: 1, data: 1 },
  { name: 'vllm', quantisation: 'fp8' },
);
const shapes = fc.record({ inputTokens: fc.integer({ min: 16, max: 8000 }), outputTokens: fc.integer({ min: 64, max: 4000 }) });

test('requests in flight, their time and the throughput obey Little', () => {
  fc.assert(
    fc.property(shapes, fc.integer({ min: 1, max: 256 }), (shape, offered) => {
      const kernels = loopKernels(replica, shape, offered, 'mean');
      const times = loopTimes(replica, kernels, replica.coefficients);
      const decoding = (shape.outputTokens - 1) * times.timePerOutputToken;
      const requestsPerSecond = times.throughput / shape.outputTokens;
      expect(requestsPerSecond * decoding).toBeLessThanOrEqual(kernels.sequences * (1 + 1e-6));
      expect(requestsPerSecond * (decoding + times.timeToFirstToken)).toBeGreaterThan(0.9 * Math.min(offered, kernels.sequences));
    }),
  );
});

test('a fuller replica gives more tokens, each more slowly', () => {
  fc.assert(
    fc.property(shapes, fc.integer({ min: 1, max: 100 }), (shape, offered) => {
      const at = (load: number) => loopTimes(replica, loopKernels(replica, shape, load, 'mean'), replica.coefficients);
      const [few, many] = [at(offered), at(offered * 2)];
      expect(many.timePerOutputToken).toBeGreaterThanOrEqual(few.timePerOutputToken * (1 - 1e-9));
      // At saturation more sequences may lose a few hundredths.
      expect(many.throughput).toBeGreaterThanOrEqual(few.throughput * 0.95);
    }),
  );
});

test('what does not fit into the cache waits for a slot', () => {
  const shape = { inputTokens: 6000, outputTokens: 1000 };
  const limit = sequenceLimit(replica, shape, 'whole');
  const times = loopTimes(replica, loopKernels(replica, shape, limit * 3, 'whole'), replica.coefficients);
  expect(times.timeToFirstToken).toBeGreaterThan(2 * 999 * times.timePerOutputToken * 0.9);
});
