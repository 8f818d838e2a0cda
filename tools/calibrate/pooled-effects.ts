import type { CorrectionTable } from '../../src/scale/hardware/correction.ts';
import type { EffectFamily } from '../../src/scale/hardware/correction.ts';

/** One observation: log of measured over predicted, and the terms that describe its run. */
export interface Deviation {
  readonly terms: readonly (readonly [string, number])[];
  readonly log: number;
  readonly weight: number;
}

const robustScale = 0.15;

/** The family a term belongs to, by its level names and covariate. */
function familyOf(term: string): string {
  const [levels = '', covariate = ''] = term.split('*');
  const names = levels
    .split('&')
    .map((part) => part.split('=')[0])
    .join('&');
  return `${names}*${covariate}`;
}

/**
 * Partially pooled effects (a random-effects model): ridge regression in which every family of effects shrinks towards nothing
 * with its own spread, refitted twice with Huber weights so that single runs do not pull.
 */
export function fitPooledEffects(deviations: readonly Deviation[], families: readonly EffectFamily[], noise: number): CorrectionTable {
  const spreads = new Map(families.map(({ levels, covariate, spread }) => [`${levels.join('&')}*${covariate ?? ''}`, spread]));
  const index = new Map<string, number>();
  for (const { terms } of deviations) for (const [name] of terms) if (!index.has(name)) index.set(name, index.size);
  const size = index.size;
  const columns = deviations.map(({ terms }) => terms.map(([name]) => index.get(name) as number));
  const beta = new Float64Array(size);
  const penalty = Float64Array.from(index.keys(), (name) => (noise / (spreads.get(familyOf(name)) ?? 0.1)) ** 2);
  for (let round = 0; round < 3; round++) {
    const normal = Array.from({ length: size }, (_, row) => {
      const values = new Float64Array(row + 1);
      values[row] = penalty[row] as number;
      return values;
    });
    const right = new Float64Array(size);
    deviations.forEach(({ terms, log, weight }, row) => {
      const own = columns[row] as number[];
      let fitted = 0;
      terms.forEach(([, value], place) => (fitted += value * (beta[own[place] as number] as number)));
      const robust = weight / Math.sqrt(1 + ((log - fitted) / robustScale) ** 2);
      terms.forEach(([, left], a) => {
        const i = own[a] as number;
        (right[i] as number) += robust * left * log;
        terms.forEach(([, value], b) => {
          const j = own[b] as number;
          if (j <= i) ((normal[i] as Float64Array)[j] as number) += robust * left * value;
        });
      });
    });
    choleskySolve(normal, right);
    beta.set(right);
  }
  return Object.fromEntries(
    [...index].map(([name, place]) => [name, beta[place] as number]).filter(([, value]) => Math.abs(value as number) > 3e-3),
  );
}

/** Sum of products of the first `count` entries; four sums at once, since each addition waits for the one before. */
function dot(left: Float64Array, right: Float64Array, count: number): number {
  let [a, b, c, d] = [0, 0, 0, 0];
  let k = 0;
  for (; k + 3 < count; k += 4) {
    a += (left[k] as number) * (right[k] as number);
    b += (left[k + 1] as number) * (right[k + 1] as number);
    c += (left[k + 2] as number) * (right[k + 2] as number);
    d += (left[k + 3] as number) * (right[k + 3] as number);
  }
  for (; k < count; k++) a += (left[k] as number) * (right[k] as number);
  return a + b + c + d;
}

/** Solves in place: lower triangle by rows, right-hand side becomes the solution. */
export function choleskySolve(lower: readonly Float64Array[], right: Float64Array): void {
  const size = right.length;
  for (let i = 0; i < size; i++) {
    const rowI = lower[i] as Float64Array;
    for (let j = 0; j <= i; j++) {
      const rowJ = lower[j] as Float64Array;
      const sum = (rowI[j] as number) - dot(rowI, rowJ, j);
      rowI[j] = i === j ? Math.sqrt(Math.max(sum, 1e-18)) : sum / (rowJ[j] as number);
    }
    let sum = right[i] as number;
    for (let k = 0; k < i; k++) sum -= (rowI[k] as number) * (right[k] as number);
    right[i] = sum / (rowI[i] as number);
  }
  for (let i = size - 1; i >= 0; i--) {
    let sum = right[i] as number;
    for (let k = i + 1; k < size; k++) sum -= ((lower[k] as Float64Array)[i] as number) * (right[k] as number);
    right[i] = sum / ((lower[i] as Float64Array)[i] as number);
  }
}
