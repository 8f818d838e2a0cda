import { clearingFix } from './clearing-fix.ts';
import { clearingPieces } from './clearing-pieces.ts';
import type { Detector } from './detector.ts';
import { namesOf, nominatePieces } from './pieces.ts';
import type { StaleSegment } from './plan-clearing.ts';
import { nextTurnAfter, type RunView } from './waste-view.ts';

/** From here on a result is large: about 200 lines of code. */
const leastTokens = 2000;
/** Calls without a touch after which a result counts as done with: in a later turn, and within the same. */
const quietCalls = { laterTurn: 20, sameTurn: 60 } as const;

/**
 * Large results carried long after the last tool call that touched what they show. A touch is any later call on the
 * same target; that an answer quotes a result cannot be seen without its text, so a result of the current turn is left
 * alone for long.
 */
export const largeResultCarried: Detector = {
  cause: 'large-result-carried',
  find: (view) =>
    Array.from(view.bySession.values()).flatMap((runs) => {
      const { pieces, editUsd } = clearingPieces(runs, untouched);
      return nominatePieces({
        cause: 'large-result-carried',
        pieces,
        editUsd,
        what: () =>
          `${pieces.length === 1 ? 'A large result was' : `${pieces.length} large results were`} carried long after the last use (${namesOf(pieces)})`,
        fix: clearingFix(runs[0]?.source ?? 'claude-code'),
      });
    }),
};

function untouched(run: RunView): StaleSegment[] {
  const lastTouch = new Map<string, number>();
  for (const { kind, segment, writtenBy } of run.segments) {
    const target = segment?.tool?.target;
    if (kind === 'tool-call' && target !== undefined && writtenBy !== undefined)
      lastTouch.set(target, Math.max(lastTouch.get(target) ?? 0, writtenBy));
  }
  const stale: StaleSegment[] = [];
  for (const carried of run.segments) {
    if (carried.kind !== 'tool-result' || carried.tokens < leastTokens) continue;
    const lastUse = Math.max(carried.carriedFrom, lastTouch.get(carried.segment?.tool?.target ?? '') ?? 0);
    const nextTurn = nextTurnAfter(run, lastUse);
    const laterTurn = nextTurn === undefined ? Number.POSITIVE_INFINITY : Math.max(nextTurn, lastUse + quietCalls.laterTurn);
    const from = Math.min(laterTurn, lastUse + quietCalls.sameTurn);
    if (from <= carried.carriedTo) stale.push({ carried, from });
  }
  return stale;
}
