import type { ToolUse } from '../../call/segment.ts';
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
  const large = run.segments.filter(({ kind, tokens }) => kind === 'tool-result' && tokens >= leastTokens);
  if (large.length === 0) return [];
  const lastTouch = new Map<string, number>();
  for (const { kind, segment, writtenBy } of run.segments) {
    if (kind !== 'tool-call' || segment?.tool === undefined || writtenBy === undefined) continue;
    for (const name of touchedBy(segment.tool)) lastTouch.set(name, Math.max(lastTouch.get(name) ?? 0, writtenBy));
  }
  const stale: StaleSegment[] = [];
  for (const carried of large) {
    const tool = carried.segment?.tool;
    const name = tool?.target === undefined || !worksOnFile(tool) ? (tool?.target ?? '') : baseName(tool.target);
    const lastUse = Math.max(carried.carriedFrom, lastTouch.get(name) ?? 0);
    const nextTurn = nextTurnAfter(run, lastUse);
    const laterTurn = nextTurn === undefined ? Number.POSITIVE_INFINITY : Math.max(nextTurn, lastUse + quietCalls.laterTurn);
    const from = Math.min(laterTurn, lastUse + quietCalls.sameTurn);
    if (from <= carried.carriedTo) stale.push({ carried, from });
  }
  return stale;
}
