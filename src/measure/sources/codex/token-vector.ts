import { tokens, type Tokens } from '../../../base/units.ts';
import { makeUsage, type Usage } from '../../../call/usage.ts';
import { WrongShape, type Fields } from '../common/fields.ts';

/**
 * Counters as Codex states them, for one request or summed since the thread began. `input` includes `cached` and
 * `cacheWrite`, `output` includes `reasoning`. Only `input` and `output` have always been stated.
 */
export interface TokenVector {
  readonly input: number;
  readonly output: number;
  readonly cached?: number;
  readonly cacheWrite?: number;
  readonly reasoning?: number;
}

const optional = ['cached', 'cacheWrite', 'reasoning'] as const;

/** Throws `WrongShape` where a count is no count, or a part is larger than its whole. */
export function readVector(fields: Fields): TokenVector {
  const cached = fields.count('cached_input_tokens');
  const cacheWrite = fields.count('cache_write_input_tokens');
  const reasoning = fields.count('reasoning_output_tokens');
  const vector: TokenVector = {
    input: fields.count('input_tokens') ?? 0,
    output: fields.count('output_tokens') ?? 0,
    ...(cached === undefined ? {} : { cached }),
    ...(cacheWrite === undefined ? {} : { cacheWrite }),
    ...(reasoning === undefined ? {} : { reasoning }),
  };
  if ((cached ?? 0) + (cacheWrite ?? 0) > vector.input) throw new WrongShape(fields.pathOf('cached_input_tokens'));
  if ((reasoning ?? 0) > vector.output) throw new WrongShape(fields.pathOf('reasoning_output_tokens'));
  return vector;
}

/** What is named in the later one, minus the same in the earlier one. */
export function subtractVector(later: TokenVector, earlier: TokenVector): TokenVector {
  const difference: { -readonly [Name in keyof TokenVector]: TokenVector[Name] } = {
    input: later.input - earlier.input,
    output: later.output - earlier.output,
  };
  for (const name of optional) {
    const value = later[name];
    if (value !== undefined) difference[name] = value - (earlier[name] ?? 0);
  }
  return difference;
}

const sameVector = (one: TokenVector, other: TokenVector): boolean => vectorText(one) === vectorText(other);

/** No counter is below 0, and no part is above its whole: can be what was billed. */
export function isBill(vector: TokenVector): boolean {
  const { input, output, cached = 0, cacheWrite = 0, reasoning = 0 } = vector;
  return cached >= 0 && cacheWrite >= 0 && reasoning >= 0 && cached + cacheWrite <= input && reasoning <= output;
}

const isZero = ({ input, output }: TokenVector): boolean => input === 0 && output === 0;

/** Part of a call's key. */
export const vectorText = ({ input, output, cached = 0, reasoning = 0 }: TokenVector): string =>
  `${input}.${cached}.${output}.${reasoning}`;

const stated = (value: number | undefined): Tokens | undefined => (value === undefined ? undefined : tokens(value));

export function usageOf({ input, output, cached, cacheWrite, reasoning }: TokenVector): Usage {
  const inputUncached = input - (cached ?? 0) - (cacheWrite ?? 0);
  return makeUsage({
    inputUncached: tokens(inputUncached),
    cacheRead: stated(cached),
    cacheWriteUnsplit: stated(cacheWrite),
    output: tokens(output),
    reasoning: stated(reasoning),
  });
}

/** One `token_count` line, told as the requests that it bills. */
export interface BilledRequests {
  /** Requests whose own line was lost: what the sum grew by, less what this line says of itself. */
  readonly lost?: { readonly bill: TokenVector; readonly total: TokenVector };
  readonly request?: { readonly bill: TokenVector; readonly total: TokenVector };
}

/**
 * What a line adds to the sum before it. A line that repeats the sum adds nothing. `last` is believed only as part
 * of the growth, after a reset of the sum, and for the first line of a fork, whose sum began in its parent.
 */
export function billedBy(
  total: TokenVector,
  last: TokenVector | undefined,
  before: TokenVector | undefined,
  isFork: boolean,
): BilledRequests {
  if (before === undefined && isFork) return isZero(last ?? total) ? {} : { request: { bill: last ?? total, total } };
  const growth = before === undefined ? total : subtractVector(total, before);
  if (before !== undefined && sameVector(total, before)) return {};
  if (!isBill(growth)) {
    const bill = last ?? total;
    return isZero(bill) ? {} : { request: { bill, total } };
  }
  if (isZero(growth)) return {};
  const rest = last === undefined ? undefined : subtractVector(growth, last);
  if (last === undefined || rest === undefined || isZero(rest) || isZero(last) || !isBill(rest)) {
    return { request: { bill: growth, total } };
  }
  return { lost: { bill: rest, total: subtractVector(total, last) }, request: { bill: last, total } };
}
