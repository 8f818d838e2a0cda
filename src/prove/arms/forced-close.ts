import { formatPercent } from '../../base/number-format.ts';
import { tokens, type Fraction } from '../../base/units.ts';
import { count } from '../endpoints/count.ts';
import type { ChatRequest, ChatResponse } from '../endpoints/endpoint.ts';
import { splitSentences } from '../phases/split-sentences.ts';
import type { Arm, PreparedRequest } from './arm.ts';

/** Sentences of the reasoning: of the separate text where there is one, else of the answer before it is announced. */
function thoughtOf({ reasoning, answer }: ChatResponse): string {
  if (reasoning !== '') return reasoning;
  const announced = answer.toLowerCase().lastIndexOf('answer:');
  return announced === -1 ? answer : answer.slice(0, announced);
}

/** Tokens that the closing words leave room for. */
export const answerRoom = 40;

/**
 * A request that goes on from the first `kept` sentences of a response's reasoning, closed by force: the model must
 * answer with what it has. Undefined where the response holds no reasoning.
 */
export function closedAfter(request: ChatRequest, response: ChatResponse, keptSentences: number): PreparedRequest | undefined {
  const thought = thoughtOf(response);
  const sentences = splitSentences(thought);
  if (sentences.length === 0) return undefined;
  const next = sentences[keptSentences];
  const text = next === undefined ? thought.trimEnd() : thought.slice(0, next.start).trimEnd();
  const prefix = response.reasoning === '' ? `${text}\nAnswer:` : `<think>\n${text}\n</think>\n\nAnswer:`;
  const all = response.reasoning.length + response.answer.length;
  const output = response.usage.output?.tokens;
  return {
    request: { ...request, prefix: keptSentences === 0 && response.reasoning === '' ? 'Answer:' : prefix, maxOutput: tokens(answerRoom) },
    ...(output === undefined ? {} : { kept: count(Math.round((output * text.length) / all), 'estimated') }),
  };
}

export const sentencesIn = (response: ChatResponse): number => splitSentences(thoughtOf(response)).length;

/** The arm that lets another arm think, and closes it at a share of its sentences. */
export function forcedCloseArm(base: Arm, share: Fraction): Arm {
  return {
    name: `closed at ${Math.round(share * 100)}%`,
    description: `as ${base.name}, reasoning closed by force after ${formatPercent(share)} of its sentences`,
    needs: base.name,
    expectedOutput: tokens(answerRoom / 2),
    prepare(task, seed, earlier) {
      const asked = base.prepare(task, seed, undefined);
      if (asked === undefined || earlier === undefined) return undefined;
      return closedAfter(asked.request, earlier, Math.floor(sentencesIn(earlier) * share));
    },
  };
}
