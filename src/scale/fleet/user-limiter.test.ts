import { expect, test } from 'vitest';
import { seconds, tokens } from '../../base/units.ts';
import type { Tier, TierLimits } from './tier.ts';
import { UserLimiter } from './user-limiter.ts';

const tier = (limits: TierLimits): Tier => ({
  name: 'free',
  priority: 0,
  limits,
  reservedOutput: tokens(0),
  cachedInputCounts: true,
  patience: seconds(0),
  objective: { ttft: seconds(1), tpot: seconds(1) },
});

test('a minute’s requests come in at once, the next when the bucket has one again', () => {
  const limiter = new UserLimiter([tier({ requestsPerMinute: 3 })], 1);
  expect([0, 0, 0].map(() => limiter.waitFor(0, 0, 10, 0))).toEqual([0, 0, 0]);
  expect(limiter.waitFor(0, 0, 10, 0)).toBeCloseTo(20, 9);
  expect(limiter.waitFor(0, 0, 10, 20)).toBe(0);
});

test('what a request reserved and did not use is there for the next', () => {
  const limiter = new UserLimiter([tier({ tokensPerMinute: tokens(1000) })], 1);
  expect(limiter.waitFor(0, 0, 900, 0)).toBe(0);
  expect(limiter.waitFor(0, 0, 500, 0)).toBeGreaterThan(0);
  limiter.settle(0, 900, 100);
  expect(limiter.waitFor(0, 0, 500, 0)).toBe(0);
});

test('a window opens with the first request and closes five hours later', () => {
  const limiter = new UserLimiter([tier({ fiveHourTokens: tokens(1000) })], 1);
  expect(limiter.waitFor(0, 0, 1000, 3600)).toBe(0);
  expect(limiter.waitFor(0, 0, 1, 7200)).toBe(4 * 3600);
  expect(limiter.waitFor(0, 0, 1000, 6 * 3600)).toBe(0);
});

test('a week’s tokens hold beyond the five hours', () => {
  const limiter = new UserLimiter([tier({ fiveHourTokens: tokens(1000), weeklyTokens: tokens(1500) })], 1);
  expect(limiter.waitFor(0, 0, 1000, 0)).toBe(0);
  expect(limiter.waitFor(0, 0, 1000, 6 * 3600)).toBe(7 * 86_400 - 6 * 3600);
});

test('a request that no bucket can hold never comes in, and users do not share', () => {
  const limiter = new UserLimiter([tier({ tokensPerMinute: tokens(100) })], 2);
  expect(limiter.waitFor(0, 0, 101, 0)).toBe(Number.POSITIVE_INFINITY);
  expect(limiter.waitFor(0, 0, 100, 0)).toBe(0);
  expect(limiter.waitFor(1, 0, 100, 0)).toBe(0);
});
