import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cappedCertainty, certaintyOf, wordOf } from './verdict-words.ts';

const word = (probability: number, samples = 100_000) => wordOf(certaintyOf(probability, samples));

test('the table of words', () => {
  expect([1, 0.992, 0.95, 0.7, 0.5, 0.3, 0.05, 0].map((probability) => word(probability))).toEqual([
    'true',
    'true',
    'very likely true',
    'likely true',
    'cannot tell',
    'likely false',
    'very likely false',
    'false',
  ]);
});

test('chance never rounds a verdict up: few samples just above a border stay below it', () => {
  expect(word(0.902, 1_000_000)).toBe('very likely true');
  expect(word(0.902, 1000)).toBe('likely true');
  expect(word(1, 100)).toBe('very likely true');
});

test('true and false are mirror images, and a cap only ever weakens', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.integer({ min: 100, max: 1e6 }),
      fc.integer({ min: 0, max: 3 }),
      (probability, samples, cap) => {
        const certainty = certaintyOf(probability, samples);
        if (probability !== 0.5) expect(certaintyOf(1 - probability, samples) + certainty).toBe(0);
        const capped = cappedCertainty(certainty, cap);
        expect(Math.abs(capped)).toBeLessThanOrEqual(Math.min(cap, Math.abs(certainty)));
        expect(Math.sign(capped) * Math.sign(certainty)).toBeGreaterThanOrEqual(0);
      },
    ),
  );
});
