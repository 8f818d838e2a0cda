/**
 * Holm's step-down correction for several edits tested at once: which of the p-values hold at a family-wise level.
 * Holm (1979), Scandinavian Journal of Statistics 6:65.
 */
export function holm(pValues: readonly number[], level = 0.05): boolean[] {
  const order = Array.from(pValues.keys()).sort((a, b) => (pValues[a] as number) - (pValues[b] as number));
  const holds = pValues.map(() => false);
  for (const [rank, index] of order.entries()) {
    if ((pValues[index] as number) > level / (pValues.length - rank)) break;
    holds[index] = true;
  }
  return holds;
}
