import { expect, test } from 'vitest';
import { hashOfKey } from '../key-hash.ts';
import { HashIndex } from './hash-index.ts';

test('a thousand keys are found again, and what was never added is not', () => {
  const index = new HashIndex();
  for (let key = 0; key < 5000; key++) index.add(hashOfKey(`key-${key}`), key);
  for (let key = 0; key < 5000; key++) expect(index.all(hashOfKey(`key-${key}`))).toEqual([key]);
  expect(index.first(hashOfKey('another'))).toBeUndefined();
});

test('keys that share a hash keep their own numbers', () => {
  const index = new HashIndex();
  for (const number of [3, 4, 4]) index.add(7, number);
  index.remove(7, 4);
  expect(index.all(7).toSorted((a, b) => a - b)).toEqual([3, 4]);
  index.remove(7, 3);
  index.remove(7, 4);
  expect(index.has(7)).toBe(false);
});
