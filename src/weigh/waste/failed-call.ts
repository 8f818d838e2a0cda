import type { Detector } from './detector.ts';
import { fixFor } from './fix-for.ts';
import { namesOf, nominatePieces } from './pieces.ts';
import { claimRoundTrips } from './round-trips.ts';
import { thrownAway } from './thrown-away.ts';
import { toolFailures } from './tool-failures.ts';
import type { RunView } from './waste-view.ts';

/**
 * Tool calls that failed before they did anything: a wrong argument, a file not read before, a text not found. Claimed
 * are request and error in every call that carried them and, where a response held nothing but such failures and the
 * model went on by itself, the round trip that it took to hear of them. A command that ran and reported a failure is
 * no waste: it is what was asked for; only the very same command with the very same error again is. Responses that
 * were thrown away are claimed with what they wrote, and those that were asked for again with what they read.
 */
export const failedCall: Detector = {
  cause: 'failed-call',
  find: (view) => Array.from(view.bySession.values()).flatMap(nominateFailures),
};

function nominateFailures(runs: readonly RunView[]) {
  const found = runs.map((run) => ({ run, tools: toolFailures(run), away: thrownAway(run) }));
  const failed = found.flatMap(({ tools }) => tools.pieces);
  const away = found.flatMap((run) => run.away.pieces);
  const trips = found.reduce((sum, { tools }) => sum + tools.heardBy.length, 0);
  const retried = found.reduce((sum, run) => sum + run.away.retried.length, 0);
  const calls = new Set(failed.map((piece) => piece.carried.segment?.tool?.call)).size;
  const responses = new Set(away.map((piece) => piece.run.calls[piece.call]?.key)).size;
  const what = [
    calls === 0
      ? ''
      : `${calls} tool ${calls === 1 ? 'call' : 'calls'} failed before doing anything${responses === 0 ? ` (${namesOf(failed)})` : ''}`,
    trips === 0 ? '' : trips >= calls ? `a round trip${calls === 1 ? '' : ' each'}` : `${trips} of them a round trip`,
    responses === 0 ? '' : `${responses} ${responses === 1 ? 'response was' : 'responses were'} thrown away`,
    retried === 0 ? '' : `${retried} of them to be asked for again`,
  ];
  return nominatePieces({
    cause: 'failed-call',
    pieces: [...failed, ...away],
    further: found.flatMap(({ run, tools, away: { retried: again } }) => claimRoundTrips(run, [...tools.heardBy, ...again])),
    what: () => what.filter((part) => part !== '').join(', '),
    fix: fixFor(runs[0]?.source ?? 'claude-code', {
      'claude-code':
        'Write the rule that the errors repeat into CLAUDE.md (read before edit, exact paths, which package manager), or let a PreToolUse hook correct the arguments.',
      codex: 'Write the rule that the errors repeat into AGENTS.md (exact paths, which commands exist in the sandbox).',
      other: "Write the rule that the errors repeat into the agent's instructions (exact paths, read before edit).",
    }),
  });
}
