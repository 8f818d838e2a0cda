import { TareError } from '../../base/tare-error.ts';

const timeUnits: Readonly<Record<string, number>> = { us: 1e-6, ms: 1e-3, s: 1, m: 60, min: 60 };
const rateUnits: Readonly<Record<string, number>> = { s: 1, sec: 1, m: 1 / 60, min: 1 / 60, h: 1 / 3600, d: 1 / 86_400 };

function bad(text: string, option: string, hint: string): TareError {
  return new TareError({ code: 'bad-option', message: `${option} ${text}`, hint });
}

/** A duration such as `2s` or `50ms`, in seconds. @throws {TareError} */
export function parseDuration(text: string, option: string): number {
  const match = /^(\d+(?:\.\d+)?)\s*(us|ms|s|m|min)$/.exec(text.trim());
  const value = match === null ? Number.NaN : Number(match[1]) * (timeUnits[match[2] as string] as number);
  if (!(value > 0)) throw bad(text, option, 'Give a time above 0 with its unit: 2s, 50ms.');
  return value;
}

/** A rate such as `50/s` or `3000/min`, in requests a second. @throws {TareError} */
export function parseRate(text: string, option: string): number {
  const match = /^(\d+(?:\.\d+)?)\s*\/\s*(s|sec|m|min|h|d)$/.exec(text.trim());
  const value = match === null ? Number.NaN : Number(match[1]) * (rateUnits[match[2] as string] as number);
  if (!(value > 0)) throw bad(text, option, 'Give requests with their unit of time: 50/s, 3000/min.');
  return value;
}

/** A count of tokens above 0, `3000` or `3k`. @throws {TareError} */
export function parseTokens(text: string, option: string): number {
  const match = /^(\d+(?:\.\d+)?)\s*(k|m)?$/i.exec(text.trim());
  const scale = { k: 1e3, m: 1e6 }[(match?.[2] ?? '').toLowerCase() as 'k' | 'm'] ?? 1;
  const value = match === null ? Number.NaN : Math.round(Number(match[1]) * scale);
  if (!(value > 0)) throw bad(text, option, 'Give a number of tokens above 0: 3000, 3k.');
  return value;
}

/** A number above 0. @throws {TareError} */
export function parsePositive(text: string, option: string): number {
  const value = Number(text);
  if (!(value > 0) || !Number.isFinite(value)) throw bad(text, option, 'Give a number above 0.');
  return value;
}
