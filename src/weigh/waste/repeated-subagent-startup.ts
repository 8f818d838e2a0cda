import { isComputed } from '../../call/tier.ts';
import type { WeighedCall } from '../../call/weighing.ts';
import type { Claim } from './claims.ts';
import type { Detector } from './detector.ts';
import { fixFor } from './fix-for.ts';
import { nominatePieces, type Piece } from './pieces.ts';
import type { CarriedSegment, RunView } from './waste-view.ts';

/** Start-ups of one size are of one prompt: the system prompt and tools of an agent type do not change by more within a session. */
const sameSize = 0.02;
/** Smallest start-up worth sharing, in tokens. */
const leastStartup = 2000;
/** A cached prefix can be read for so long after it was written: the shorter of the usual lives. */
const cacheLife = 300_000;

/**
 * The same start-up (system prompt, tool schemas) of sub-agents of one model written to cache again although a sibling
 * had written one of the same size within the life of a cache. Claimed is the price above a read. Suspected: that two
 * start-ups are equal is judged by their size, as the transcript does not show them.
 */
export const repeatedSubagentStartup: Detector = {
  cause: 'repeated-subagent-startup',
  find: (view) =>
    Array.from(view.bySession.values()).flatMap((runs) => {
      const children = runs.filter((run) => run.chain !== 'main');
      const pieces = repeatedStartups(children);
      const again = new Set(pieces.map((piece) => piece.run)).size;
      return nominatePieces({
        cause: 'repeated-subagent-startup',
        pieces,
        what: () => `${again} of ${children.length} sub-agents wrote to cache what a sibling had just written`,
        fix: fixFor(runs[0]?.source ?? 'claude-code', {
          'claude-code':
            'Give one sub-agent several tasks instead of starting several of the same type for one task each; keep few tools in the agent type (tools: in its file).',
          other: 'Give one sub-agent several tasks instead of starting several for one task each, and offer it few tools.',
        }),
      });
    }),
};

interface Startup {
  readonly run: RunView;
  readonly first: WeighedCall;
  readonly segments: readonly CarriedSegment[];
  readonly tokens: number;
}

function repeatedStartups(children: readonly RunView[]): Piece[] {
  const startups = children.flatMap(startupOf).sort((a, b) => (a.first.time ?? 0) - (b.first.time ?? 0));
  const pieces: Piece[] = [];
  for (const [index, startup] of startups.entries()) {
    const isRepeated = startups.slice(Math.max(0, index - 16), index).some((earlier) => isSame(earlier, startup));
    if (!isRepeated) continue;
    for (const carried of startup.segments) {
      const claims = writtenAtStart(startup.run, carried);
      if (claims.length > 0) pieces.push({ run: startup.run, carried, claims, call: 0 });
    }
  }
  return pieces;
}

function startupOf(run: RunView): Startup[] {
  const [first] = run.calls;
  if (first?.time === undefined) return [];
  const segments = run.segments.filter(
    ({ kind, carriedFrom }) => carriedFrom === 0 && (kind === 'system' || kind === 'tools' || kind === 'unseen'),
  );
  const tokens = segments.reduce((sum, carried) => sum + carried.tokens, 0);
  return tokens < leastStartup ? [] : [{ run, first, segments, tokens }];
}

const isSame = (earlier: Startup, later: Startup): boolean =>
  earlier.first.model === later.first.model &&
  Math.abs(earlier.tokens - later.tokens) <= sameSize * later.tokens &&
  (later.first.time ?? 0) > (earlier.first.time ?? 0) &&
  (later.first.time ?? 0) - (lastTime(earlier.run) ?? 0) <= cacheLife;

const lastTime = (run: RunView): number | undefined => run.calls.at(-1)?.time;

function writtenAtStart(run: RunView, carried: CarriedSegment): Claim[] {
  const { placements, start, end } = carried;
  let tokens = 0;
  for (let row = start; row < end && placements.from[row] === 0; row++) {
    if (isComputed(placements.tier[row] as number)) tokens += placements.tokens[row] as number;
  }
  return tokens === 0 ? [] : [{ run, carried, from: 0, to: 0, tokens, effect: 'repriced' }];
}
