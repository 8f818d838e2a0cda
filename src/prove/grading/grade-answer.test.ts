import { expect, test } from 'vitest';
import { firstMention } from './first-mention.ts';
import { answerGiven } from './answer-given.ts';
import { gradeAnswer } from './grade-answer.ts';
import type { Grader } from './grader.ts';

const numeric: Grader = { kind: 'numeric', tolerance: 0 };
const contains = (all: boolean): Grader => ({ kind: 'contains', ignoreCase: true, all });

test.each<[Grader, string, string[], boolean]>([
  [{ kind: 'exact' }, ' Paris\n', ['Paris'], true],
  [{ kind: 'exact' }, 'paris', ['Paris'], false],
  [{ kind: 'normalised' }, 'Answer: The  city of Paris!', ['city of paris'], true],
  [{ kind: 'normalised' }, 'city of London', ['city of paris'], false],
  [numeric, 'First 12, then 30.\nAnswer: 1,234 dollars', ['1234'], true],
  [numeric, 'Answer: **42**', ['42'], true],
  [numeric, 'The answer is 42. I checked it twice.', ['42'], true],
  [numeric, 'so 7 + 5 = 12', ['12'], true],
  [numeric, 'so 7 + 5 = 12', ['7'], false],
  [numeric, 'Answer: −3', ['-3'], true],
  [numeric, 'Answer: 3/4', ['0.75'], true],
  [numeric, 'Answer: 50%', ['0.5'], true],
  [numeric, 'Answer: none', ['5'], false],
  [{ kind: 'numeric', tolerance: 0.01 }, 'Answer: 3.14', ['3.14159'], true],
  [{ kind: 'choice', options: 4 }, 'A is tempting, but the answer is (C).', ['C'], true],
  [{ kind: 'choice', options: 4 }, 'It cannot be A, so B', ['B'], true],
  [{ kind: 'choice', options: 4 }, 'Answer: D', ['C'], false],
  [contains(false), 'It is green or Teal.', ['teal', 'red'], true],
  [contains(true), 'It is green or teal.', ['teal', 'red'], false],
  [{ kind: 'regex' }, 'code 1234', [String.raw`\b\d{4}\b`], true],
  [{ kind: 'json' }, 'Here:\n```json\n{"b": [1, 2], "a": 1}\n```', ['{"a":1,"b":[1,2]}'], true],
  [{ kind: 'json' }, '{"a": 2}', ['{"a":1}'], false],
  [{ kind: 'json' }, 'not json', ['{"a":1}'], false],
  [{ kind: 'boxed' }, String.raw`so \boxed{\frac{1}{2}}`, [String.raw`\frac{1}{2}`], true],
  [{ kind: 'boxed' }, String.raw`first \boxed{3}, then \boxed{1{,}000}`, ['3'], false],
  [{ kind: 'boxed' }, '1000', ['1000'], false],
])('%j takes %j against %j: %s', (grader, answer, targets, expected) => {
  expect(gradeAnswer(grader, answer, targets)).toBe(expected);
});

test('an empty answer never meets a target', () => {
  for (const kind of ['exact', 'normalised', 'json', 'boxed'] as const) expect(gradeAnswer({ kind }, '', ['x'])).toBe(false);
});

test('a first mention stands by itself: 4 is not in 14, 4.5 or x4', () => {
  expect(firstMention('14 and 4.5 and x4 and then 4', ['4'])).toBeCloseTo(27 / 28);
  expect(firstMention('14', ['4'])).toBeUndefined();
  expect(firstMention('', ['4'])).toBeUndefined();
  expect(firstMention('Teal, surely teal', ['teal', 'surely'])).toBe(0);
});

test('what a response answers is compared by its grader, and an answer that says nothing is none', () => {
  expect(answerGiven({ kind: 'numeric', tolerance: 0 }, 'Answer: 1,200 euros')).toBe('1200');
  expect(answerGiven({ kind: 'numeric', tolerance: 0 }, 'Answer: many')).toBeUndefined();
  expect(answerGiven({ kind: 'choice', options: 4 }, 'Answer: (C)')).toBe('C');
  expect(answerGiven({ kind: 'normalised' }, 'Answer: The Mill.')).toBe(answerGiven({ kind: 'normalised' }, 'answer is mill'));
  expect(answerGiven({ kind: 'boxed' }, 'so \\boxed{7}')).toBe('7');
  expect(answerGiven({ kind: 'normalised' }, 'Answer: ')).toBeUndefined();
});
