import { expect, test } from 'vitest';
import type { Fraction } from '../../base/units.ts';
import { holm } from './holm.ts';
import { pairsNeeded } from './sample-size.ts';
import { judgeProof, sequentialVerdict, type PairedOutcome } from './verdict.ts';

const margin = 0.05 as Fraction;
const plan = { margin, pairs: 100, sequential: false };

/** `++` both solve, `+-` a loss, `-+` a gain, `--` neither; the changed arm costs `ratio` of the other. */
function outcomes(counts: Partial<Record<'++' | '+-' | '-+' | '--', number>>, ratio: number): PairedOutcome[] {
  return Object.entries(counts).flatMap(([pair, count]) =>
    Array.from({ length: count }, (_, index) => ({
      solvedBefore: pair[0] === '+',
      solvedAfter: pair[1] === '+',
      costBefore: 1 + (index % 7) / 10,
      costAfter: (1 + (index % 5) / 10) * ratio,
    })),
  );
}

test('cheaper and no worse is proved', () => {
  expect(judgeProof(outcomes({ '++': 99, '-+': 1 }, 0.6), plan).verdict).toBe('proved');
});

test('cheaper with as many losses as gains is not proved at n = 100, and says how many tasks are missing', () => {
  const result = judgeProof(outcomes({ '++': 85, '+-': 5, '-+': 5, '--': 5 }, 0.6), plan);
  expect(result.verdict).toBe('not-proved');
  expect(result.tasksNeeded).toBe(pairsNeeded(0.1 as Fraction, margin) - 100);
});

test('dearer is never proved, however good', () => {
  expect(judgeProof(outcomes({ '++': 100 }, 1.3), plan).verdict).toBe('not-proved');
});

test('clearly fewer solved is harmful', () => {
  expect(judgeProof(outcomes({ '++': 70, '+-': 30 }, 0.2), plan).verdict).toBe('harmful');
});

test('two arms that fail alike prove nothing', () => {
  expect(judgeProof(outcomes({ '++': 10, '--': 90 }, 0.5), plan).verdict).toBe('cannot-tell');
});

test('a run cut short is not proved even if its numbers are good', () => {
  expect(judgeProof(outcomes({ '++': 80 }, 0.5), plan).verdict).toBe('not-proved');
});

test('the sequential test stops early on a clear gain, and for harm', () => {
  const gains = outcomes({ '-+': 25 }, 0.5);
  const losses = outcomes({ '+-': 25 }, 0.5);
  expect(sequentialVerdict(gains, margin)).toBe('proved');
  expect(sequentialVerdict(losses, margin)).toBe('harmful');
  expect(sequentialVerdict(outcomes({ '++': 20 }, 0.5), margin)).toBeUndefined();
});

test('sample sizes of the table: 20 % discordant at 5 points needs 495, 10 % at 3 points 687', () => {
  expect(pairsNeeded(0.2 as Fraction, margin)).toBe(495);
  expect(pairsNeeded(0.1 as Fraction, 0.03 as Fraction)).toBe(687);
});

test('Holm keeps what survives step by step', () => {
  expect(holm([0.01, 0.04, 0.03, 0.005])).toEqual([true, false, false, true]);
});
