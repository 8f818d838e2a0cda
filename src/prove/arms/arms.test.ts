import fc from 'fast-check';
import { expect, test } from 'vitest';
import { seed } from '../../base/random.ts';
import { fraction, seconds, tokens } from '../../base/units.ts';
import { count } from '../endpoints/count.ts';
import type { ChatResponse } from '../endpoints/endpoint.ts';
import { factCorpus } from '../tasks/fact-corpus.ts';
import { reasoningProblems } from '../tasks/reasoning-problems.ts';
import type { Task } from '../tasks/task.ts';
import type { Arm } from './arm.ts';
import { forcedCloseArm } from './forced-close.ts';
import { effortArms, instructedArms } from './instructed-arms.ts';
import { leastReasoning, type LeastReasoning } from './least-reasoning.ts';
import { retrievalArms } from './retrieval-arms.ts';

const settings = { maxOutput: tokens(200), temperature: 0 };
const [task] = reasoningProblems(seed(1), 1).tasks as [Task];
const response = (answer: string, reasoning = ''): ChatResponse => ({
  outcome: { kind: 'finished' },
  answer,
  reasoning,
  usage: { output: count(100, 'reported') },
  duration: seconds(1),
  attempts: 1,
  warnings: [],
});

test('efforts are asked for by name, and off is one of them', () => {
  const controls = effortArms(['high', 'low'], settings).map((arm) => arm.prepare(task, 1, undefined)?.request.reasoning);
  expect(controls).toEqual([{ kind: 'effort', level: 'high' }, { kind: 'effort', level: 'low' }, { kind: 'off' }]);
});

test('the capped arm asks as the long one does, for half the output', () => {
  const byName = new Map(instructedArms(settings).map((arm) => [arm.name, arm.prepare(task, 1, undefined)?.request]));
  expect(byName.get('capped')).toEqual({ ...byName.get('long'), maxOutput: 100 });
});

const [long] = instructedArms(settings) as [Arm];

test('a closed reasoning keeps whole sentences, and counts them as output', () => {
  const half = forcedCloseArm(long, fraction(0.5));
  const prepared = half.prepare(task, 1, response('First, add. Then, check. So it is 4. Done.\nAnswer: 4'));
  expect(prepared?.request.prefix).toBe('First, add. Then, check.\nAnswer:');
  expect(prepared?.kept).toEqual({ tokens: 46, provenance: 'estimated' });
  expect(half.prepare(task, 1, undefined)).toBeUndefined();
});

test('separate reasoning is closed inside its tags', () => {
  const prepared = forcedCloseArm(long, fraction(0.5)).prepare(task, 1, response('4', 'First, add. Then, check.'));
  expect(prepared?.request.prefix).toBe('<think>\nFirst, add.\n</think>\n\nAnswer:');
});

function searched(sentences: number, suffices: (kept: number) => boolean): LeastReasoning {
  const search = leastReasoning(sentences);
  let step = search.next();
  while (step.done !== true) step = search.next(suffices(step.value));
  return step.value;
}

test('the least reasoning is found wherever it lies, in about log2 steps', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 200 }), fc.nat(200), (sentences, drawn) => {
      const least = Math.min(drawn, sentences);
      const found = searched(sentences, (kept) => kept >= least);
      expect(found).toMatchObject({ least, isMonotone: true });
      expect(found.asked).toBeLessThanOrEqual(Math.ceil(Math.log2(sentences + 1)) + 4);
    }),
  );
});

test('a reasoning that does not suffice even whole has no least, and one that falls back is said to', () => {
  expect(searched(8, () => false)).toEqual({ sentences: 8, asked: 1, isMonotone: true });
  expect(searched(8, (kept) => kept === 8 || kept === 4).isMonotone).toBe(false);
});

test('retrieval arms differ in passages and order alone', () => {
  const { tasks, corpus } = factCorpus(seed(1), 20, 5);
  const question = tasks[1] as Task;
  const prepared = new Map(retrievalArms(corpus, [1, 3], settings).map((arm) => [arm.name, arm.prepare(question, 1, undefined)]));
  const passages = (name: string): number | undefined => prepared.get(name)?.passages?.length;
  expect(['whole', 'whole, question first', 'bm25-1', 'bm25-3', 'oracle', 'closed book'].map(passages)).toEqual([20, 20, 1, 3, 1, 0]);
  expect(prepared.get('oracle')?.passages).toEqual([question.needs]);
  const text = (name: string): string => prepared.get(name)?.request.messages[1]?.content ?? '';
  expect(text('whole').endsWith(question.messages[0]?.content ?? '-')).toBe(true);
  expect(text('whole, question first').startsWith('Question:')).toBe(true);
  expect(text('whole').split('\n\n').sort()).toEqual(text('whole, question first').split('\n\n').sort());
});
