import type { ContentHash } from '../../base/content-hash.ts';
import type { ClaimedTokens } from '../../call/finding.ts';
import type { Placement } from '../../call/weighing.ts';
import { claimRemoval } from './claims.ts';
import type { Detector } from './detector.ts';
import { fixFor } from './fix-for.ts';
import { firstReaching } from './intervals.ts';
import { namesOf, nominatePieces, type Piece } from './pieces.ts';
import { toolPairs, type CarriedSegment, type RunView, type ToolPair } from './waste-view.ts';

/**
 * Tool calls that failed before they did anything: a wrong argument, a file not read before, a text not found. Claimed
 * are request and error in every call that carried them and, where a response held nothing but such failures and the
 * model went on by itself, the round trip that it took to hear of them. A command that ran and reported a failure is
 * no waste: it is what was asked for; only the very same command with the very same error again is.
 */
export const failedCall: Detector = {
  cause: 'failed-call',
  find: (view) =>
    Array.from(view.bySession.values()).flatMap((runs) => {
      const found = runs.map(failures);
      const failed = found.flatMap((run) => run.failed);
      const trips = found.reduce((sum, run) => sum + run.trips, 0);
      const count = new Set(failed.map((piece) => piece.carried.segment?.tool?.call)).size;
      return nominatePieces({
        cause: 'failed-call',
        pieces: failed,
        further: found.flatMap((run) => run.tripClaims),
        what: () =>
          `${count} tool ${count === 1 ? 'call' : 'calls'} failed before doing anything (${namesOf(failed)})${trips > 0 ? `, ${trips} of them at the price of a whole round trip` : ''}`,
        fix: fixFor(runs[0]?.source ?? 'claude-code', {
          'claude-code':
            'Write the rule that the errors repeat into CLAUDE.md (read before edit, exact paths, which package manager), or let a PreToolUse hook correct the arguments.',
          codex: 'Write the rule that the errors repeat into AGENTS.md (exact paths, which commands exist in the sandbox).',
          other: "Write the rule that the errors repeat into the agent's instructions (exact paths, read before edit).",
        }),
      });
    }),
};

const isError = ({ results }: ToolPair): boolean => results.some(isFailedResult);

interface Failures {
  readonly failed: readonly Piece[];
  /** Round trips that only heard of failures, and what their calls read. */
  readonly trips: number;
  readonly tripClaims: readonly ClaimedTokens[];
}

const isFailedResult = ({ kind, segment }: CarriedSegment): boolean => kind === 'tool-result' && segment?.tool?.isError === true;

function failures(run: RunView): Failures {
  if (!run.segments.some(isFailedResult)) return { failed: [], trips: 0, tripClaims: [] };
  const pieces: Piece[] = [];
  const asked = new Map<number, { all: number; failed: ToolPair[] }>();
  const saidBefore = new Set<string>();
  for (const pair of toolPairs(run).values()) {
    const { request, results } = pair;
    const call = request?.writtenBy;
    if (request === undefined || call === undefined) continue;
    const response = asked.get(call) ?? { all: 0, failed: [] };
    asked.set(call, response);
    response.all++;
    if (changesFiles(pair) && !isError(pair)) saidBefore.clear();
    // Where a person speaks next, they may have refused the call: that is no failure.
    if (!isError(pair) || !goesOnAlone(run, call) || !isNeedless(pair, saidBefore)) continue;
    response.failed.push(pair);
    for (const carried of [request, ...results]) {
      const from = carried.writtenBy ?? carried.carriedFrom;
      pieces.push({ run, carried, claims: claimRemoval(run, carried, { from, to: Math.max(from, carried.carriedTo) }), call });
    }
  }
  const tripCalls = new Set<number>();
  for (const [call, { all, failed }] of asked) {
    const heardBy = call + 1;
    // A person may have refused the call: then the next turn is theirs, and no trip was wasted.
    if (failed.length === all && run.calls[heardBy] !== undefined && run.calls[heardBy]?.turn === run.calls[call]?.turn)
      tripCalls.add(heardBy);
  }
  return { failed: pieces, trips: tripCalls.size, tripClaims: roundTrips(run, tripCalls) };
}

const goesOnAlone = (run: RunView, call: number): boolean =>
  run.calls[call + 1] !== undefined && run.calls[call + 1]?.turn === run.calls[call]?.turn;

const shells = /^(bash|shell|shell_command|exec_command|local_shell|run_shell_command|powershell)$/i;

/** True for a failure that did nothing; a command counts only when it fails the same way again and nothing was changed in between. */
function isNeedless({ request, results }: ToolPair, saidBefore: Set<string>): boolean {
  const tool = request?.segment?.tool;
  if (tool?.action === 'run' || shells.test(tool?.name ?? '')) {
    const hash: ContentHash | undefined = results[0]?.segment?.text?.hash;
    if (hash === undefined || tool?.target === undefined) return false;
    const said = `${tool.target} ${hash}`;
    const isAgain = saidBefore.has(said);
    saidBefore.add(said);
    return isAgain;
  }
  return tool?.action === 'read' || tool?.action === 'write' || tool?.action === 'edit' || tool?.action === 'search';
}

const changesFiles = ({ request }: ToolPair): boolean =>
  request?.segment?.tool?.action === 'write' || request?.segment?.tool?.action === 'edit';

/** All that the calls of wasted round trips read from cache: without the failure its correction came one call earlier. */
function roundTrips(run: RunView, tripCalls: ReadonlySet<number>): ClaimedTokens[] {
  const calls = [...tripCalls].sort((a, b) => a - b);
  const claims: ClaimedTokens[] = [];
  for (const carried of calls.length === 0 ? [] : run.segments) {
    for (const call of calls) {
      if (carried.carriedFrom > call || carried.carriedTo < call || !isReadAt(carried.placements, call)) continue;
      claims.push(...claimRemoval(run, carried, { from: call, to: call }));
    }
  }
  return claims;
}

function isReadAt(placements: CarriedSegment['placements'], call: number): boolean {
  for (let index = firstReaching(placements, call); index < placements.length; index++) {
    const { tier, from } = placements[index] as Placement;
    if (from > call) return false;
    if (tier === 'read') return true;
  }
  return false;
}
