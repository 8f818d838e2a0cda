import { expect, test } from 'vitest';
import { asIf } from './as-if.ts';
import { gpuNamed } from './gpu-named.ts';
import { modelNamed } from './model-named.ts';

const served = asIf(modelNamed('deepseek-v3'), gpuNamed('h200'));
const mix = { uncachedInput: 10_000, cacheRead: 90_000, output: 2000, meanContext: 30_000 };

test('a cached token costs less than a computed one, and an output token more', () => {
  const cost = served.cost(mix).gpuSeconds;
  const uncached = served.cost({ ...mix, uncachedInput: 100_000, cacheRead: 0 }).gpuSeconds;
  expect(uncached).toBeGreaterThan(2 * cost - served.cost({ ...mix, uncachedInput: 0, cacheRead: 0 }).gpuSeconds);
  expect(served.secondsPerOutputToken(30_000)).toBeGreaterThan(served.secondsPerPromptToken(30_000));
});

test('twice the tokens cost twice', () => {
  const double = served.cost({ uncachedInput: 20_000, cacheRead: 180_000, output: 4000, meanContext: 30_000 });
  expect(double.gpuSeconds).toBeCloseTo(2 * served.cost(mix).gpuSeconds, 9);
  expect(double.joules).toBeCloseTo(2 * served.cost(mix).joules, 6);
});

test('nothing costs nothing', () => {
  const none = served.cost({ uncachedInput: 0, cacheRead: 0, output: 0, meanContext: 0 });
  expect([none.gpuSeconds, none.joules]).toEqual([0, 0]);
});
