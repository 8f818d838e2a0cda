import { expect, test } from 'vitest';
import { callsFrom, type DrawOptions } from '../../../test/calls-from.ts';
import { drawnPrices, statedEstimator, weighedFrom } from '../../../test/weighed-from.ts';
import type { CacheLoss } from '../../call/weighing.ts';
import { attributeGroup } from './attribute-group.ts';

const lossesOf = (drawing: string, options?: DrawOptions): readonly CacheLoss[] => weighedFrom(drawing, options).losses;

const causes = (losses: readonly CacheLoss[]): string[] => losses.map((loss) => loss.cause.cause);

test('a growing context loses nothing', () => {
  expect(lossesOf('sys 9000 | user 40 | tool:Read a.ts 2100 | tool:Bash ls 300 | answer 80 | user 10 | answer 5')).toEqual([]);
});

test('a cache of five minutes is lost after ten, one of an hour is not', () => {
  const drawing = 'sys 9000 | user 40 | answer 80 | wait 10m | user 10 | answer 5';
  const [loss] = lossesOf(drawing);
  expect(loss?.cause).toEqual({ cause: 'expired', idleSeconds: expect.any(Number) as number });
  expect(loss?.tokens).toBe(9040);
  // Written again at 3.75 instead of read at 0.30 dollars a million.
  expect(loss?.usd).toBeCloseTo((9040 * (3.75 - 0.3)) / 1e6, 12);
  expect(lossesOf(drawing, { cache: '1h' })).toEqual([]);
  expect(causes(lossesOf(drawing.replace('10m', '2h'), { cache: '1h' }))).toEqual(['expired']);
});

test('a change of model is named with both models', () => {
  const [loss] = lossesOf('sys 9000 | user 40 | answer 80 | model claude-opus-4-6 | user 10 | answer 5');
  expect(loss?.cause).toEqual({ cause: 'model-switch', from: 'claude-sonnet-4-5-20250929', to: 'claude-opus-4-6' });
});

test('new tool schemas break the cache behind them', () => {
  expect(causes(lossesOf('sys 9000 | user 40 | answer 80 | tools 700 | lose | user 10 | answer 5'))).toEqual(['tools-changed']);
});

test('a compaction loses what it kept of the prompt, where that is written again', () => {
  const drawing = 'sys 9000 | user 40 | tool:Read a.ts 9000 | answer 80 | compact 500 | lose | user 10 | answer 5';
  const losses = lossesOf(drawing);
  expect(causes(losses)).toEqual(['compaction']);
  expect(losses[0]?.tokens).toBe(9000);
  expect(lossesOf(drawing.replace(' | lose', ''))).toEqual([]);
});

test('cleared results are the changed segment, and what stood behind them is the loss', () => {
  const group = callsFrom(
    'sys 9000 | user 40 | tool:Read a.ts 3000 | tool:Bash ls 900 | say 2000 | answer 700 | user 3 | answer 4 | clear | user 10 | answer 5',
  );
  const weighed = attributeGroup(group, { prices: drawnPrices, estimator: statedEstimator });
  const [loss] = weighed.losses;
  const result = group.entries.find((entry) => entry.type === 'input' && entry.segments[0]?.kind === 'tool-result');
  expect(loss?.cause).toEqual({ cause: 'prefix-changed', segment: `${result?.key}#0`, kind: 'tool-result' });
});

test('a prefix that stops matching is named by the segment that stands there', () => {
  const [loss] = lossesOf('sys 5000 | user 4000 | answer 80 | user 10 | answer 5 read=5000 w5=4090');
  expect(loss?.cause).toMatchObject({ cause: 'prefix-changed', kind: 'user' });
  expect(loss?.tokens).toBe(4000);
});

test('small gaps are the grain of caching', () => {
  expect(lossesOf('sys 9000 | user 40 | answer 80 | user 10 | answer 5 read=8700 w5=430')).toEqual([]);
});
