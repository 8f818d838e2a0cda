import { expect, test } from 'vitest';
import { TareError } from './tare-error.ts';
import { timestamp } from './units.ts';
import { parseTime, parseTimeZone, startOfDay } from './parse-time.ts';

const now = timestamp(Date.parse('2026-11-23T12:00:00Z'));
const iso = (moment: number): string => new Date(moment).toISOString();

test('a bare day starts at local midnight and, as an end, includes the whole day', () => {
  expect(iso(parseTime('2026-11-23', '--since', now, 'Europe/Zurich', 'start'))).toBe('2026-11-22T23:00:00.000Z');
  expect(iso(parseTime('2026-11-23', '--until', now, 'Europe/Zurich', 'end'))).toBe('2026-11-23T23:00:00.000Z');
});

test('days on which the clock changes are as long as they really are', () => {
  const start = startOfDay(2026, 3, 29, 'Europe/Zurich');
  const next = startOfDay(2026, 3, 30, 'Europe/Zurich');
  expect((next - start) / 3_600_000).toBe(23);
});

test('spans back from now', () => {
  expect(now - parseTime('7d', '--since', now, 'UTC', 'start')).toBe(7 * 86_400_000);
});

test.each(['yesterday', '2026-13-01', '2026-02-30', '', '12'])('%j is refused with the option named', (text) => {
  expect(() => parseTime(text, '--since', now, 'UTC', 'start')).toThrow(TareError);
});

test('an unknown zone is refused', () => {
  expect(() => parseTimeZone('Mars/Olympus')).toThrow('no such time zone');
});
