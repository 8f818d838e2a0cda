import type { Piece } from './pieces.ts';
import { planClearing, type StaleSegment } from './plan-clearing.ts';
import type { RunView } from './waste-view.ts';

/** Stale segments of several runs as pieces, with the cost of taking them out. */
export function clearingPieces(
  runs: readonly RunView[],
  staleOf: (run: RunView) => readonly StaleSegment[],
): { readonly pieces: readonly Piece[]; readonly editUsd: number } {
  const pieces: Piece[] = [];
  let editUsd = 0;
  for (const run of runs) {
    const plan = planClearing(run, staleOf(run));
    editUsd += plan.editUsd;
    for (const { stale, claims, at } of plan.cleared) pieces.push({ run, carried: stale.carried, claims, call: at });
  }
  return { pieces, editUsd };
}
