import { clearingPieces } from './clearing-pieces.ts';
import type { Detector } from './detector.ts';
import { fixFor } from './fix-for.ts';
import { nominatePieces } from './pieces.ts';
import type { StaleSegment } from './plan-clearing.ts';
import { nextTurnAfter, type RunView } from './waste-view.ts';

/**
 * Reasoning of finished turns that the bill shows to be carried through later ones. Within its turn it stays: tool
 * loops need it. Taking it out breaks the cache from there on, and is charged for it.
 */
export const carriedReasoning: Detector = {
  cause: 'carried-reasoning',
  find: (view) =>
    Array.from(view.bySession.values()).flatMap((runs) => {
      const { pieces, editUsd } = clearingPieces(runs, finishedReasoning);
      return nominatePieces({
        cause: 'carried-reasoning',
        pieces,
        editUsd,
        what: () => `Reasoning of finished turns sent again with later ones (${pieces.length} ${pieces.length === 1 ? 'block' : 'blocks'})`,
        fix: fixFor(runs[0]?.source ?? 'claude-code', {
          'claude-code':
            'Run /clear between pieces of work, or lower the effort (/effort, MAX_THINKING_TOKENS) for work that needs little thought. In an API application: clear_thinking_20251015 with keep set to few turns.',
          codex: 'Run /new between pieces of work, or lower model_reasoning_effort for work that needs little thought.',
          other: 'Start a new session between pieces of work, or lower the reasoning effort for work that needs little thought.',
        }),
      });
    }),
};

function finishedReasoning(run: RunView): StaleSegment[] {
  const stale: StaleSegment[] = [];
  for (const carried of run.segments) {
    if (carried.kind !== 'reasoning' || carried.writtenBy === undefined) continue;
    const from = nextTurnAfter(run, carried.writtenBy);
    if (from !== undefined && from <= carried.carriedTo) stale.push({ carried, from, share: 1 });
  }
  return stale;
}
