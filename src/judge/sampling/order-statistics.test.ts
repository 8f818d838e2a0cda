import fc from 'fast-check';
import { expect, test } from 'vitest';
import { quantileOfSorted } from '../../base/statistics.ts';
import { orderStatistics, quantilesAt } from './order-statistics.ts';

test('gives what sorting would give, also with ties and far outliers', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.constantFrom(0, 1, -1)), { minLength: 1, maxLength: 60 }),
      fc.integer({ min: 1, max: 90 }),
      (seeds, copies) => {
        const values = Float64Array.from({ length: seeds.length * copies }, (_, index) => seeds[index % seeds.length] as number);
        const sorted = Float64Array.from(values).sort();
        const ranks = [0, Math.floor(values.length / 3), values.length - 1];
        expect(orderStatistics(values, ranks).map((value) => value + 0)).toEqual(ranks.map((rank) => (sorted[rank] as number) + 0));
      },
    ),
    { numRuns: 200 },
  );
});

test('quantiles agree with the sorted definition', () => {
  const values = Float64Array.from({ length: 50_000 }, (_, index) => Math.exp(((index * 7919) % 50_000) / 5000));
  const sorted = Float64Array.from(values).sort();
  const probabilities = [0.01, 0.05, 0.5, 0.95, 0.99];
  for (const [index, value] of quantilesAt(values, probabilities).entries())
    expect(value).toBeCloseTo(quantileOfSorted(sorted, probabilities[index] as number), 9);
});
