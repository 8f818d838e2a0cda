import { clearingFix } from './clearing-fix.ts';
import { clearingPieces } from './clearing-pieces.ts';
import type { Detector } from './detector.ts';
import { fileViews, repeatedShare, rewrittenShare, type FileView } from './file-views.ts';
import { linesShared } from './line-overlap.ts';
import { namesOf, nominatePieces } from './pieces.ts';
import type { StaleSegment } from './plan-clearing.ts';
import type { CarriedSegment, RunView } from './waste-view.ts';

const leastTokens = 500;
/** Two parts of one file share blank lines, braces and imports: below this share they show different things. */
const mostlyShown = 0.5;
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
          `${pieces.length === 1 ? 'A result' : `${pieces.length} results`} carried on after a later one replaced ${pieces.length === 1 ? 'it' : 'them'} (${namesOf(pieces)})`,
        fix: clearingFix(runs[0]?.source ?? 'claude-code'),
      });
    }),
};

/** Earlier views of a file that a later one replaced. Of every line one copy stays: what the later view is itself blamed for, the earlier keeps. */
function replacedViews(run: RunView): StaleSegment[] {
  const stale = new Map<CarriedSegment, StaleSegment>();
  for (const views of fileViews(run).values()) {
    for (const view of views) {
      for (const earlier of view.before) {
        const { carried } = earlier;
        if (carried.tokens < leastTokens || stale.has(carried)) continue;
        const share = replacedShare(view, earlier);
        if (share * carried.tokens >= leastTokens) stale.set(carried, { carried, from: view.carried.carriedFrom, share });
      }
    }
  }
  return [...stale.values()];
}

/**
 * Share of an earlier view that need not stand beside a later one. A written file replaces all that was read of it; a
 * reading replaces only the lines that it shows again, as it may have been cut short.
 */
function replacedShare(later: FileView, earlier: FileView): number {
  if (later.as === 'write' && rewrittenShare(later) === 0) return 1;
  if (later.as === 'read' && repeatedShare(later) > 0) return 0;
  const kept = linesShared(earlier.lines, [later.lines]) / earlier.length;
  if (later.as === 'write') return 1 - kept;
  return kept >= mostlyShown ? kept : 0;
}

function repeatedCommands(run: RunView): StaleSegment[] {
  /** The latest results by what was asked for, first by its target: one target is rarely asked for in two ways. */
  const latest = new Map<string, CarriedSegment[]>();
  const stale: StaleSegment[] = [];
  for (const carried of run.segments) {
    const tool = carried.kind === 'tool-result' ? carried.segment?.tool : undefined;
    if (tool?.target === undefined || (tool.action !== 'run' && tool.action !== 'search') || tool.target.length > longestTarget) continue;
    let results = latest.get(tool.target);
    if (results === undefined) latest.set(tool.target, (results = []));
    const place = results.findIndex(({ segment }) => segment?.tool?.name === tool.name && segment?.tool?.range === tool.range);
    const earlier = results[place];
    results[earlier === undefined ? results.length : place] = carried;
    if (earlier === undefined || earlier.tokens < leastTokens || earlier.segment?.tool?.call === tool.call) continue;
    stale.push({ carried: earlier, from: carried.carriedFrom, share: 1 });
  }
  return stale;
}
