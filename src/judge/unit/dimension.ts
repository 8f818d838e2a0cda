/** Exponents by base dimension, zero exponents left out: `{ USD: 1, time: -1 }` is dollars over time. */
export type Dimension = Readonly<Record<string, number>>;

export const dimensionless: Dimension = {};

/** Product of one dimension and a power of another. */
export function combineDimensions(left: Dimension, right: Dimension, power: 1 | -1): Dimension {
  const combined: Record<string, number> = { ...left };
  for (const [base, exponent] of Object.entries(right)) {
    const sum = (combined[base] ?? 0) + power * exponent;
    if (sum === 0) delete combined[base];
    else combined[base] = sum;
  }
  return combined;
}

export function sameDimension(left: Dimension, right: Dimension): boolean {
  const bases = Object.keys(left);
  return bases.length === Object.keys(right).length && bases.every((base) => left[base] === right[base]);
}

export const isDimensionless = (dimension: Dimension): boolean => Object.keys(dimension).length === 0;

/** For messages: `USD/time`, `token/(GPU time)`, `no dimension`. */
export function describeDimension(dimension: Dimension): string {
  const part = (sign: 1 | -1): string[] =>
    Object.entries(dimension)
      .filter(([, exponent]) => exponent * sign > 0)
      .map(([base, exponent]) => (Math.abs(exponent) === 1 ? base : `${base}^${Math.abs(exponent)}`));
  const above = part(1);
  const below = part(-1);
  if (above.length === 0 && below.length === 0) return 'no dimension';
  const bottom = below.length > 1 ? `(${below.join(' ')})` : below.join('');
  return below.length === 0 ? above.join(' ') : `${above.length === 0 ? '1' : above.join(' ')}/${bottom}`;
}
