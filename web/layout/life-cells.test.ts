import { expect, test } from 'vitest';
import { tokens } from '../../src/base/units.ts';
import { layoutLife } from './life-cells.ts';

const life = {
  firstCall: 4,
  lastCall: 9,
  stretches: [
    { from: 4, to: 4, tier: 'write5m', tokens: tokens(100) },
    { from: 5, to: 6, tier: 'read', tokens: tokens(100) },
    { from: 7, to: 7, tier: 'read', tokens: tokens(30) },
    { from: 7, to: 7, tier: 'write5m', tokens: tokens(70) },
    { from: 8, to: 8, tier: 'read', tokens: tokens(100) },
    { from: 9, to: 9, tier: 'uncached', tokens: tokens(100) },
  ],
  losses: [{ call: 7, cause: { cause: 'unknown' } }],
} as const;

test('a cell a call, in the state that most of its tokens were in', () => {
  const { cells, counts } = layoutLife(life, 400, 100);
  expect(cells.map(({ state }) => state)).toEqual(['written', 'read', 'read', 'written', 'read', 'uncached']);
  expect(cells.map(({ lost }) => lost)).toEqual([false, false, false, true, false, false]);
  expect(counts).toEqual({ absent: 0, read: 3, output: 0, written: 2, uncached: 1 });
});

test('cells stay inside the width and wrap to rows', () => {
  const { cells, height } = layoutLife(life, 60, 100);
  expect(Math.max(...cells.map(({ x, size }) => x + size))).toBeLessThanOrEqual(60);
  expect(new Set(cells.map(({ y }) => y)).size).toBe(2);
  expect(height).toBe(38);
});

test('a life of more calls than there is room for is drawn in cells of several, and no loss is left out', () => {
  const long = {
    firstCall: 0,
    lastCall: 9999,
    stretches: [{ from: 0, to: 9999, tier: 'read', tokens: tokens(5) }],
    losses: [{ call: 7777, cause: { cause: 'unknown' } }],
  } as const;
  const { cells } = layoutLife(long, 200, 60);
  expect(cells.length).toBeLessThan(200);
  expect(cells.filter(({ lost }) => lost).map(({ first, last }) => first <= 7777 && last >= 7777)).toEqual([true]);
  expect(cells.at(-1)?.last).toBe(9999);
});
