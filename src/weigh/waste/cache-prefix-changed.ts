import type { SegmentKind } from '../../call/segment-kind.ts';
import { lostCacheDetector, type LossInRun } from './lost-cache.ts';
import { fixFor } from './fix-for.ts';

/** Nothing was read: the prompt differs from its first tokens on. */
const isAtHead = ({ run, loss }: LossInRun): boolean => run.calls[loss.call]?.usage.cacheRead === 0;

const placeNames: Readonly<Record<SegmentKind, string>> = {
  system: 'a text of the system',
  tools: 'the tool schemas',
  user: "a person's message",
  document: 'a document',
  'tool-call': 'a tool call',
  'tool-result': 'a tool result',
  reasoning: 'a block of reasoning',
  answer: 'an answer',
  summary: 'a summary',
  image: 'an image',
  unseen: 'text the transcript does not show',
};

/** Where prompts began to differ most often. */
function placeOf(losses: readonly LossInRun[]): string {
  const counts = new Map<string, number>();
  for (const at of losses) {
    const kind = at.loss.cause.cause === 'prefix-changed' ? (at.loss.cause.kind ?? 'unseen') : 'unseen';
    const place = isAtHead(at) ? 'its very start' : placeNames[kind];
    counts.set(place, (counts.get(place) ?? 0) + 1);
  }
  const [commonest] = [...counts].sort((a, b) => b[1] - a[1]);
  return `${commonest?.[0] ?? ''}${counts.size > 1 ? ' and elsewhere' : ''}`;
}

function startsTurn({ run, loss }: LossInRun): boolean {
  return run.calls[loss.call]?.turn !== run.calls[loss.call - 1]?.turn;
}

export const cachePrefixChanged = lostCacheDetector({
  cause: 'cache-prefix-changed',
  of: 'prefix-changed',
  how: (losses) => `as the prompt changed at ${placeOf(losses)}`,
  fix(losses) {
    const source = losses[0]?.run.source ?? 'claude-code';
    const atHead = losses.filter(isAtHead);
    if (atHead.length * 2 > losses.length) {
      const when = atHead.every(startsTurn) ? ' whenever the person writes' : '';
      return fixFor(source, {
        'claude-code': `Nothing was read from a cache that still lived${when}: tools or plug-ins switched, an edited CLAUDE.md, a status or date in the system prompt, or the provider dropped it early. Make such changes before the first message; behind a gateway set CLAUDE_CODE_ATTRIBUTION_HEADER=0.`,
        other: `Nothing was read from a cache that still lived${when}: look for a date, a time or a listing in the system prompt and move it behind what stays; if there is none, the provider dropped it early.`,
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
