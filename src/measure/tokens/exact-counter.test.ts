import { expect, test } from 'vitest';
import { hashText } from '../../base/content-hash.ts';
import type { Segment, SegmentId } from '../../call/segment.ts';
import { exactEstimator, hasPublishedTokenizer, loadExactCounter, piecesOf } from './exact-counter.ts';
import { neutralCoefficients } from './neutral-coefficients.ts';
import { profileText } from './text-profile.ts';

test('counts as o200k does', async () => {
  const counter = await loadExactCounter();
  expect(counter.count('Hello, world! Tokens are not words.')).toBe(9);
  expect(counter.count('')).toBe(0);
  expect(counter.count('<|endoftext|>')).toBeGreaterThan(0);
});

test('a run without a break is cut, so that its time stays linear, and nothing of it is lost', async () => {
  const runs = ['a'.repeat(60_000), '漢'.repeat(5000), '='.repeat(9000), ' '.repeat(3000), 'word '.repeat(2000)];
  for (const run of runs) expect([...piecesOf(run)].join('')).toBe(run);
  expect([...piecesOf('word '.repeat(2000))]).toHaveLength(1);
  const counter = await loadExactCounter();
  expect(counter.count('a'.repeat(60_000))).toBe(7500);
});

test('only models with a published tokenizer are counted exactly', () => {
  expect(['gpt-5.5', 'gpt-4o-mini', 'o3', 'openai/gpt-5'].map(hasPublishedTokenizer)).toEqual([true, true, true, true]);
  expect(['claude-opus-4-5', 'gemini-2.5-pro', 'gpt-4', undefined].map(hasPublishedTokenizer)).toEqual([false, false, false, false]);
  const text = profileText('some text that is long enough to matter');
  const segment: Segment = { id: 'e#0' as SegmentId, kind: 'answer', part: 'text', text };
  const estimator = exactEstimator(neutralCoefficients, new Map([[hashText('some text that is long enough to matter'), 8]]), 'o200k_base');
  expect(estimator.estimate(segment, 'gpt-5.5')).toBe(8);
  expect(estimator.estimate(segment, 'claude-opus-4-5')).not.toBe(8);
});
