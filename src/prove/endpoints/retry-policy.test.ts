import { expect, test } from 'vitest';
import { milliseconds } from '../../base/units.ts';
import { pauseBefore, retryAfter, type RetryPolicy } from './retry-policy.ts';

const policy: RetryPolicy = { attempts: 3, pause: milliseconds(1000), longestPause: milliseconds(10_000), wait: async () => undefined };

test('retry-after is read as seconds and as a date', () => {
  expect(retryAfter('2.5', 0)).toBe(2500);
  expect(retryAfter('Mon, 23 Nov 2026 12:00:10 GMT', Date.parse('2026-11-23T12:00:00Z'))).toBe(10_000);
  expect(retryAfter('soon', 0)).toBeUndefined();
  expect(retryAfter(undefined, 0)).toBeUndefined();
});

test('pauses double, end with the attempts, and a server that asks for too long is not waited for', () => {
  expect([1, 2, 3].map((attempt) => pauseBefore(policy, attempt, undefined))).toEqual([1000, 2000, undefined]);
  expect(pauseBefore(policy, 1, milliseconds(9000))).toBe(9000);
  expect(pauseBefore(policy, 1, milliseconds(11_000))).toBeUndefined();
});
