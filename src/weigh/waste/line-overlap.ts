/** How often each line occurs. */
export type LineCounts = ReadonlyMap<number, number>;

/** Lines that at least one of several texts holds, each as often as the text that holds it most. */
export function unionOfLines(texts: readonly Uint32Array[]): LineCounts {
  const union = new Map<number, number>();
  for (const [index, text] of texts.entries()) {
    const counts = index === 0 ? union : new Map<number, number>();
    for (const line of text) counts.set(line, (counts.get(line) ?? 0) + 1);
    if (index === 0) continue;
    for (const [line, count] of counts) if (count > (union.get(line) ?? 0)) union.set(line, count);
  }
  return union;
}

/** Lines of a text that stand in another, each at most as often as there. */
export function linesShared(text: Uint32Array, other: LineCounts): number {
  const left = new Map<number, number>();
  let shared = 0;
  for (const line of text) {
    const count = left.get(line) ?? other.get(line) ?? 0;
    if (count <= 0) continue;
    shared++;
    left.set(line, count - 1);
  }
  return shared;
}
