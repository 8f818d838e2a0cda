import { expect, test } from 'vitest';
import { fraction, tokens } from '../../base/units.ts';
import { ownQuantities } from './own-quantities.ts';

const resolve = ownQuantities({
  calls: 4812,
  requestsPerSecond: 0.01,
  inputTokens: tokens(41_234),
  cachedTokens: tokens(39_000),
  outputTokens: tokens(512),
  lengthVariation: 0.8,
  cacheHit: fraction(0.9512),
  reasoningShare: null,
});

test('measured quantities carry their unit and say from how many calls they come', () => {
  expect(resolve('measured:cache-hit-share')).toEqual({ value: '0.9512', unit: 'fraction', says: 'your own 4,812 calls' });
  expect(resolve('measured:input-tokens-per-call')?.value).toBe('41230');
});

test('what the ledger does not know is not answered: the sourced figure stands', () => {
  expect(resolve('measured:reasoning-share')).toBeUndefined();
  expect(resolve('measured:users')).toBeUndefined();
  expect(resolve('planned:tokens-per-gpu-day no-such-model h100')).toBeUndefined();
});

test('the planner answers with its band', () => {
  const planned = resolve('planned:tokens-per-gpu-day deepseek-v3 h100');
  const [low, high] = (planned?.value ?? '').split(' to ').map(Number) as [number, number];
  expect(planned?.unit).toBe('tokens/GPU-day');
  expect(low).toBeGreaterThan(1e6);
  expect(high).toBeGreaterThan(low);
  expect(high).toBeLessThan(5e9);
});
