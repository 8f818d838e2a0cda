import fc from 'fast-check';
import { expect, test } from 'vitest';
import { gpuNamed } from '../hardware/gpu-named.ts';
import { modelNamed } from '../hardware/model-named.ts';
import { planWorkload, type PlanRequest } from './plan-workload.ts';

const request: PlanRequest = {
  model: modelNamed('deepseek-r1'),
  gpu: gpuNamed('h200'),
  engine: { name: 'vllm', quantisation: 'fp8' },
  shape: { inputTokens: 3000, outputTokens: 800 },
  requestsPerSecond: 50,
  objective: { timeToFirstToken: 2, timePerOutputToken: 0.05, percentile: 'p90' },
  lengthVariation: 0.5,
};
const answer = planWorkload(request);

test('a plan keeps its objective and names its band, limit, cost and power', () => {
  expect(answer.timeToFirstToken.p90).toBeLessThanOrEqual(2);
  expect(answer.timePerOutputToken.p90).toBeLessThanOrEqual(0.05);
  expect(answer.gpus.value % 8).toBe(0);
  expect(answer.gpus.low).toBeLessThanOrEqual(answer.gpus.value);
  expect(answer.gpus.high).toBeGreaterThanOrEqual(answer.gpus.value);
  expect(answer.utilisation).toBeLessThanOrEqual(1);
  expect(answer.binding.ceiling).toBe('time-per-output-token');
  expect(answer.cost?.usdPerHour).toBeCloseTo(answer.gpus.value * 4.59, 6);
  expect(answer.cost?.source.date).toBe('2026-10-07');
  expect(answer.power.siteWatts).toBeGreaterThan(answer.power.gpuWatts);
  expect(answer.power.gpuWatts / answer.gpus.value).toBeLessThan(700);
});

test('percentiles rise', () => {
  for (const latency of [answer.timeToFirstToken, answer.timePerOutputToken, answer.endToEnd]) {
    expect(latency.p90).toBeGreaterThanOrEqual(latency.p50);
    expect(latency.p99).toBeGreaterThanOrEqual(latency.p90);
  }
});

test('more demand or less time never takes fewer GPUs; a prefix cache never more', () => {
  const model = modelNamed('qwen3-32b');
  const small = { ...request, model, engine: { name: 'sglang', quantisation: 'bf16' } as const };
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 200 }), fc.integer({ min: 30, max: 120 }), (rate, milliseconds) => {
      const objective = { timePerOutputToken: milliseconds / 1e3, percentile: 'p90' } as const;
      const base = planWorkload({ ...small, requestsPerSecond: rate, objective });
      const busier = planWorkload({ ...small, requestsPerSecond: rate * 2, objective });
      const looser = planWorkload({
        ...small,
        requestsPerSecond: rate,
        objective: { ...objective, timePerOutputToken: (milliseconds * 1.5) / 1e3 },
      });
      const cached = planWorkload({ ...small, requestsPerSecond: rate, objective, cachedTokens: 2000 });
      expect(busier.gpus.value).toBeGreaterThanOrEqual(base.gpus.value);
      expect(looser.gpus.value).toBeLessThanOrEqual(base.gpus.value);
      expect(cached.gpus.value).toBeLessThanOrEqual(base.gpus.value);
    }),
    { numRuns: 8 },
  );
});

test.each([
  [{ requestsPerSecond: -1 }, 'request rate is -1'],
  [{ requestsPerSecond: Number.NaN }, 'request rate is NaN'],
  [{ shape: { inputTokens: 0, outputTokens: 8 } }, 'input is 0 tokens'],
  [{ shape: { inputTokens: 10, outputTokens: -8 } }, 'output is -8 tokens'],
  [{ shape: { inputTokens: 500_000, outputTokens: 8 } }, 'exceed the context'],
  [{ cachedTokens: 3000 }, '3000 cached tokens'],
  [{ usdPerGpuHour: 0 }, '--usd-per-gpu-hour is 0'],
  [{ objective: { timePerOutputToken: 0.0001, percentile: 'p90' as const } }, 'reaches 0.1 ms a token'],
  [{ layout: { tensor: 1, pipeline: 1, expert: 1, data: 1 } }, 'does not fit'],
])('%o is refused with the field and a remedy', (change, message) => {
  expect(() => planWorkload({ ...request, ...change })).toThrow(message);
});
