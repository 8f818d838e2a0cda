import { expect, test } from 'vitest';
import { formatPercent, formatQuantity, formatSignificant, formatUsd } from './number-format.ts';

/** Narrow no-break spaces as plain ones, to read the expectations. */
const plain = (text: string): string => text.replaceAll('\u202f', ' ');

test.each([
  [412_600_000, 'tok', '413 M tok'],
  [999_600, 'tok', '1.00 M tok'],
  [950, 'tok', '950 tok'],
  [73, 'tok', '73 tok'],
  [73, 'W', '73.0 W'],
  [0, 'tok', '0 tok'],
  [21_100_000, 'W', '21.1 MW'],
  [-1500, 'tok', '-1.50 k tok'],
])('%d %s reads %s', (value, unit, expected) => {
  expect(plain(formatQuantity(value, unit))).toBe(expected);
});

test('three significant digits, never an exponent', () => {
  expect([0.045_67, 12.345, 1234.5, 0].map((value) => formatSignificant(value))).toEqual(['0.0457', '12.3', '1,235', '0']);
});

test('dollars keep cents while cents matter', () => {
  expect([0, 0.004_56, 1.5, 214.2, 1_284_000].map((value) => plain(formatUsd(value)))).toEqual([
    '$0.00',
    '$0.0046',
    '$1.50',
    '$214',
    '$1.28 M',
  ]);
});

test('shares below a tenth keep a decimal', () => {
  expect([0.354, 0.0123, 0, 1].map((value) => plain(formatPercent(value)))).toEqual(['35 %', '1.2 %', '0 %', '100 %']);
});
