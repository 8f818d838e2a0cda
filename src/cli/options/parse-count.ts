import { TareError } from '../../base/tare-error.ts';

/** A whole number from 1 on. @throws {TareError} naming the option */
export function parseCount(text: string, option: string): number {
  const count = Number(text);
  if (Number.isInteger(count) && count > 0) return count;
  throw new TareError({ code: 'bad-count', message: `${option} ${text}: not a count`, hint: 'Give a whole number from 1 on.' });
}
