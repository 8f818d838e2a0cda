/** Ranks from 1, ties share their mean rank. */
export function ranksOf(values: Float64Array): Float64Array {
  const sorted = Float64Array.from(values).sort();
  const ranks = new Float64Array(values.length);
  for (let index = 0; index < values.length; index++) {
    const value = values[index] as number;
    const below = bound(sorted, value, false);
    const tied = sorted[below + 1] === value;
    ranks[index] = tied ? (below + bound(sorted, value, true) + 1) / 2 : below + 1;
  }
  return ranks;
}

/** Count of sorted values below (or, `inclusive`, at or below) a value. */
function bound(sorted: Float64Array, value: number, inclusive: boolean): number {
  let from = 0;
  let to = sorted.length;
  while (from < to) {
    const middle = (from + to) >>> 1;
    const candidate = sorted[middle] as number;
    if (candidate < value || (inclusive && candidate === value)) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** Pearson correlation; 0 where one side does not vary. Of ranks it is Spearman's. */
export function correlation(left: Float64Array, right: Float64Array): number {
  const count = left.length;
  let sumLeft = 0;
  let sumRight = 0;
  for (let i = 0; i < count; i++) {
    sumLeft += left[i] as number;
    sumRight += right[i] as number;
  }
  const meanLeft = sumLeft / count;
  const meanRight = sumRight / count;
  let both = 0;
  let squareLeft = 0;
  let squareRight = 0;
  for (let i = 0; i < count; i++) {
    const a = (left[i] as number) - meanLeft;
    const b = (right[i] as number) - meanRight;
    both += a * b;
    squareLeft += a * a;
    squareRight += b * b;
  }
  return squareLeft === 0 || squareRight === 0 ? 0 : both / Math.sqrt(squareLeft * squareRight);
}

/** Spearman's rank correlation of inputs with a result, over the samples in which the result is defined. */
export function rankCorrelations(
  result: Float64Array,
  names: readonly string[],
  inputs: { values(name: string): Float64Array; ranks(name: string): Float64Array },
): number[] {
  if (result.every(Number.isFinite)) {
    const ranks = ranksOf(result);
    return names.map((name) => correlation(inputs.ranks(name), ranks));
  }
  const defined = Array.from(result.keys()).filter((index) => Number.isFinite(result[index]));
  const pick = (values: Float64Array): Float64Array => Float64Array.from(defined, (index) => values[index] as number);
  const ranks = ranksOf(pick(result));
  return names.map((name) => correlation(ranksOf(pick(inputs.values(name))), ranks));
}
