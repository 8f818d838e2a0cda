import { tokens } from '../../base/units.ts';
import { Bm25Index } from '../retrieval/bm25-index.ts';
import { questionOf, type Passage, type Task } from '../tasks/task.ts';
import type { Arm, ArmSettings } from './arm.ts';

const instruction = 'Answer the question from the passages, with one word or number and nothing else. If they do not say, guess.';
const expectedOutput = 12;

/**
 * Whole corpus in the prompt with the question last (the arm as it is) and first, retrieval at several sizes, closed
 * book (a leak check) and oracle (the ceiling). Order is the same in all but the one that tests it.
 */
export function retrievalArms(corpus: readonly Passage[], sizes: readonly number[], settings: ArmSettings): Arm[] {
  const index = new Bm25Index(corpus);
  const arm = (name: string, description: string, choose: (task: Task) => readonly Passage[], questionFirst = false): Arm => ({
    name,
    description,
    expectedOutput: tokens(Math.min(expectedOutput, settings.maxOutput)),
    prepare(task, seed) {
      const passages = choose(task);
      const question = `Question: ${questionOf(task)}`;
      const documents = passages.map(({ text }) => text);
      const parts = questionFirst ? [question, ...documents] : [...documents, question];
      return {
        passages: passages.map(({ id }) => id),
        request: {
          messages: [
            { role: 'system', content: instruction },
            { role: 'user', content: parts.join('\n\n') },
          ],
          maxOutput: settings.maxOutput,
          temperature: settings.temperature,
          seed,
          reasoning: { kind: 'default' },
        },
      };
    },
  });
  return [
    arm('whole', 'the whole corpus, question last', () => corpus),
    arm('whole, question first', 'the whole corpus, question first', () => corpus, true),
    ...sizes.map((size) =>
      arm(`bm25-${size}`, `${size} passages by BM25, in document order`, (task) => index.retrieve(questionOf(task), size)),
    ),
    arm('oracle', 'the one passage that holds the answer', (task) => corpus.filter(({ id }) => id === task.needs)),
    arm('closed book', 'no passage', () => []),
  ];
}
