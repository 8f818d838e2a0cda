import { formatQuantity, formatSignificant } from '../../base/number-format.ts';

const thin = '\u202f';
const minus = '\u2212';

function plain(value: number, digits = 3): string {
  return Math.abs(value) >= 1000 && !Number.isInteger(value)
    ? formatQuantity(Number(value.toPrecision(digits)), '')
    : Math.abs(value) >= 10_000
      ? formatQuantity(value, '')
      : formatSignificant(Number(value.toPrecision(digits)), digits);
}

/** A value with its unit as a person reads it: a fraction as per cent, `x` as ×, large counts with a scale. */
export function valueText(value: number, unit: string, digits = 3): string {
  return withUnit(value, unit, digits).replace(/^-/, minus);
}

function withUnit(value: number, unit: string, digits: number): string {
  if (unit === 'fraction') return `${percent(value)}${thin}%`;
  if (unit === 'x') return `${plain(value, digits)}${thin}×`;
  if (unit.startsWith('USD')) return `${value < 0 ? '-' : ''}$${money(Math.abs(value), digits)}${unit.slice(3)}`;
  if (unit.startsWith('x/')) return `${plain(value, digits)}${thin}× a ${unit.slice(2)}`;
  return `${plain(value, digits)}${thin}${unit.replaceAll('tokens', 'tok')}`;
}

/** Dollars in millions, billions and trillions, as accounts write them. */
function money(value: number, digits: number): string {
  const scale =
    value >= 1e12
      ? ([1e12, ' tn'] as const)
      : value >= 1e9
        ? ([1e9, ' bn'] as const)
        : value >= 1e6
          ? ([1e6, ' M'] as const)
          : ([1, ''] as const);
  return `${formatSignificant(Number((value / scale[0]).toPrecision(digits)), digits)}${scale[1]}`;
}

function percent(value: number): string {
  const scaled = value * 100;
  return Math.abs(scaled) < 9.95 ? scaled.toFixed(1).replace(/\.0$/, '') : scaled.toFixed(0);
}

/** `41 % (13–72)`: the value with its unit, then the range in the same scale. */
export function rangeText(
  quantity: { readonly low: number; readonly best: number; readonly high: number; readonly unit: string },
  digits = 2,
): string {
  const { low, best, high, unit } = quantity;
  const text = valueText(best, unit, digits);
  if (low === high) return text;
  return `${text} (${bare(low, unit, digits)}–${bare(high, unit, digits)})`;
}

function bare(value: number, unit: string, digits: number): string {
  const text = unit === 'fraction' ? percent(value) : unit.startsWith('USD') ? money(value, digits) : plain(value, digits);
  return text.replace(/^-/, minus);
}

/**
 * A probability that is never rounded towards certainty: 0.996 is `99 %`, 0.9999 is `>99 %`, 0.004 is `<1 %`.
 */
export function probabilityText(probability: number): string {
  return `${probabilityNumber(probability)}${thin}%`;
}

function probabilityNumber(probability: number): string {
  if (probability > 0.99) return '>99';
  if (probability < 0.01) return '<1';
  return String(probability >= 0.5 ? Math.floor(probability * 100) : Math.ceil(probability * 100));
}

export function probabilityRangeText(range: { readonly low: number; readonly high: number } | undefined): string {
  if (range === undefined) return 'unknown';
  const low = probabilityNumber(range.low);
  const high = probabilityNumber(range.high);
  if (low === high) return `${low}${thin}%`;
  return `${low}${high.startsWith('>') ? ' to ' : '–'}${high}${thin}%`;
}
