import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { PrefixCache } from './prefix-cache.ts';

const ids = (...values: number[]): Int32Array => Int32Array.from(values);

test('blocks stay after use, and the least recently used go first', () => {
  const cache = new PrefixCache(16);
  for (const prompt of [ids(1, 2), ids(3, 4)]) {
    cache.pin(prompt, 0, 2);
    cache.unpin(prompt, 0, 2);
  }
  expect(cache.idleTokens).toBe(64);
  cache.shrinkIdle(32);
  expect(cache.hits(ids(1, 2), 0, 2)).toBe(0);
  expect(cache.hits(ids(3, 4), 0, 2)).toBe(2);
});

test('of a prompt the tail goes before the head, so that what is left can still be hit', () => {
  const cache = new PrefixCache(16);
  cache.pin(ids(1, 2, 3), 0, 3);
  cache.unpin(ids(1, 2, 3), 0, 3);
  cache.shrinkIdle(32);
  expect(cache.hits(ids(1, 2, 3), 0, 3)).toBe(2);
});

test('blocks in use are never dropped, and idle ones are exactly those that nobody uses', () => {
  const prompt = fc.array(fc.nat(12), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(fc.array(fc.tuple(prompt, fc.boolean(), fc.nat(8)), { maxLength: 60 }), (actions) => {
      const cache = new PrefixCache(1);
      const running: Int32Array[] = [];
      for (const [blocks, ends, room] of actions) {
        const one = Int32Array.from(blocks);
        cache.pin(one, 0, one.length);
        running.push(one);
        if (ends) {
          const done = running.shift() as Int32Array;
          cache.unpin(done, 0, done.length);
        }
        cache.shrinkIdle(room);
        expect(cache.idleTokens).toBeLessThanOrEqual(room);
        for (const live of running) expect(cache.hits(live, 0, live.length)).toBe(live.length);
      }
      for (const live of running) cache.unpin(live, 0, live.length);
      expect(cache.idleTokens).toBeGreaterThanOrEqual(new Set(running.flatMap((live) => [...live])).size);
    }),
  );
});
