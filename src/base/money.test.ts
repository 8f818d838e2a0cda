import { expect, test } from 'vitest';
import { roundedUsd } from './money.ts';

test('the order of adding does not show', () => {
  const parts = [0.1, 0.2, 0.3, 1e-7, 72.926105];
  const forwards = parts.reduce((sum, part) => sum + part, 0);
  const backwards = parts.toReversed().reduce((sum, part) => sum + part, 0);
  expect(roundedUsd(forwards)).toBe(roundedUsd(backwards));
  expect(roundedUsd(72.926_105_200_000_02)).toBe(72.926_105_2);
});
