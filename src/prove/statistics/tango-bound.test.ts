import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { hasSharedData, sharedData } from '../../../test/shared-data.ts';
import { tangoBounds, tangoStatistic } from './tango-bound.ts';

const points = (value: number): number => Math.round(value * 1000) / 10;

test('published example: 44 pairs, no loss, one gain (Tango 1998, table III): two-sided 95 % from -5.9 to 11.8 points', () => {
  // His table counts the other way round: 43 agree, 0 and 1 disagree.
  const { low, high } = tangoBounds({ pairs: 44, losses: 0, gains: 1 }, 1.959963984540054);
  expect(points(low)).toBeCloseTo(-5.9, 0);
  expect(points(high)).toBeCloseTo(11.8, 0);
});

test('no disagreement at all still leaves room: 59 pairs give -4.4 points, 100 give -2.6', () => {
  expect(points(tangoBounds({ pairs: 59, losses: 0, gains: 0 }).low)).toBe(-4.4);
  expect(points(tangoBounds({ pairs: 100, losses: 0, gains: 0 }).low)).toBe(-2.6);
});

test('five losses and five gains in a hundred do not exclude a five-point loss', () => {
  expect(points(tangoBounds({ pairs: 100, losses: 5, gains: 5 }).low)).toBe(-5.7);
});

test('the bounds are where the statistic meets the quantile, and mirror when losses and gains change places', () => {
  fc.assert(
    fc.property(fc.integer({ min: 5, max: 400 }), fc.nat(), fc.nat(), (pairs, one, two) => {
      const losses = one % (pairs + 1);
      const gains = two % (pairs - losses + 1);
      const counts = { pairs, losses, gains };
      const { low, high } = tangoBounds(counts);
      const mirrored = tangoBounds({ pairs, losses: gains, gains: losses });
      expect(low).toBeLessThanOrEqual((gains - losses) / pairs + 1e-12);
      expect(mirrored.high).toBeCloseTo(-low, 9);
      expect(mirrored.low).toBeCloseTo(-high, 9);
      if (low > -0.999) expect(tangoStatistic(counts, low)).toBeCloseTo(1.6448536, 4);
    }),
  );
});

/** Last field of each record of a CSV with quoted fields. */
function verdicts(file: string): Map<string, boolean> {
  const text = readFileSync(join(sharedData, 'paired', file), 'utf8');
  const records: string[][] = [[]];
  for (const match of text.matchAll(/("(?:[^"]|"")*"|[^,"\n]*)(,|\r?\n|$)/g)) {
    (records.at(-1) as string[]).push(match[1] as string);
    if (match[2] !== ',') records.push([]);
    if (match.index + match[0].length >= text.length) break;
  }
  return new Map(
    records
      .slice(1)
      .filter((record) => record.length > 3)
      .map((record) => [record[0] as string, record.at(-1)?.toLowerCase() === 'true']),
  );
}

test.runIf(hasSharedData())('real paired outcomes: the focused context is better by at least 20.1 points', () => {
  const full = verdicts('gpt_4_1_longmemeval_full_evaluated.csv');
  const focused = verdicts('gpt_4_1_longmemeval_focused_evaluated.csv');
  const counts = { pairs: 0, losses: 0, gains: 0 };
  for (const [id, before] of full) {
    const after = focused.get(id);
    if (after === undefined) continue;
    counts.pairs++;
    if (before && !after) counts.losses++;
    if (!before && after) counts.gains++;
  }
  expect(counts).toEqual({ pairs: 306, losses: 11, gains: 87 });
  expect(points(tangoBounds(counts).low)).toBe(20.1);
});
