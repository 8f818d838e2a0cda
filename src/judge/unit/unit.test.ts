import { expect, test } from 'vitest';
import { describeDimension, sameDimension } from './dimension.ts';
import { fromBase, parseUnit, toBase } from './unit.ts';

const unit = (text: string, own: string[] = []) => parseUnit(text, 'test', own);
const convert = (value: number, from: string, to: string) => fromBase(unit(to), toBase(unit(from), value));

test('periods convert on a year of 8,760 hours', () => {
  expect(convert(1.25e9, 'USD/month', 'USD/year')).toBeCloseTo(15e9, 0);
  expect(convert(1, 'month', 'h')).toBeCloseTo(730, 9);
  expect(convert(19e9, 'tokens/minute', 'tokens/day')).toBeCloseTo(19e9 * 1440, 0);
});

test('a growth factor keeps its period: 80 a year is 2.99 a quarter, never 20', () => {
  expect(convert(80, 'x/year', 'x/quarter')).toBeCloseTo(80 ** 0.25, 9);
  expect(convert(3.33, 'x/quarter', 'x/year')).toBeCloseTo(3.33 ** 4, 9);
});

test('hyphens multiply, slashes divide, power over time is energy', () => {
  expect(describeDimension(unit('USD/GPU-h').dimension)).toBe('USD/(GPU time)');
  expect(sameDimension(unit('MW-h').dimension, unit('kWh').dimension)).toBe(true);
  expect(convert(1, 'MW-h', 'kWh')).toBeCloseTo(1000, 9);
});

test('plural and singular are the same, a declared count is a dimension of its own', () => {
  expect(sameDimension(unit('tokens/day').dimension, unit('token/day').dimension)).toBe(true);
  expect(unit('pizzas/day', ['pizza']).dimension).toEqual({ pizza: 1, time: -1 });
});

test('an unknown unit names the place and the nearest known one', () => {
  expect(() => unit('tokns/day')).toThrowError(
    expect.objectContaining({ code: 'unknown-unit', message: expect.stringContaining('"tokns"'), hint: expect.stringContaining('token') }),
  );
  expect(() => unit('x/constructor')).toThrowError(expect.objectContaining({ code: 'unknown-unit' }));
  expect(() => unit('USD/')).toThrowError(expect.objectContaining({ code: 'unknown-unit' }));
});
