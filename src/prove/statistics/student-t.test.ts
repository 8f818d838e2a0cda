import { expect, test } from 'vitest';
import { studentCumulative, studentQuantile } from './student-t.ts';

// Published table (NIST/SEMATECH e-Handbook, 1.3.6.7.2), upper 5 % and 2.5 %.
test.each([
  [0.95, 1, 6.3138],
  [0.95, 5, 2.015],
  [0.95, 30, 1.6973],
  [0.975, 10, 2.2281],
  [0.975, 100, 1.984],
])('quantile at %d with %d degrees is %d', (probability, degrees, expected) => {
  expect(studentQuantile(probability, degrees)).toBeCloseTo(expected, 3);
});

test('the quantile undoes the distribution function', () => {
  for (const degrees of [1, 3, 19, 250]) expect(studentCumulative(studentQuantile(0.83, degrees), degrees)).toBeCloseTo(0.83, 10);
});
