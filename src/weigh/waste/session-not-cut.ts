import { claimRemoval } from './claims.ts';
import type { Detector } from './detector.ts';
import { fixFor } from './fix-for.ts';
import { nominatePieces, type Piece } from './pieces.ts';
import { enteredAt, type CarriedSegment, type RunView } from './waste-view.ts';
import { formatQuantity } from '../../base/number-format.ts';

/** A conversation is old and big enough to be worth leaving behind. */
const leastConversation = 30_000;
/** Shorter pauses are breaks within one piece of work. */
const leastPause = 4 * 3600;
/** Files touched before and after, at least: fewer say nothing about what the work was on. */
const leastFiles = 3;

/**
 * A new piece of work begun in an old, big context after a pause of hours: the cache had expired, so that leaving the conversation behind
 * would have cost nothing, and none of the files touched afterwards is one of those touched before. What was said
 * before, without system prompt, tools and memory files, is claimed from there on.
 */
export const sessionNotCut: Detector = {
  cause: 'session-not-cut',
  find: (view) =>
    Array.from(view.bySession.values()).flatMap((runs) => {
      const cuts = runs.flatMap((run) => (run.chain === 'main' ? cutsOf(run).map((call) => ({ run, call })) : []));
      const pieces = runs.flatMap((run) =>
        leftBehind(
          run,
          cuts.filter((cut) => cut.run === run).map((cut) => cut.call),
        ),
      );
      const largest = Math.max(0, ...cuts.map(({ run, call }) => run.calls[call]?.context ?? 0));
      return nominatePieces({
        cause: 'session-not-cut',
        pieces,
        what: () => `New work on other files begun after a pause in a context of up to ${formatQuantity(largest, 'tok')}`,
        fix: fixFor(runs[0]?.source ?? 'claude-code', {
          'claude-code': 'Begin unrelated work with /clear (or a new session); what must be kept goes into CLAUDE.md or a note first.',
          codex: 'Begin unrelated work with /new; what must be kept goes into AGENTS.md or a note first.',
          'gemini-cli': 'Begin unrelated work with /clear; what must be kept goes into GEMINI.md first.',
          other: 'Begin unrelated work in a new session.',
        }),
      });
    }),
};

/** Calls at which a session should have been cut. */
function cutsOf(run: RunView): number[] {
  const expired = run.losses.filter(
    ({ call, cause }) =>
      cause.cause === 'expired' && cause.idleSeconds >= leastPause && run.calls[call]?.turn !== run.calls[call - 1]?.turn,
  );
  if (expired.length === 0) return [];
  const touches = touchesOf(run);
  return expired.map(({ call }) => call).filter((call) => isNewWork(touches, call) && conversationAt(run, call) >= leastConversation);
}

interface Touch {
  readonly file: string;
  readonly call: number;
}

function touchesOf({ segments }: RunView): Touch[] {
  const touches: Touch[] = [];
  for (const { kind, segment, writtenBy } of segments) {
    const tool = segment?.tool;
    if (kind !== 'tool-call' || writtenBy === undefined || tool?.target === undefined) continue;
    if (tool.action === 'read' || tool.action === 'write' || tool.action === 'edit') touches.push({ file: tool.target, call: writtenBy });
  }
  return touches;
}

function isNewWork(touches: readonly Touch[], call: number): boolean {
  const before = new Set<string>();
  const after = new Set<string>();
  for (const touch of touches) (touch.call < call ? before : after).add(touch.file);
  if (before.size < leastFiles || after.size < leastFiles) return false;
  for (const file of after) if (before.has(file)) return false;
  return true;
}

const isConversation = ({ kind }: CarriedSegment): boolean =>
  kind !== 'system' && kind !== 'tools' && kind !== 'unseen' && kind !== 'document';

function conversationAt(run: RunView, call: number): number {
  let tokens = 0;
  for (const carried of run.segments) {
    if (isConversation(carried) && enteredAt(carried) < call && carried.carriedTo >= call) tokens += carried.tokens;
  }
  return tokens;
}

function leftBehind(run: RunView, cuts: readonly number[]): Piece[] {
  if (cuts.length === 0) return [];
  return run.segments.flatMap((carried) => {
    const cut = cuts.find((call) => call > enteredAt(carried));
    if (cut === undefined || !isConversation(carried)) return [];
    const claims = claimRemoval(run, carried, { from: cut, to: carried.carriedTo });
    return claims.length === 0 ? [] : [{ run, carried, claims, call: cut }];
  });
}
