/**
 * A sum that says over how many parts it is unknown. `undefined` sums to unknown, never to 0:
 * `sum` is absent while no part is known.
 */
export interface KnownSum<Value extends number> {
  readonly sum: Value | undefined;
  readonly known: number;
  readonly unknown: number;
}

export function knownSum<Value extends number>(values: Iterable<Value | undefined>): KnownSum<Value> {
  let sum = 0;
  let known = 0;
  let unknown = 0;
  for (const value of values) {
    if (value === undefined) unknown++;
    else {
      known++;
      sum += value;
    }
  }
  return { sum: known === 0 ? undefined : (sum as Value), known, unknown };
}
