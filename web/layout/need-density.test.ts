import { expect, test } from 'vitest';
import { needDensity, shareEnough } from './need-density.ts';

const need = { low: 80, mid: 100, high: 150 };

test('the band holds 80 % of the readings, half of them below the median', () => {
  expect(shareEnough(need, 100)).toBeCloseTo(0.5, 6);
  expect(shareEnough(need, 80)).toBeCloseTo(0.1, 6);
  expect(shareEnough(need, 150)).toBeCloseTo(0.9, 6);
  expect(shareEnough(need, 0)).toBe(0);
});

test('the density is 1 at its densest and nothing at zero', () => {
  const points = needDensity(need, 300);
  expect(Math.max(...points.map(({ density }) => density))).toBe(1);
  expect(points[0]).toEqual({ at: 0, density: 0 });
});
