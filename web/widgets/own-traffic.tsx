import { formatCount } from '../../src/base/number-format.ts';
import { statedNumbers, type StatedKey } from '../../src/scale/fleet/stated-day.ts';
import type { TrafficAnswer } from '../../src/show/answers/traffic-answer.ts';
import type { AnswerClient } from '../state/answer-client.ts';
import { contextNumbers } from '../layout/context-way.ts';
import { filter } from '../state/filter-state.ts';
import { goTo, place } from '../state/location.ts';
import { movedNumbers } from '../state/plan-state.ts';
import { useAnswer } from '../state/use-answer.ts';

function within(key: StatedKey, value: number): string {
  const stated = statedNumbers.find((each) => each.key === key) as (typeof statedNumbers)[number];
  return String(Number(Math.min(stated.high, Math.max(stated.low, value)).toPrecision(3)));
}

/** What one's own calls were like, as the sliders take it; what no call states stays as it is. */
function statedBy(traffic: TrafficAnswer): Readonly<Partial<Record<StatedKey, string>>> {
  const { inputTokens, outputTokens, reasoningShare, cacheHit } = traffic;
  return {
    ...(inputTokens === null ? {} : { input: within('input', inputTokens) }),
    ...(outputTokens === null ? {} : { answer: within('answer', outputTokens * (1 - (reasoningShare ?? 0))) }),
    ...(outputTokens === null ? {} : { reasoning: within('reasoning', reasoningShare ?? 0) }),
    ...(cacheHit === null ? {} : { cache: within('cache', cacheHit) }),
  };
}

/** Sets the sliders to one's own measured calls, or back to the starting values. */
export function OwnTraffic({ client }: { readonly client: AnswerClient }) {
  const { answer } = useAnswer(client, 'traffic', { filter: filter.value }, 0);
  const own = answer === undefined || answer.calls === 0 ? undefined : statedBy(answer);
  const reset = (): void => {
    const keys = new Set<string>(['context', ...contextNumbers.map(({ key }) => key), ...statedNumbers.map(({ key }) => key)]);
    goTo({ options: Object.fromEntries(Object.entries(place.value.options).filter(([key]) => !keys.has(key))) });
  };
  return (
    <p class="own-traffic">
      <button type="button" disabled={own === undefined} onClick={() => goTo({ options: { ...place.value.options, context: '', ...own } })}>
        start from my {answer === undefined ? '' : `${formatCount(answer.calls)} `}calls
      </button>
      <button type="button" disabled={movedNumbers.value.length === 0} onClick={reset}>
        reset
      </button>
    </p>
  );
}
