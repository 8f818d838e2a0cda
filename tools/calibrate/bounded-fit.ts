/** One fitted number: where the search starts and what physics allows. */
export interface Parameter {
  readonly name: string;
  readonly start: number;
  readonly least: number;
  readonly most: number;
  /** Spread of a normal prior around `start`, in the search's own (logit) scale; absent: no prior. */
  readonly priorSpread?: number;
}

export interface Fit {
  readonly values: number[];
  readonly loss: number;
}

const logit = (share: number): number => Math.log(share / (1 - share));
const clampShare = (share: number): number => Math.min(1 - 1e-6, Math.max(1e-6, share));

/**
 * Robust least squares within bounds: Levenberg-Marquardt on logit-transformed parameters with pseudo-Huber weights
 * (`robustScale` in the residual's unit). `residuals` writes one residual a row.
 */
export function boundedFit(
  parameters: readonly Parameter[],
  residuals: (values: readonly number[]) => Float64Array,
  robustScale: number,
  iterations = 40,
): Fit {
  const inside = (free: readonly number[]): number[] =>
    free.map((u, index) => {
      const { least, most } = parameters[index] as Parameter;
      return least + (most - least) / (1 + Math.exp(-u));
    });
  const origin = parameters.map(({ start, least, most }) => logit(clampShare((start - least) / (most - least))));
  const whole = (free: readonly number[]): { rows: Float64Array; loss: number; prior: number[] } => {
    const rows = residuals(inside(free));
    let loss = 0;
    for (const row of rows) loss += robustScale ** 2 * (Math.sqrt(1 + (row / robustScale) ** 2) - 1);
    const prior = parameters.map(({ priorSpread }, index) =>
      priorSpread === undefined ? 0 : ((free[index] as number) - (origin[index] as number)) / priorSpread,
    );
    for (const value of prior) loss += (robustScale ** 2 * value ** 2) / 2;
    return { rows, loss, prior };
  };
  let free = [...origin];
  let current = whole(free);
  let damping = 1e-2;
  const size = parameters.length;
  for (let iteration = 0; iteration < iterations; iteration++) {
    const step = 1e-4;
    const columns = parameters.map((_, index) => {
      const moved = [...free];
      moved[index] = (moved[index] as number) + step;
      return residuals(inside(moved));
    });
    const normal = Array.from({ length: size }, () => new Float64Array(size));
    const gradient = new Float64Array(size);
    for (let row = 0; row < current.rows.length; row++) {
      const value = current.rows[row] as number;
      const weight = 1 / Math.sqrt(1 + (value / robustScale) ** 2);
      const slopes = columns.map((column) => ((column[row] as number) - value) / step);
      for (let i = 0; i < size; i++) {
        const slope = slopes[i] as number;
        if (slope === 0) continue;
        (gradient[i] as number) += weight * slope * value;
        const normalRow = normal[i] as Float64Array;
        for (let j = 0; j <= i; j++) (normalRow[j] as number) += weight * slope * (slopes[j] as number);
      }
    }
    for (let i = 0; i < size; i++) {
      const spread = parameters[i]?.priorSpread;
      if (spread === undefined) continue;
      ((normal[i] as Float64Array)[i] as number) += (robustScale / spread) ** 2;
      (gradient[i] as number) += (robustScale ** 2 * (current.prior[i] as number)) / spread;
    }
    let improved = false;
    for (let attempt = 0; attempt < 8 && !improved; attempt++) {
      const delta = solve(normal, gradient, damping);
      const next = free.map((u, index) => Math.max(-12, Math.min(12, u - Math.max(-2, Math.min(2, delta[index] as number)))));
      const candidate = whole(next);
      if (candidate.loss < current.loss) {
        improved = current.loss - candidate.loss > 1e-7 * current.loss;
        free = next;
        current = candidate;
        damping = Math.max(1e-6, damping / 5);
        if (!improved) return { values: inside(free), loss: current.loss };
      } else damping *= 6;
    }
    if (!improved) break;
  }
  return { values: inside(free), loss: current.loss };
}

/** Solves (normal + damping x diagonal) x = gradient by Cholesky; `normal` holds its lower triangle. */
function solve(normal: readonly Float64Array[], gradient: Float64Array, damping: number): Float64Array {
  const size = gradient.length;
  const lower = normal.map((row, index) => {
    const copy = Float64Array.from(row);
    copy[index] = (row[index] as number) * (1 + damping) + 1e-12;
    return copy;
  });
  for (let i = 0; i < size; i++) {
    const rowI = lower[i] as Float64Array;
    for (let j = 0; j <= i; j++) {
      const rowJ = lower[j] as Float64Array;
      let sum = rowI[j] as number;
      for (let k = 0; k < j; k++) sum -= (rowI[k] as number) * (rowJ[k] as number);
      rowI[j] = i === j ? Math.sqrt(Math.max(sum, 1e-18)) : sum / (rowJ[j] as number);
    }
  }
  const solution = Float64Array.from(gradient);
  for (let i = 0; i < size; i++) {
    let sum = solution[i] as number;
    for (let k = 0; k < i; k++) sum -= ((lower[i] as Float64Array)[k] as number) * (solution[k] as number);
    solution[i] = sum / ((lower[i] as Float64Array)[i] as number);
  }
  for (let i = size - 1; i >= 0; i--) {
    let sum = solution[i] as number;
    for (let k = i + 1; k < size; k++) sum -= ((lower[k] as Float64Array)[i] as number) * (solution[k] as number);
    solution[i] = sum / ((lower[i] as Float64Array)[i] as number);
  }
  return solution;
}
