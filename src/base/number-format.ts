/** Narrow no-break space: stands between a number and its unit. */
const thin = '\u202f';

const scales = [
  [1e12, 'T'],
  [1e9, 'G'],
  [1e6, 'M'],
  [1e3, 'k'],
] as const;

/** Three significant digits without an exponent: `412.6` gives `413`, `0.04567` gives `0.0457`. */
export function formatSignificant(value: number, digits = 3): string {
  if (value === 0) return '0';
  // Of the rounded value, so that 0.9996 reads 1.00 and not 1.000.
  const magnitude = Math.floor(Math.log10(Math.abs(Number(value.toPrecision(digits)))));
  const decimals = Math.max(0, digits - 1 - magnitude);
  const text = decimals > 12 ? value.toExponential(digits - 1) : value.toFixed(decimals);
  const [whole, rest] = text.split('.');
  const grouped = (whole as string).replaceAll(/\B(?=(\d{3})+$)/g, ',');
  return rest === undefined ? grouped : `${grouped}.${rest}`;
}

/** Units of the SI take their prefix without a space: `21 MW`, not `21 M W`. */
const prefixed = new Set(['W', 'J', 'Wh', 'B', 's']);

/** A quantity with its scale and unit: `formatQuantity(412_600_000, 'tok')` is `413 M tok`. A token is never split: `73 tok`. */
export function formatQuantity(value: number, unit: string): string {
  for (const [size, name] of scales) {
    if (Math.abs(value) >= size * 0.9995)
      return `${formatSignificant(value / size)}${thin}${name}${unit === '' || prefixed.has(unit) ? unit : ` ${unit}`}`;
  }
  const text = unit === 'tok' && Number.isInteger(value) ? String(value) : formatSignificant(value);
  return `${text}${unit === '' ? '' : `${thin}${unit}`}`;
}

/** All digits with thousands separators: `1,234,567`. */
export const formatCount = (value: number): string => Math.round(value).toLocaleString('en-US');

/** Dollars: cents up to $100, whole dollars above; tiny amounts keep two significant digits. */
export function formatUsd(value: number): string {
  const sign = value < 0 ? '-' : '';
  const size = Math.abs(value);
  if (size >= 1e6) return `${sign}$${formatSignificant(size / 1e6)}${thin}M`;
  if (size >= 100) return `${sign}$${formatCount(size)}`;
  if (size >= 0.01 || size === 0) return `${sign}$${size.toFixed(2)}`;
  return `${sign}$${formatSignificant(size, 2)}`;
}

/** A share with its sign: `formatPercent(0.354)` is `35 %`; below 10 % one decimal. */
export function formatPercent(value: number): string {
  const percent = value * 100;
  return `${Math.abs(percent) < 9.95 && percent !== 0 ? percent.toFixed(1) : percent.toFixed(0)}${thin}%`;
}
