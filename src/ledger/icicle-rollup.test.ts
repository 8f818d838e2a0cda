import { expect, test } from 'vitest';
import { tokens, usd } from '../base/units.ts';
import type { CallKey, ChainId, SessionId } from '../call/entry.ts';
import type { RunId } from '../call/run-id.ts';
import type { SegmentId } from '../call/segment.ts';
import type { Timestamp } from '../base/units.ts';
import type { Placement, WeighedCall } from '../call/weighing.ts';
import { unpackSteps } from './carried-steps.ts';
import { icicleRollup } from './icicle-rollup.ts';
import { heldRuns } from '../../test/held-runs.ts';

const run = 's/main' as RunId;
const rates = { uncached: 3, read: 0.3, write5m: 3.75, write1h: 6, writeUnsplit: 3.75, output: 15 };

const call = (index: number, minute: number, turn: number, priced = true): WeighedCall => ({
  key: `c${index}` as CallKey,
  run,
  index,
  source: 'claude-code',
  session: 's' as SessionId,
  chain: 'main' as ChainId,
  time: (minute * 60_000) as Timestamp,
  model: 'm',
  turn,
  usage: { cacheRead: tokens(100), output: tokens(10) },
  progressOnly: false,
  price: priced
    ? { state: 'priced', version: '1', usdPerMillion: rates, logged: usd(0.001), reconstructed: usd(0.001) }
    : { state: 'unpriced', version: '1' },
  context: tokens(100),
});

const placed = (segment: string, tier: Placement['tier'], from: number, to: number, size: number): Placement => ({
  segment: segment as SegmentId,
  run,
  kind: 'tool-result',
  tier,
  from,
  to,
  position: 0,
  tokens: tokens(size),
});

/** Results of reading one file. */
const roll = (calls: readonly WeighedCall[], placements: readonly Placement[]) => {
  const names = placements.map(({ segment }) => ({ segment, tool: 'Read', target: 'a.ts' }));
  return icicleRollup({ held: heldRuns(calls, placements, names) });
};

test('one turn’s readings of one file are one node, which knows its heaviest; another turn’s are another', () => {
  const [rolled] = roll(
    [call(0, 0, 1), call(1, 1, 1), call(2, 2, 2)],
    [placed('x', 'output', 0, 0, 5), placed('x', 'read', 1, 2, 50), placed('y', 'write5m', 1, 1, 300), placed('z', 'uncached', 2, 2, 50)],
  );
  const node = { kind: 'tool-result', tool: 'Read', target: 'a.ts' };
  expect(rolled?.nodes).toEqual([
    { ...node, turn: 1, start: 0, heaviest: 1, computed: 300, read: 100, output: 5, usd: expect.closeTo(0.00123, 12) as number },
    { ...node, turn: 2, start: 2, heaviest: 2, computed: 50, read: 0, output: 0, usd: expect.closeTo(0.00015, 12) as number },
  ]);
});

test('calls of one quarter hour need no steps, as no period cuts them; calls of two do', () => {
  const placements = [placed('x', 'read', 0, 1, 100)];
  const [near] = roll([call(0, 0, 1), call(1, 5, 1)], placements);
  expect([near?.stretches.length, near?.steps]).toEqual([1, undefined]);
  const [far] = roll([call(0, 0, 1), call(1, 40, 1)], placements);
  expect(far?.stretches.map(({ calls, read, output, attended, attending }) => [calls, read, output, attended, attending])).toEqual([
    [1, 100, 10, 1000, 10],
    [1, 100, 10, 1000, 10],
  ]);
  expect([...unpackSteps(far?.steps ?? new Uint8Array())]).toEqual([{ node: 0, tier: 'read', from: 0, to: 1, tokens: 100 }]);
});

test('where a call has no price, the dollars of the others still count', () => {
  const [rolled] = roll([call(0, 0, 1), call(1, 1, 1, false)], [placed('x', 'read', 0, 1, 1_000_000)]);
  expect(rolled?.nodes[0]?.usd).toBeCloseTo(0.3, 12);
});
