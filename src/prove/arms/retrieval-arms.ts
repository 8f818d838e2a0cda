import { tokens } from '../../base/units.ts';
import type { ChatRequest } from '../endpoints/endpoint.ts';
import { Bm25Index } from '../retrieval/bm25-index.ts';
import { orderPrompt } from '../edits/order-prompt.ts';
import { questionOf, type Passage, type Task } from '../tasks/task.ts';
import type { Edit } from '../edits/edit.ts';
import type { Arm, ArmSettings } from './arm.ts';

const instruction = 'Answer the question from the passages, with one word or number and nothing else. If they do not say, guess.';
const expectedOutput = 12;

/**
 * Whole corpus in the prompt with the question last (the arm as it is) and first, retrieval at several sizes, closed
 * book (a leak check) and oracle (the ceiling). Order is the same in all but the one that tests it.
 */
export function retrievalArms(corpus: readonly Passage[], sizes: readonly number[], settings: ArmSettings): Arm[] {
  const index = new Bm25Index(corpus);
  const arm = (name: string, description: string, choose: (task: Task) => readonly Passage[], edit?: Edit): Arm => ({
    name,
    description,
    expectedOutput: tokens(Math.min(expectedOutput, settings.maxOutput)),
    prepare(task, seed) {
      const passages = choose(task);
      const question = `Question: ${questionOf(task)}`;
      const documents = passages.map(({ text }) => text);
      const request: ChatRequest = {
        messages: [
          { role: 'system', content: instruction },
          { role: 'user', content: [...documents, question].join('\n\n') },
        ],
        maxOutput: settings.maxOutput,
        temperature: settings.temperature,
        seed,
        reasoning: { kind: 'default' },
      };
      return { passages: passages.map(({ id }) => id), request: edit?.apply(request) ?? request };
    },
  });
  return [
    arm('whole', 'the whole corpus, question last', () => corpus),
    arm('whole, question first', 'the whole corpus, question first', () => corpus, orderPrompt('question-first')),
    ...sizes.map((size) =>
      arm(`bm25-${size}`, `${size} passages by BM25, in document order`, (task) => index.retrieve(questionOf(task), size)),
    ),
    arm('oracle', 'the one passage that holds the answer', (task) => corpus.filter(({ id }) => id === task.needs)),
    arm('closed book', 'no passage', () => []),
  ];
}
