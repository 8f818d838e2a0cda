import { clearingFix } from './clearing-fix.ts';
import { clearingPieces } from './clearing-pieces.ts';
import type { Detector } from './detector.ts';
import { fileViews, repeatedShare, rewrittenShare, type FileView } from './file-views.ts';
import { linesShared, unionOfLines } from './line-overlap.ts';
import { namesOf, nominatePieces } from './pieces.ts';
import type { StaleSegment } from './plan-clearing.ts';
import type { CarriedSegment, RunView } from './waste-view.ts';

const leastTokens = 500;
/** Targets are cut at 200 characters: longer commands may differ behind the cut. */
const longestTarget = 199;

/**
 * Results that a later one replaced and that were carried on all the same: an earlier reading of a file that was
 * written whole or read again since, and an earlier run of the very same command or search. An edit replaces nothing
 * here: after it, most of what was read still holds.
 */
export const supersededResult: Detector = {
  cause: 'superseded-result',
  find: (view) =>
    Array.from(view.bySession.values()).flatMap((runs) => {
      const { pieces, editUsd } = clearingPieces(runs, (run) => [...replacedViews(run), ...repeatedCommands(run)]);
      return nominatePieces({
        cause: 'superseded-result',
        pieces,
        editUsd,
        what: () =>
          `${pieces.length === 1 ? 'A result was' : `${pieces.length} results were`} carried on after a later one replaced ${pieces.length === 1 ? 'it' : 'them'} (${namesOf(pieces)})`,
        fix: clearingFix(runs[0]?.source ?? 'claude-code'),
      });
    }),
};

/** Earlier views of a file that a later view covers; without the lines that the later one is itself blamed for. */
function replacedViews(run: RunView): StaleSegment[] {
  const stale = new Map<CarriedSegment, StaleSegment>();
  for (const views of fileViews(run).values()) {
    for (const view of views) {
      for (const earlier of view.before) {
        if (stale.has(earlier.carried) || !covers(view, earlier)) continue;
        const isBlamed = repeatedShare(view) > 0 || rewrittenShare(view) > 0;
        const share = isBlamed ? 1 - linesShared(earlier.lines, unionOfLines([view.lines])) / earlier.lines.length : 1;
        if (share * earlier.carried.tokens < leastTokens) continue;
        stale.set(earlier.carried, { carried: earlier.carried, from: view.carried.carriedFrom, share });
      }
    }
  }
  return [...stale.values()];
}

const covers = (later: FileView, earlier: FileView): boolean => later.range === undefined || later.range === earlier.range;

function repeatedCommands(run: RunView): StaleSegment[] {
  const latest = new Map<string, CarriedSegment>();
  const stale: StaleSegment[] = [];
  for (const carried of run.segments) {
    const tool = carried.segment?.tool;
    if (carried.kind !== 'tool-result' || (tool?.action !== 'run' && tool?.action !== 'search')) continue;
    if (tool.target === undefined || tool.target.length > longestTarget) continue;
    const name = `${tool.name} ${tool.range ?? ''} ${tool.target}`;
    const earlier = latest.get(name);
    latest.set(name, carried);
    if (earlier === undefined || earlier.tokens < leastTokens || earlier.segment?.tool?.call === tool.call) continue;
    stale.push({ carried: earlier, from: carried.carriedFrom });
  }
  return stale;
}
