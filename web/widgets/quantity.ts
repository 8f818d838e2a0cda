import type { IcicleUnit } from '../../src/show/answers/icicle-answer.ts';
import { formatPercent, formatQuantity, formatUsd } from '../../src/base/number-format.ts';

/** What the weighing on the screen is counted in. */
export type Unit = 'tokens' | 'usd';

const asTokens = { tokens: 'tok', gpu: 'GPU-s' } as const;

export const formatIn = (unit: IcicleUnit, value: number | null): string =>
  value === null ? 'unknown' : unit === 'usd' ? formatUsd(value) : formatQuantity(value, asTokens[unit]);

export const formatShare = (part: number, whole: number): string => (whole === 0 ? '' : formatPercent(part / whole));

/** `171 to 268 M tok`, or one number where both ends are the same. */
export function formatRange(unit: Unit, low: number, high: number): string {
  const [from, to] = [formatIn(unit, low), formatIn(unit, high)];
  return from === to ? to : `${from.replace(/ tok$/, '')} to ${to}`;
}
