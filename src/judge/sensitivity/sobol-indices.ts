import type { Seed } from '../../base/random.ts';
import { meaningIn, type LinkedCase, type LinkedModel } from '../case/linked-case.ts';
import { blockSize, compileProgram, runProgram } from '../expression/program.ts';
import { DrivenProgram } from '../sampling/driven-program.ts';

/** Share of the result's variance that an input explains alone (`first`) and together with others (`total`). */
export interface SobolIndex {
  readonly input: string;
  readonly first: number;
  readonly firstError: number;
  readonly total: number;
  readonly totalError: number;
}

// Groups of the jackknife that gives the standard errors.
const groups = 32;

/**
 * First-order and total Sobol indices by the estimators of Jansen (1999) on Saltelli's design (2010): k + 2 runs of
 * `baseSamples`. Errors are jackknife standard errors. Correlated inputs count by their own part of the draw.
 * Empty when the result does not vary.
 */
export function sobolIndices(linked: LinkedCase, model: LinkedModel, seed: Seed, baseSamples: number): SobolIndex[] {
  const program = compileProgram([{ expression: model.formula }], meaningIn(linked));
  const driven = new DrivenProgram(linked, program, seed);
  const result = program.registers[program.roots[0] as number] as Float64Array;
  const run = (draw: (start: number, count: number) => void): Float64Array => {
    const out = new Float64Array(baseSamples);
    for (let start = 0; start < baseSamples; start += blockSize) {
      const count = Math.min(blockSize, baseSamples - start);
      draw(start, count);
      runProgram(program, count);
      out.set(result.subarray(0, count), start);
    }
    return out;
  };
  const a = run((start, count) => driven.draw('first', start, count));
  const b = run((start, count) => driven.draw('second', start, count));
  const varying = program.inputs.filter((name) => linked.inputs.get(name)?.distribution.kind !== 'point');
  return varying.flatMap((input) => {
    const mixed = run((start, count) => driven.drawWithout(input, start, count));
    const index = estimate(a, b, mixed);
    return index === undefined ? [] : [{ input, ...index }];
  });
}

interface Sums {
  count: number;
  sum: number;
  squares: number;
  first: number;
  total: number;
}

function estimate(a: Float64Array, b: Float64Array, mixed: Float64Array): Omit<SobolIndex, 'input'> | undefined {
  const parts: Sums[] = Array.from({ length: groups }, () => ({ count: 0, sum: 0, squares: 0, first: 0, total: 0 }));
  const centre = a.find(Number.isFinite) ?? 0;
  for (let i = 0; i < a.length; i++) {
    const atA = (a[i] as number) - centre;
    const atB = (b[i] as number) - centre;
    const atMixed = (mixed[i] as number) - centre;
    if (!Number.isFinite(atA + atB + atMixed)) continue;
    const part = parts[i % groups] as Sums;
    part.count += 1;
    part.sum += (atA + atB) / 2;
    part.squares += (atA * atA + atB * atB) / 2;
    part.first += (atB - atMixed) ** 2 / 2;
    part.total += (atA - atMixed) ** 2 / 2;
  }
  const all = parts.reduce((left, right) => ({
    count: left.count + right.count,
    sum: left.sum + right.sum,
    squares: left.squares + right.squares,
    first: left.first + right.first,
    total: left.total + right.total,
  }));
  const whole = indicesOf(all);
  if (whole === undefined) return undefined;
  const without = parts.map((part) =>
    indicesOf({
      count: all.count - part.count,
      sum: all.sum - part.sum,
      squares: all.squares - part.squares,
      first: all.first - part.first,
      total: all.total - part.total,
    }),
  );
  const error = (key: 'first' | 'total'): number => {
    let squares = 0;
    for (const sample of without) squares += sample === undefined ? 0 : (sample[key] - whole[key]) ** 2;
    return Math.sqrt(((groups - 1) / groups) * squares);
  };
  return { first: whole.first, firstError: error('first'), total: whole.total, totalError: error('total') };
}

function indicesOf({ count, sum, squares, first, total }: Sums): { first: number; total: number } | undefined {
  if (count < 2) return undefined;
  const variance = squares / count - (sum / count) ** 2;
  if (!(variance > 1e-12 * (squares / count))) return undefined;
  return { first: 1 - first / count / variance, total: total / count / variance };
}
