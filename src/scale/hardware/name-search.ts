/** Edit distance with unit costs (Levenshtein, 1966). */
function editDistance(left: string, right: string): number {
  let previous = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let row = 1; row <= left.length; row++) {
    const current = [row];
    for (let column = 1; column <= right.length; column++) {
      const substitute = (previous[column - 1] as number) + (left[row - 1] === right[column - 1] ? 0 : 1);
      current.push(Math.min(substitute, (previous[column] as number) + 1, (current[column - 1] as number) + 1));
    }
    previous = current;
  }
  return previous[right.length] as number;
}

/** A name without case, blanks and punctuation, so that `RTX 4090`, `rtx-4090` and `RTX_4090` are one. */
export const plainName = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9.]/g, '');

/** The known names closest to `wanted`, best first: those that contain it or are contained, then by edit distance. */
export function nearestNames(wanted: string, known: readonly string[], count = 3): string[] {
  const plain = plainName(wanted);
  const scored = known.map((name) => {
    const candidate = plainName(name);
    const contains = plain.length > 2 && (candidate.includes(plain) || plain.includes(candidate));
    return { name, score: editDistance(plain, candidate) / Math.max(plain.length, candidate.length) - (contains ? 1 : 0) };
  });
  return scored
    .sort((a, b) => a.score - b.score || (a.name < b.name ? -1 : 1))
    .slice(0, count)
    .map((entry) => entry.name);
}
