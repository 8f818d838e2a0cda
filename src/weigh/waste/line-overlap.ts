/** Hashes of the lines of a text, equal ones side by side, so that texts are compared in one walk through both. */
export type SortedLines = Uint32Array;

export const sortLines = (lines: Uint32Array): SortedLines => lines.toSorted();

/** Lines of a text that stand in at least one of some others, each at most as often as in the one that holds it most. */
export function linesShared(text: SortedLines, others: readonly SortedLines[]): number {
  const places: number[] = [];
  for (let index = 0; index < others.length; index++) places.push(0);
  let shared = 0;
  let next = 0;
  for (let first = 0; first < text.length; first = next) {
    const line = text[first] as number;
    next = endOfEqual(text, first);
    let most = 0;
    for (let index = 0; index < others.length; index++) {
      const other = others[index] as SortedLines;
      let place = places[index] as number;
      while ((other[place] as number) < line) place++;
      places[index] = place;
      if (other[place] === line) most = Math.max(most, endOfEqual(other, place) - place);
    }
    shared += Math.min(next - first, most);
  }
  return shared;
}

/** The place behind all lines that equal the one at `first`. */
function endOfEqual(text: SortedLines, first: number): number {
  let end = first + 1;
  while (text[end] === text[first]) end++;
  return end;
}
