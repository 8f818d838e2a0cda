import { expect, test } from 'vitest';
import { boundedFit } from './bounded-fit.ts';
import { fitPooledEffects } from './pooled-effects.ts';

test('a curve is found again from its points, one of them wrong', () => {
  const points = Array.from({ length: 40 }, (_, index) => 10 ** (index / 8));
  const measured = points.map((x, index) => Math.log(3e-6 + x / 0.7e6) + (index === 20 ? 2 : 0));
  const fit = boundedFit(
    [
      { name: 'floor', start: 1e-5, least: 1e-7, most: 1e-4 },
      { name: 'share', start: 0.3, least: 0.01, most: 1 },
    ],
    ([floor = 0, share = 0]) => Float64Array.from(points, (x, index) => Math.log(floor + x / (share * 1e6)) - (measured[index] as number)),
    0.1,
  );
  expect(fit.values[0]).toBeCloseTo(3e-6, 7);
  expect(fit.values[1]).toBeCloseTo(0.7, 2);
});

test('no parameter leaves its bounds', () => {
  const fit = boundedFit([{ name: 'share', start: 0.5, least: 0.1, most: 1 }], ([share = 0]) => Float64Array.from([share - 7]), 1);
  expect(fit.values[0]).toBeLessThanOrEqual(1);
  expect(fit.values[0]).toBeGreaterThan(0.95);
});

test('effects shrink towards nothing, less the more runs show them', () => {
  const families = [{ levels: ['engine'], spread: 0.1 }];
  const seen = (count: number): number => {
    const deviation = { terms: [['engine=x', 1]] as const, log: 0.1, weight: 1 };
    return (
      fitPooledEffects(
        Array.from({ length: count }, () => deviation),
        families,
        0.2,
      )['engine=x'] ?? 0
    );
  };
  expect(seen(1)).toBeGreaterThan(0);
  expect(seen(1)).toBeLessThan(0.05);
  expect(seen(100)).toBeGreaterThan(0.09);
  expect(seen(100)).toBeLessThan(0.1);
});
