import { lostCacheDetector, type LossInRun } from './lost-cache.ts';
import { fixFor } from './fix-for.ts';

/** Kinds of the segments at which prompts began to differ, the commonest first. */
function kindsOf(losses: readonly LossInRun[]): string {
  const counts = new Map<string, number>();
  for (const { loss } of losses) {
    const kind = loss.cause.cause === 'prefix-changed' ? (loss.cause.kind ?? 'unseen') : 'unseen';
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return [...counts]
    .sort((a, b) => b[1] - a[1])
    .slice(0, 3)
    .map(([kind, count]) => (count === 1 ? kind : `${kind} ${count}×`))
    .join(', ');
}

export const cachePrefixChanged = lostCacheDetector({
  cause: 'cache-prefix-changed',
  of: 'prefix-changed',
  how: (losses) => `because the prompt changed in the middle (at ${kindsOf(losses)})`,
  fix: (losses) =>
    fixFor(losses[0]?.run.source ?? 'claude-code', {
      'claude-code':
        'Look at the call before each loss: a rewind, an edited CLAUDE.md, a plug-in or hook that rewrites earlier text. Make such changes at the start of a session; behind a gateway set CLAUDE_CODE_ATTRIBUTION_HEADER=0.',
      other:
        'Keep what changes (dates, reminders, cleared results, edited messages) at the end of the prompt, and rewrite earlier text only when the cache is lost anyway.',
    }),
});
