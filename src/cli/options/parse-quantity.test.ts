import { expect, test } from 'vitest';
import { parseDuration, parsePositive, parseRate, parseTokens } from './parse-quantity.ts';

test('quantities are read with their units', () => {
  expect(parseDuration('2s', '--ttft')).toBe(2);
  expect(parseDuration('50ms', '--tpot')).toBeCloseTo(0.05);
  expect(parseRate('50/s', '--requests')).toBe(50);
  expect(parseRate('3000/min', '--requests')).toBeCloseTo(50);
  expect(parseTokens('3k', '--input')).toBe(3000);
  expect(parsePositive('2.5', '--pue')).toBe(2.5);
});

test.each([
  [() => parseDuration('50', '--tpot'), '--tpot 50'],
  [() => parseDuration('-1s', '--ttft'), '--ttft -1s'],
  [() => parseRate('50', '--requests'), '--requests 50'],
  [() => parseRate('0/s', '--requests'), '--requests 0/s'],
  [() => parseTokens('many', '--input'), '--input many'],
  [() => parsePositive('Infinity', '--pue'), '--pue Infinity'],
])('%s is refused by its option', (attempt, message) => {
  expect(attempt).toThrow(message);
});
