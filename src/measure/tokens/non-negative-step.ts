/**
 * The step d that minimises slope·d + d·curvature·d / 2 while `from` + d stays non-negative, by cyclic coordinate
 * descent. `curvature` is symmetric, row by row, with a positive diagonal.
 */
export function nonNegativeStep(curvature: Float64Array, slope: Float64Array, from: Float64Array): Float64Array {
  const size = slope.length;
  const step = new Float64Array(size);
  for (let sweep = 0; sweep < 80; sweep++) {
    let change = 0;
    for (let row = 0; row < size; row++) {
      let gradient = slope[row] as number;
      for (let column = 0; column < size; column++) gradient += (curvature[row * size + column] as number) * (step[column] as number);
      const free = (step[row] as number) - gradient / (curvature[row * size + row] as number);
      const next = Math.max(free, -(from[row] as number));
      change = Math.max(change, Math.abs(next - (step[row] as number)) / ((from[row] as number) + 0.1));
      step[row] = next;
    }
    if (change < 1e-5) break;
  }
  return step;
}
