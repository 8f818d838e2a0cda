/** What a search for the shortest sufficient reasoning found. */
export interface LeastReasoning {
  /** Sentences that suffice; absent where even all of them, closed by force, do not give the answer. */
  readonly least?: number;
  readonly sentences: number;
  readonly asked: number;
  /** A shorter one also sufficed or a longer one did not: the answer does not simply appear at one point. */
  readonly isMonotone: boolean;
}

/**
 * Binary search for the least number of sentences after which a closed reasoning still gives the answer: yields a number
 * to try, once each, and is told whether it sufficed. That it suffices from there on is not guaranteed, so two more points
 * are tried, one below and one above.
 */
export function* leastReasoning(sentences: number): Generator<number, LeastReasoning, boolean> {
  const known = new Map<number, boolean>();
  function* suffices(kept: number): Generator<number, boolean, boolean> {
    const before = known.get(kept);
    if (before !== undefined) return before;
    const answer = yield kept;
    known.set(kept, answer);
    return answer;
  }
  if (!(yield* suffices(sentences))) return { sentences, asked: known.size, isMonotone: true };
  let [low, high] = [0, sentences];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (yield* suffices(middle)) high = middle;
    else low = middle + 1;
  }
  const half = Math.floor(high / 2);
  const below = half < high && (yield* suffices(half));
  const above = yield* suffices(Math.floor((high + sentences) / 2));
  return { least: high, sentences, asked: known.size, isMonotone: !below && above };
}
