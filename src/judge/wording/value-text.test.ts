import { expect, test } from 'vitest';
import { probabilityRangeText, probabilityText, rangeText, valueText } from './value-text.ts';

const plain = (text: string) => text.replaceAll('\u202f', ' ');

test('values carry their unit', () => {
  expect(plain(valueText(0.041, 'fraction'))).toBe('4.1 %');
  expect(plain(valueText(-0.21, 'fraction'))).toBe('\u221221 %');
  expect(plain(valueText(1.25e9, 'USD/month'))).toBe('$1.25 bn/month');
  expect(plain(valueText(7.78, 'USD/GPU-h'))).toBe('$7.78/GPU-h');
  expect(plain(valueText(220_000, 'GPU'))).toBe('220 k GPU');
  expect(plain(valueText(2.99, 'x/quarter'))).toBe('2.99 × a quarter');
});

test('ranges are in the scale of their value; a value without a range has none', () => {
  expect(plain(rangeText({ low: 1.19, best: 2.27, high: 4.24, unit: 'x' }))).toBe('2.3 × (1.2–4.2)');
  expect(plain(rangeText({ low: 3, best: 3, high: 3, unit: 'owners' }))).toBe('3.0 owners');
});

test('a probability is never rounded towards certainty', () => {
  expect([0.9999, 0.999, 0.896, 0.5, 0.104, 0.0001].map((probability) => plain(probabilityText(probability)))).toEqual([
    '>99 %',
    '>99 %',
    '89 %',
    '50 %',
    '11 %',
    '<1 %',
  ]);
  expect(plain(probabilityRangeText({ low: 0, high: 1 }))).toBe('<1 to >99 %');
  expect(probabilityRangeText(undefined)).toBe('unknown');
});
