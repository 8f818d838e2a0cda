import { expect, test } from 'vitest';
import { tokens, usd } from '../base/units.ts';
import type { CallKey, ChainId, SessionId } from '../call/entry.ts';
import type { RunId } from '../call/run-id.ts';
import type { SegmentId } from '../call/segment.ts';
import type { GroupId } from '../call/session-group.ts';
import type { Timestamp } from '../base/units.ts';
import type { Placement, SegmentWeight, WeighedCall, Weighing } from '../call/weighing.ts';
import { unpackSteps } from './carried-steps.ts';
import { icicleRollup } from './icicle-rollup.ts';

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

const weight = (segment: string, firstCall: number, byTier: SegmentWeight['byTier'], over: Partial<SegmentWeight> = {}): SegmentWeight => ({
  segment: segment as SegmentId,
  run,
  kind: 'tool-result',
  tool: 'Read',
  target: 'a.ts',
  tokens: tokens(100),
  byTier,
  usd: usd(0.5),
  calls: 1,
  firstCall,
  lastCall: 1,
  ...over,
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

const weighing = (calls: readonly WeighedCall[], weights: readonly SegmentWeight[], placements: readonly Placement[]): Weighing => ({
  group: 's' as GroupId,
  calls,
  weights,
  placements,
  losses: [],
  findings: [],
});

test('one turn’s readings of one file are one node, which knows its heaviest; another turn’s are another', () => {
  const [rolled] = icicleRollup(
    weighing(
      [call(0, 0, 1), call(1, 1, 1), call(2, 2, 2)],
      [
        weight('x', 0, { read: tokens(100), output: tokens(5) }),
        weight('y', 1, { write5m: tokens(300) }),
        weight('z', 2, { uncached: tokens(50) }),
      ],
      [],
    ),
  );
  expect(rolled?.nodes).toEqual([
    { turn: 1, kind: 'tool-result', tool: 'Read', target: 'a.ts', start: 0, heaviest: 1, computed: 300, read: 100, output: 5, usd: 1 },
    { turn: 2, kind: 'tool-result', tool: 'Read', target: 'a.ts', start: 2, heaviest: 2, computed: 50, read: 0, output: 0, usd: 0.5 },
  ]);
});

test('calls of one quarter hour need no steps, as no period cuts them; calls of two do', () => {
  const weights = [weight('x', 0, { read: tokens(200) })];
  const placements = [placed('x', 'read', 0, 1, 100)];
  const [near] = icicleRollup(weighing([call(0, 0, 1), call(1, 5, 1)], weights, placements));
  expect([near?.stretches.length, near?.steps]).toEqual([1, undefined]);
  const [far] = icicleRollup(weighing([call(0, 0, 1), call(1, 40, 1)], weights, placements));
  expect(far?.stretches.map(({ calls, read, output, attended, attending }) => [calls, read, output, attended, attending])).toEqual([
    [1, 100, 10, 1000, 10],
    [1, 100, 10, 1000, 10],
  ]);
  expect([...unpackSteps(far?.steps ?? new Uint8Array())]).toEqual([{ node: 0, tier: 'read', from: 0, to: 1, tokens: 100 }]);
});

test('where a call has no price, the dollars of the others still count', () => {
  const { usd: _, ...unpriced } = weight('x', 0, { read: tokens(2_000_000) });
  const [rolled] = icicleRollup(weighing([call(0, 0, 1), call(1, 1, 1, false)], [unpriced], [placed('x', 'read', 0, 1, 1_000_000)]));
  expect(rolled?.nodes[0]?.usd).toBeCloseTo(0.3, 12);
});
