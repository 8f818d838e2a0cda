import fc from 'fast-check';
import { expect, test } from 'vitest';
import { probabilityBelow, quantileOf } from './distribution.ts';
import { normalProbability, normalQuantile } from './normal.ts';
import { parseDistribution } from './parse-distribution.ts';

const of = (text: string) => parseDistribution({ text, where: 'test' });

test('the normal quantile agrees with published values', () => {
  expect(normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 13);
  expect(normalQuantile(0.05)).toBeCloseTo(-1.6448536269514722, 13);
  expect(normalQuantile(1e-10)).toBeCloseTo(-6.361340902404056, 10);
});

test('normal probability undoes the normal quantile', () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-6, max: 1 - 1e-6, noNaN: true }), (p) => {
      expect(Math.abs(normalProbability(normalQuantile(p)) - p)).toBeLessThan(2e-7);
    }),
  );
});

test('"a to b" is the 90 % interval, lognormal when both ends are positive', () => {
  const positive = of('1k to 100k');
  expect(positive.kind).toBe('lognormal');
  expect(quantileOf(positive, 0.05)).toBeCloseTo(1000, 6);
  expect(quantileOf(positive, 0.5)).toBeCloseTo(10_000, 6);
  expect(quantileOf(positive, 0.95)).toBeCloseTo(100_000, 4);
  const crossing = of('-1 to 3');
  expect(crossing.kind).toBe('normal');
  expect(quantileOf(crossing, 0.05)).toBeCloseTo(-1, 10);
  expect(quantileOf(crossing, 0.5)).toBeCloseTo(1, 10);
});

test('closed forms: uniform, triangular, beta', () => {
  expect(quantileOf(of('uniform(2, 6)'), 0.25)).toBeCloseTo(3, 12);
  // Triangular on 0, 1, 4: F(1) = 1/4, and F(x) = 1 - (4 - x)^2 / 12 above.
  expect(quantileOf(of('triangular(0, 1, 4)'), 0.25)).toBeCloseTo(1, 12);
  expect(quantileOf(of('triangular(0, 1, 4)'), 0.9)).toBeCloseTo(4 - Math.sqrt(1.2), 12);
  // Beta(1, 3): F(x) = 1 - (1 - x)^3. Beta(2, 1): F(x) = x^2.
  for (const p of [0.01, 0.1, 0.5, 0.9, 0.99]) {
    expect(quantileOf(of('beta(1, 3)'), p)).toBeCloseTo(1 - (1 - p) ** (1 / 3), 4);
    expect(quantileOf(of('beta(2, 1)'), p)).toBeCloseTo(Math.sqrt(p), 4);
  }
});

test('mixtures and discrete values keep their weights', () => {
  const discrete = of('discrete(325k, 220k, [0.25, 0.75])');
  expect([0.1, 0.7, 0.76, 0.99].map((p) => quantileOf(discrete, p))).toEqual([220e3, 220e3, 325e3, 325e3]);
  const mixture = of('mixture(uniform(0, 1), uniform(10, 20), [1, 3])');
  expect(probabilityBelow(mixture, 5)).toBeCloseTo(0.25, 9);
  expect(quantileOf(mixture, 0.25 + 0.75 / 2)).toBeCloseTo(15, 9);
});

test('a truncated value stays inside its bounds', () => {
  const bounded = of('truncate(0.3 to 0.9, 0, 1)');
  expect(quantileOf(bounded, 1 - 1e-9)).toBeLessThanOrEqual(1);
  expect(quantileOf(bounded, 0.5)).toBeGreaterThan(0.4);
});

test('every quantile function rises', () => {
  const forms = ['1 to 4', 'normal(0, 2)', 'uniform(1, 2)', 'triangular(0, 0, 1)', 'beta(0.7, 4)', 'truncate(normal(0, 1), -1, 2)'].map(of);
  fc.assert(
    fc.property(fc.constantFrom(...forms), fc.double({ min: 1e-6, max: 0.999998, noNaN: true }), (form, p) => {
      expect(quantileOf(form, p)).toBeLessThanOrEqual(quantileOf(form, p + 1e-6));
    }),
  );
});

test.each([
  ['5 to 5', 'empty-range', 'the range 5 to 5 is empty'],
  ['9 to 3', 'empty-range', 'the range 9 to 3 is empty'],
  ['uniform(2, 1)', 'empty-range', 'uniform(2, 1) is empty'],
  ['normal(1, 0)', 'bad-distribution', 'above 0'],
  ['gamma(1, 2)', 'unknown-distribution', '"gamma" is no distribution'],
  ['mixture(1, 2, [1])', 'bad-distribution', '2 parts and 1 weights'],
  ['3 +', 'unreadable-expression', 'found the end'],
  ['1 / 0', 'division-by-zero', 'divides by 0'],
  ['truncate(1 to 2, 8, 9)', 'empty-range', 'nothing of the value'],
])('refuses %s and says why', (text, code, words) => {
  expect(() => of(text)).toThrowError(expect.objectContaining({ code, message: expect.stringContaining(words) }));
});
