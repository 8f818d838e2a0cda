import { tokens, usd } from '../src/base/units.ts';
import { mainChain, type CallKey, type SessionId } from '../src/call/entry.ts';
import type { RunId } from '../src/call/run-id.ts';
import type { SegmentId } from '../src/call/segment.ts';
import type { GroupId } from '../src/call/session-group.ts';
import type { Placement, WeighedCall } from '../src/call/weighing.ts';
import type { WeighedGroup } from '../src/weigh/weighed-group.ts';
import { heldRuns } from './held-runs.ts';

/** The one run of a hand-made group. */
export const handMadeRun = 's/main' as RunId;

/** Placements of one run as a weighed group of priced calls, without segments or losses. */
export function handMadeGroup(placements: readonly Placement[], count: number): WeighedGroup {
  const calls = Array.from({ length: count }, (_, index): WeighedCall => {
    const usdPerMillion = { uncached: 3, read: 0.3, write5m: 3.75, write1h: 6, writeUnsplit: 3.75, output: 15 };
    return {
      key: `call-${index}` as CallKey,
      run: handMadeRun,
      index,
      source: 'claude-code',
      session: 's' as SessionId,
      chain: mainChain,
      turn: 1,
      usage: { inputUncached: tokens(0), output: tokens(0) },
      progressOnly: false,
      price: { state: 'priced', version: 'drawn', logged: usd(0), reconstructed: usd(0), usdPerMillion },
    };
  });
  const bySegment = new Map<SegmentId, Placement[]>();
  for (const placement of placements) bySegment.set(placement.segment, [...(bySegment.get(placement.segment) ?? []), placement]);
  return {
    group: { id: 's' as GroupId, sessions: ['s' as SessionId], entries: [] },
    runs: new Map([[handMadeRun, calls]]),
    held: heldRuns(calls, placements),
    placements: bySegment,
    weights: [],
    losses: [],
    segments: new Map(),
  };
}
