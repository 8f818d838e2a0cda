import { seconds, tokens, type Seconds, type Tokens } from '../../base/units.ts';
import { answerRoom } from '../arms/forced-close.ts';
import type { Arm } from '../arms/arm.ts';
import { promptEstimate } from '../endpoints/truncated-prompt.ts';
import type { Task } from '../tasks/task.ts';
import type { AssumedSpeed } from './estimate-run.ts';

/** What the search for the least reasoning will take on top of a run. */
export interface LeastEstimate {
  readonly requests: number;
  readonly input: Tokens;
  readonly output: Tokens;
  readonly time: Seconds;
  /** Where every reasoning runs into its cap, in the shortest sentences there are. */
  readonly most: { readonly requests: number; readonly input: Tokens; readonly output: Tokens; readonly time: Seconds };
}

/** A usual sentence of reasoning, and the shortest that is one ("Yes."). */
const tokensPerSentence = { usual: 18, least: 2 } as const;
/** Of the room for an answer, what a short one takes. */
const usualAnswer = answerRoom / 4;
/** Besides the bisection: all of it first, then one point below and one above. */
const furtherPoints = 3;

const searchSteps = (sentences: number): number => Math.ceil(Math.log2(sentences + 1)) + furtherPoints;

/** Tokens and requests of a search over every task: each request sends the prompt and a part of the reasoning again. */
export function estimateLeast(tasks: readonly Task[], baseline: Arm, speed: AssumedSpeed): LeastEstimate {
  const requests = tasks.flatMap((task) => baseline.prepare(task, 0, undefined)?.request ?? []);
  const prompts = requests.reduce((sum, request) => sum + promptEstimate(request), 0);
  const cap = requests.reduce((largest, { maxOutput }) => Math.max(largest, maxOutput), 0);
  const searched = (reasoning: number, perSentence: number, kept: number, answer: number): LeastEstimate['most'] => {
    const steps = searchSteps(Math.max(1, Math.floor(reasoning / perSentence)));
    const [input, output] = [steps * (prompts + requests.length * kept), steps * requests.length * answer];
    return {
      requests: steps * requests.length,
      input: tokens(Math.round(input)),
      output: tokens(Math.round(output)),
      time: seconds(input / speed.prefill + output / speed.decode),
    };
  };
  const { expectedOutput } = baseline;
  return {
    ...searched(expectedOutput, tokensPerSentence.usual, expectedOutput / 2, usualAnswer),
    most: searched(cap, tokensPerSentence.least, cap, answerRoom),
  };
}
