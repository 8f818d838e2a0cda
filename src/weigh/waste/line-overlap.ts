/** Hashes of the lines of a text, equal ones side by side, so that texts are compared in one walk through both. */
export type SortedLines = Uint32Array;

export const sortLines = (lines: Uint32Array): SortedLines => lines.toSorted();

/** Lines of a text that stand in at least one of some others, each at most as often as in the one that holds it most. */
export function linesShared(text: SortedLines, others: readonly SortedLines[]): number {
  const most = new Uint32Array(text.length);
  for (const other of others) noteShared(text, other, most);
  let shared = 0;
  for (const count of most) shared += count;
  return shared;
}

/** Raises `most`, at the first of equal lines, to how many of them stand in the other text. */
function noteShared(text: SortedLines, other: SortedLines, most: Uint32Array): void {
  let at = 0;
  let place = 0;
  while (place < text.length && at < other.length) {
    const line = text[place] as number;
    const first = place;
    while (text[place] === line) place++;
    while ((other[at] as number) < line) at++;
    const from = at;
    while (other[at] === line) at++;
    const count = Math.min(place - first, at - from);
    if (count > (most[first] as number)) most[first] = count;
  }
}
