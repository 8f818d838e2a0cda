import { TareError } from './tare-error.ts';
import { timestamp, type Timestamp } from './units.ts';

const dayPattern = /^(\d{4})-(\d\d)-(\d\d)$/;
const agoPattern = /^(\d+)(h|d|w)$/;
const hoursOf = { h: 1, d: 24, w: 168 } as const;

/** Offset of a time zone from UTC at a moment, in milliseconds. */
function zoneOffset(moment: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(moment);
  const part = (type: string): number => Number(parts.find((candidate) => candidate.type === type)?.value);
  const local = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
  return local - Math.floor(moment / 1000) * 1000;
}

/** First moment of a local day; days that begin with a clock change begin after it. */
export function startOfDay(year: number, month: number, day: number, timeZone: string): Timestamp {
  const guess = Date.UTC(year, month - 1, day);
  const first = guess - zoneOffset(guess, timeZone);
  return timestamp(guess - zoneOffset(first, timeZone));
}

/**
 * Reads a moment: `2026-11-23` (start of that local day), a full ISO time, or a span back from now (`24h`, `7d`, `2w`).
 * With `end`, a bare day means its end, so that `--until 2026-11-23` includes the 23rd.
 */
export function parseTime(text: string, option: string, now: Timestamp, timeZone: string, edge: 'start' | 'end'): Timestamp {
  const day = dayPattern.exec(text);
  if (day !== null) {
    const [year, month, date] = [Number(day[1]), Number(day[2]), Number(day[3])];
    const calendar = new Date(Date.UTC(year, month - 1, date));
    if (calendar.getUTCMonth() === month - 1 && calendar.getUTCDate() === date) {
      return startOfDay(year, month, edge === 'end' ? date + 1 : date, timeZone);
    }
  }
  const ago = agoPattern.exec(text);
  if (ago !== null) return timestamp(now - Number(ago[1]) * hoursOf[ago[2] as keyof typeof hoursOf] * 3_600_000);
  const moment = /^\d{4}-\d\d-\d\dT/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isFinite(moment)) return timestamp(moment);
  throw new TareError({
    code: 'bad-time',
    message: `${option} ${text}: not a time`,
    hint: 'Give a day (2026-11-23), a full time (2026-11-23T14:00:00Z) or a span back from now (24h, 7d, 2w).',
  });
}

/** @throws {TareError} when the zone is not an IANA name that this machine knows */
export function parseTimeZone(text: string): string {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: text }).resolvedOptions().timeZone;
  } catch (cause) {
    throw new TareError({
      code: 'unknown-time-zone',
      message: `--tz ${text}: no such time zone`,
      hint: 'Give an IANA name such as Europe/Zurich, America/New_York or UTC.',
      cause,
    });
  }
}
