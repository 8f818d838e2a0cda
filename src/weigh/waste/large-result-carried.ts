import type { ToolUse } from '../../call/segment.ts';
import { clearingFix } from './clearing-fix.ts';
import { clearingPieces } from './clearing-pieces.ts';
import type { Detector } from './detector.ts';
import { namesOf, nominatePieces } from './pieces.ts';
import type { StaleSegment } from './plan-clearing.ts';
import { nextTurnAfter, type CarriedSegment, type RunView } from './waste-view.ts';

/** From here on a result is large: about 200 lines of code. */
const leastTokens = 2000;
/** Calls without a touch after which a result counts as done with: in a later turn, and within the same. */
const quietCalls = { laterTurn: 20, sameTurn: 60 } as const;

/**
 * Large results carried long after the last tool call that touched what they show. A touch is any later call on the
 * same file, however named, or the same command; that an answer quotes a result cannot be seen without its text, so a result of the current turn is left
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
          `${pieces.length === 1 ? 'A large result' : `${pieces.length} large results`} carried long after the last use (${namesOf(pieces)})`,
        fix: clearingFix(runs[0]?.source ?? 'claude-code'),
      });
    }),
};

const baseName = (path: string): string => path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
const worksOnFile = ({ action }: ToolUse): boolean => action === 'read' || action === 'write' || action === 'edit';

/** What a tool call touches: a file by its name, whatever path leads to it; a command itself, and every file it names. */
function touchedBy(tool: ToolUse): readonly string[] {
  if (tool.target === undefined) return [];
  if (worksOnFile(tool)) return [baseName(tool.target)];
  const named = tool.target.split(/[\s'"`:;|&<>()=,]+/).filter((word) => /[./\\]/.test(word));
  return [tool.target, ...named.map(baseName)];
}

function untouched(run: RunView): StaleSegment[] {
  const large: CarriedSegment[] = [];
  for (const carried of run.segments) {
    const isLarge = carried.kind === 'tool-result' && carried.tokens >= leastTokens;
    // A touch only makes it stale later: what no call left alone for so long is not looked up.
    if (isLarge && staleFrom(run, carried.carriedFrom) <= carried.carriedTo) large.push(carried);
  }
  if (large.length === 0) return [];
  const touches = lastTouches(run, new Set(large.map(shownBy)));
  const stale: StaleSegment[] = [];
  for (const carried of large) {
    const from = staleFrom(run, Math.max(carried.carriedFrom, touches.get(shownBy(carried)) ?? 0));
    if (from <= carried.carriedTo) stale.push({ carried, from, share: 1 });
  }
  return stale;
}

/** First call in which a result that was last used in a call counts as done with. */
function staleFrom(run: RunView, lastUse: number): number {
  const nextTurn = nextTurnAfter(run, lastUse);
  const laterTurn = nextTurn === undefined ? Number.POSITIVE_INFINITY : Math.max(nextTurn, lastUse + quietCalls.laterTurn);
  return Math.min(laterTurn, lastUse + quietCalls.sameTurn);
}

/** What a result shows, by the name under which calls touch it. */
function shownBy({ segment }: CarriedSegment): string {
  const tool = segment?.tool;
  return tool?.target === undefined || !worksOnFile(tool) ? (tool?.target ?? '') : baseName(tool.target);
}

/** The last call that touched each of some names. */
function lastTouches(run: RunView, names: ReadonlySet<string>): ReadonlyMap<string, number> {
  const last = new Map<string, number>();
  for (const { kind, segment, writtenBy } of run.segments) {
    if (kind !== 'tool-call' || segment?.tool === undefined || writtenBy === undefined) continue;
    for (const name of touchedBy(segment.tool)) if (names.has(name)) last.set(name, Math.max(last.get(name) ?? 0, writtenBy));
  }
  return last;
}
