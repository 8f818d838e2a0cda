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
 * Binary search for the least number of sentences after which a closed reasoning still gives the right answer. That
 * it stays right from there on is not guaranteed, so two more points are tried, one below and one above.
 */
export async function leastReasoning(sentences: number, isSolvedAfter: (kept: number) => Promise<boolean>): Promise<LeastReasoning> {
  const known = new Map<number, boolean>();
  const isSolved = async (kept: number): Promise<boolean> => {
    const before = known.get(kept);
    if (before !== undefined) return before;
    const answer = await isSolvedAfter(kept);
    known.set(kept, answer);
    return answer;
  };
  if (!(await isSolved(sentences))) return { sentences, asked: known.size, isMonotone: true };
  let [low, high] = [0, sentences];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (await isSolved(middle)) high = middle;
    else low = middle + 1;
  }
  const below = high === 0 ? false : await isSolved(Math.floor(high / 2));
  const above = await isSolved(Math.floor((high + sentences) / 2));
  return { least: high, sentences, asked: known.size, isMonotone: !(below && Math.floor(high / 2) < high) && above };
}
