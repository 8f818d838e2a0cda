import { expect, test } from 'vitest';
import { seed } from '../../base/random.ts';
import { gradeAnswer } from '../grading/grade-answer.ts';
import { Bm25Index } from '../retrieval/bm25-index.ts';
import { factCorpus } from './fact-corpus.ts';
import { reasoningProblems } from './reasoning-problems.ts';
import { questionOf } from './task.ts';

test('the same seed makes the same tasks, another seed others', () => {
  expect(reasoningProblems(seed(1), 20)).toEqual(reasoningProblems(seed(1), 20));
  expect(reasoningProblems(seed(1), 20)).not.toEqual(reasoningProblems(seed(2), 20));
  expect(factCorpus(seed(1), 20, 10)).toEqual(factCorpus(seed(1), 20, 10));
});

test('every reasoning task is graded right by its own answer and wrong by the next number, at every level', () => {
  const { tasks } = reasoningProblems(seed(3), 100);
  expect(new Set(tasks.map(({ level }) => level))).toEqual(new Set([1, 2, 3, 4, 5]));
  for (const { grader, targets } of tasks) {
    expect(gradeAnswer(grader, `Let me see: 1, 2.\nAnswer: ${targets[0] as string}`, targets)).toBe(true);
    expect(gradeAnswer(grader, `Answer: ${Number(targets[0]) + 1}`, targets)).toBe(false);
  }
});

/** Does by itself what a rule chain says, from its words alone. */
function followChain(question: string): number {
  let value = Number(/Start with (\d+)/.exec(question)?.[1]);
  for (const step of String(/order: (.*)\. What/.exec(question)?.[1]).split('; ')) {
    const amount = Number(/(\d+)/.exec(step)?.[1]);
    if (step.startsWith('multiply')) value = (value * amount) % 97;
    else if (step.startsWith('halve')) value = value % 2 === 0 ? value / 2 : value + amount;
    else value += amount;
  }
  return value;
}

test('the answers of rule chains follow from their words', () => {
  for (const task of reasoningProblems(seed(5), 40, 4, 4).tasks) expect(String(followChain(questionOf(task)))).toBe(task.targets[0]);
});

test('the passage that a question needs holds the answer, and no name stands in two passages', () => {
  const { tasks, corpus } = factCorpus(seed(2), 150, 300);
  const byId = new Map(corpus.map((passage) => [passage.id, passage.text]));
  for (const task of tasks) expect(gradeAnswer(task.grader, byId.get(task.needs as string) as string, task.targets)).toBe(true);
  expect(new Set(corpus.map(({ text }) => text.split(' was founded')[0])).size).toBe(150);
  expect(new Set(tasks.map(({ needs }) => needs)).size).toBe(150);
});

test('BM25 finds the needed passage first for at least 95 of 100 questions', () => {
  const { tasks, corpus } = factCorpus(seed(2), 150, 300);
  const index = new Bm25Index(corpus);
  const found = tasks.filter((task) => index.retrieve(questionOf(task), 1)[0]?.id === task.needs);
  expect(found.length / tasks.length).toBeGreaterThan(0.95);
});
