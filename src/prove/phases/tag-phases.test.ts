import { expect, test } from 'vitest';
import { splitSentences } from './split-sentences.ts';
import { phaseShares, tagSentences } from './tag-phases.ts';

const texts = (text: string): string[] => splitSentences(text).map((sentence) => sentence.text);

test('numbers, initials and abbreviations do not end a sentence', () => {
  expect(texts('Dr. Who has 3.14 apples. Is that, e.g. odd? Yes!\nNext line')).toEqual([
    'Dr. Who has 3.14 apples.',
    'Is that, e.g. odd?',
    'Yes!',
    'Next line',
  ]);
});

test('a sentence knows where it stands', () => {
  const text = 'One.  Two.';
  for (const sentence of splitSentences(text))
    expect(text.slice(sentence.start, sentence.start + sentence.text.length)).toBe(sentence.text);
});

test('plain cases are tagged as anybody would', () => {
  const trace = [
    'Okay, so I have this problem about a shop that sells apples.',
    'I need to find how many apples are left.',
    'First, I will compute how many were sold.',
    '3 times 4 is 12, so 12 were sold.',
    '20 - 12 = 8.',
    'Wait, let me double-check that: 12 + 8 = 20, yes.',
    'Therefore, the final answer is \\boxed{8}.',
  ];
  const tags = tagSentences(trace);
  expect(tags[0]).toBe('understand');
  expect(tags[3]).toBe('execute');
  expect(tags[5]).toBe('verify');
  expect(tags[6]).toBe('answer');
});

test('shares add up to one and runs cover every sentence', () => {
  const { shares, runs } = phaseShares('Let me read the problem. We have x + 2 = 5.\nHmm. So x = 3. The answer is 3.');
  expect(Object.values(shares).reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
  expect(runs.reduce((sum, run) => sum + run.sentences, 0)).toBe(5);
});

test('no text has no shares', () => {
  expect(phaseShares('  \n ')).toMatchObject({ shares: {}, runs: [] });
});
