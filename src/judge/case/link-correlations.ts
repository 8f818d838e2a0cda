import { TareError } from '../../base/tare-error.ts';
import type { CorrelationSource } from './case.ts';
import type { CorrelatedGroup } from './linked-case.ts';

/** Spearman's rank correlation of a normal copula as the correlation of its normal scores (Pearson, 1907). */
const scoreCorrelation = (rank: number): number => 2 * Math.sin((Math.PI * rank) / 6);

function connected(correlations: readonly CorrelationSource[]): string[][] {
  const groups: string[][] = [];
  for (const { between } of correlations) {
    const touching = groups.filter((group) => between.some((name) => group.includes(name)));
    const merged = [...new Set([...touching.flat(), ...between])];
    for (const group of touching) groups.splice(groups.indexOf(group), 1);
    groups.push(merged);
  }
  return groups;
}

function cholesky(matrix: readonly (readonly number[])[]): number[][] | undefined {
  const factor: number[][] = [];
  for (const [row, values] of matrix.entries()) {
    const line: number[] = [];
    for (let column = 0; column <= row; column++) {
      const above = factor[column] ?? line;
      let sum = values[column] as number;
      for (let k = 0; k < column; k++) sum -= (line[k] as number) * (above[k] as number);
      if (column < row) line.push(sum / (above[column] as number));
      else if (sum <= 1e-12) return undefined;
      else line.push(Math.sqrt(sum));
    }
    factor.push(line);
  }
  return factor;
}

/** Groups of inputs that move together. @throws {TareError} `impossible-correlation` when no joint distribution has these ranks */
export function linkCorrelations(correlations: readonly CorrelationSource[]): CorrelatedGroup[] {
  return connected(correlations).map((names) => {
    const matrix = names.map((left, row) =>
      names.map((right, column) => {
        if (row === column) return 1;
        const stated = correlations.find(({ between }) => between.includes(left) && between.includes(right));
        return stated === undefined ? 0 : scoreCorrelation(stated.rank);
      }),
    );
    const factor = cholesky(matrix);
    if (factor === undefined) {
      const places = correlations.filter(({ between }) => names.includes(between[0])).map(({ at }) => at);
      throw new TareError({
        code: 'impossible-correlation',
        message: `${places.join(', ')}: no quantities can have these rank correlations together (${names.join(', ')})`,
        hint: 'if A goes with B and B with C, then A must go with C to some degree: state that pair too, or weaken one',
      });
    }
    return { names, factor };
  });
}
