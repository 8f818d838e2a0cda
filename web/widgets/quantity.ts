import { formatPercent, formatQuantity, formatUsd } from '../../src/base/number-format.ts';

/** What the weighing on the screen is counted in. */
export type Unit = 'tokens' | 'usd';

export const formatIn = (unit: Unit, value: number | null): string =>
  value === null ? 'unknown' : unit === 'usd' ? formatUsd(value) : formatQuantity(value, 'tok');

export const formatShare = (part: number, whole: number): string => (whole === 0 ? '' : formatPercent(part / whole));

/** `171 to 268 M tok`, or one number where both ends are the same. */
export function formatRange(unit: Unit, low: number, high: number): string {
  const [from, to] = [formatIn(unit, low), formatIn(unit, high)];
  return from === to ? to : `${from.replace(/ tok$/, '')} to ${to}`;
}
