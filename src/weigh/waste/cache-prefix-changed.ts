import { lostCacheDetector, type LossInRun } from './lost-cache.ts';
import { fixFor } from './fix-for.ts';

/** Nothing was read: the prompt differs from its first tokens on. */
const isAtHead = ({ run, loss }: LossInRun): boolean => run.calls[loss.call]?.usage.cacheRead === 0;

/** Where prompts began to differ, the commonest first. */
function placesOf(losses: readonly LossInRun[]): string {
  const counts = new Map<string, number>();
  for (const at of losses) {
    const kind = at.loss.cause.cause === 'prefix-changed' ? (at.loss.cause.kind ?? 'unseen') : 'unseen';
    const place = isAtHead(at)
      ? 'its very start'
      : kind === 'unseen'
        ? 'text that is not in the transcript'
        : `${/^[ai]/.test(kind) ? 'an' : 'a'} ${kind}`;
    counts.set(place, (counts.get(place) ?? 0) + 1);
  }
  return [...counts]
    .sort((a, b) => b[1] - a[1])
    .slice(0, 3)
    .map(([place, count]) => (count === 1 ? place : `${place} ${count}×`))
    .join(', ');
}

function startsTurn({ run, loss }: LossInRun): boolean {
  return run.calls[loss.call]?.turn !== run.calls[loss.call - 1]?.turn;
}

export const cachePrefixChanged = lostCacheDetector({
  cause: 'cache-prefix-changed',
  of: 'prefix-changed',
  how: (losses) => `because the prompt changed (at ${placesOf(losses)})`,
  fix(losses) {
    const source = losses[0]?.run.source ?? 'claude-code';
    const atHead = losses.filter(isAtHead);
    if (atHead.length * 2 > losses.length) {
      const when = atHead.every(startsTurn) ? ' whenever the person writes' : '';
      return fixFor(source, {
        'claude-code': `Something at the head of the prompt changed${when}: tools or plug-ins switched, an edited CLAUDE.md, a status or date in the system prompt. Make such changes before the first message; behind a gateway set CLAUDE_CODE_ATTRIBUTION_HEADER=0.`,
        other: `Something at the head of the prompt changed${when}: look for a date, a time or a listing in the system prompt, and move it behind what stays.`,
      });
    }
    return fixFor(source, {
      'claude-code':
        'Look at the call before each loss: a rewind, an edited message, a hook or plug-in that rewrites earlier text. Do such things when the cache is lost anyway.',
      other:
        'Keep what changes (reminders, cleared results, edited messages) at the end of the prompt, and rewrite earlier text only when the cache is lost anyway.',
    });
  },
});
