import { expect, test } from 'vitest';
import { contextNumbers, contextSize, type ContextValues } from './context-way.ts';

const start = Object.fromEntries(contextNumbers.map(({ key, start: value }) => [key, value])) as unknown as ContextValues;

test('a whole corpus is long and mostly found again; asked about once it is computed each time', () => {
  expect(contextSize('whole', start)).toEqual({ input: 102_500, cacheHit: 77_000 / 102_500 });
  expect(contextSize('whole', { ...start, asked: 1 })).toEqual({ input: 102_500, cacheHit: 2000 / 102_500 });
});

test('passages are short, and only what every call has in common is found again', () => {
  expect(contextSize('passages', start)).toEqual({ input: 6500, cacheHit: 2000 / 6500 });
});
