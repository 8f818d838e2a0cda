import { expect, test } from 'vitest';
import type { TimelineAnswer } from '../../src/show/answers/timeline-answer.ts';
import { barsWithin, timelineBars } from './timeline-bars.ts';

const day = 86_400_000;
const quarter = 900_000;
/** Midnights of UTC about a span. */
const midnights = (from: number, to: number): number[] => {
  const days: number[] = [];
  for (let at = Math.floor(from / day) * day; ; at += day) {
    days.push(at);
    if (at >= to) return days;
  }
};
const timeline = (buckets: readonly number[]): TimelineAnswer => ({
  unit: 'tokens',
  bucket: Int32Array.from(buckets),
  value: Float64Array.from(buckets, () => 1),
});

test('one day is drawn by quarter hours, from midnight to midnight', () => {
  const bars = timelineBars(timeline([10, 11, 40]), 1200, midnights);
  expect([bars.ofDays, bars.values.length, bars.values[10], bars.values[40], bars.values[41]]).toEqual([false, 96, 1, 1, 0]);
});

test('a season is drawn by days, ten years by several days, and nothing is lost', () => {
  const season = timelineBars(timeline([0, 96, 97, 96 * 89]), 1200, midnights);
  expect([season.ofDays, season.values.length, season.values[0], season.values[1]]).toEqual([true, 90, 1, 2]);
  const years = timelineBars(timeline([0, 96 * 3650]), 1200, midnights);
  expect(years.values.length).toBeLessThanOrEqual(300);
  expect(years.values.reduce((sum, value) => sum + value, 0)).toBe(2);
});

test('a period marks the bars that it touches; an open end reaches to the last', () => {
  const bars = timelineBars(timeline([0, 96 * 9 + 95]), 1200, midnights);
  expect(bars.ofDays).toBe(false);
  const perDay = bars.values.length / 10;
  expect(barsWithin(bars, day, 2 * day)).toEqual([perDay, 2 * perDay - 1]);
  expect(barsWithin(bars, day + quarter / 3, undefined)).toEqual([perDay, bars.values.length - 1]);
  expect(barsWithin(bars, undefined, undefined)).toEqual([0, bars.values.length - 1]);
  expect(barsWithin(bars, undefined, 99 * day)).toEqual([0, bars.values.length - 1]);
});
