import { expect, test } from 'vitest';
import { billProblems } from '../../../test/check-bill.ts';
import { callsFrom } from '../../../test/calls-from.ts';
import { drawnPrices, statedEstimator, weighedFrom } from '../../../test/weighed-from.ts';
import { timestamp, type Tokens } from '../../base/units.ts';
import type { Entry, EntryKey, ResponseEntry } from '../../call/entry.ts';
import type { RunId } from '../../call/run-id.ts';
import type { SegmentKind } from '../../call/segment-kind.ts';
import type { SessionGroup } from '../../call/session-group.ts';
import type { WeighedGroup } from '../weighed-group.ts';
import { attributeGroup } from './attribute-group.ts';

const attribute = (group: SessionGroup): WeighedGroup => attributeGroup(group, { prices: drawnPrices, estimator: statedEstimator });

const regroup = (group: SessionGroup, entries: readonly Entry[]): SessionGroup => ({ ...group, entries });

/** Tokens of a kind in the input of one call of the first run. */
function inputOfKind(weighed: WeighedGroup, kind: SegmentKind, call: number): number {
  const [run] = weighed.runs.keys();
  let sum = 0;
  for (const placement of [...weighed.placements.values()].flat()) {
    if (placement.kind !== kind || placement.run !== run || placement.tier === 'output') continue;
    if (placement.from <= call && call <= placement.to) sum += placement.tokens;
  }
  return sum;
}

test('results of parallel calls all stand in the context, in one order', () => {
  const weighed = weighedFrom(
    'sys 500 | user 20 | tool:Read a.ts 100 | +tool:Read b.ts 200 | +tool:Read c.ts 300 | answer 9 | user 5 | answer 9',
  );
  expect(billProblems(weighed)).toEqual([]);
  expect(inputOfKind(weighed, 'tool-result', 1)).toBe(600);
  expect(inputOfKind(weighed, 'tool-call', 2)).toBe(180);
});

test('after a compaction the summary stands in place of the old context, and system and tools stay', () => {
  const weighed = weighedFrom('sys 500 | tools 300 | user 20 | tool:Read a.ts 4000 | answer 9 | compact 700 | user 5 | answer 9');
  expect(billProblems(weighed)).toEqual([]);
  expect(inputOfKind(weighed, 'tool-result', 1)).toBe(4000);
  expect(inputOfKind(weighed, 'tool-result', 2)).toBe(0);
  expect(inputOfKind(weighed, 'summary', 2)).toBe(700);
  expect(inputOfKind(weighed, 'system', 2)).toBe(500);
  expect(inputOfKind(weighed, 'tools', 2)).toBe(300);
});

test('cleared tool results leave the context and the rest stays', () => {
  const weighed = weighedFrom('sys 500 | user 20 | tool:Read a.ts 4000 | answer 9 | user 3 | clear | answer 9');
  expect(billProblems(weighed)).toEqual([]);
  expect(inputOfKind(weighed, 'tool-result', 1)).toBe(4000);
  expect(inputOfKind(weighed, 'tool-result', 2)).toBe(0);
  expect(inputOfKind(weighed, 'tool-call', 2)).toBe(60);
});

test('reasoning that the bill shows to have left is no longer carried; reasoning that stayed is', () => {
  const dropped = weighedFrom('sys 5000 | user 20 | think 900 | answer 40 | drop | user 30 | answer 9 | user 8 | answer 9');
  expect(billProblems(dropped)).toEqual([]);
  expect(inputOfKind(dropped, 'reasoning', 1)).toBe(0);
  expect(inputOfKind(dropped, 'answer', 1)).toBe(40);
  const kept = weighedFrom('sys 5000 | user 20 | think 900 | answer 40 | user 30 | answer 9 | user 8 | answer 9');
  expect(billProblems(kept)).toEqual([]);
  expect(inputOfKind(kept, 'reasoning', 1)).toBe(900);
  expect(inputOfKind(kept, 'reasoning', 2)).toBe(900);
});

test('what no entry shows stands in rows of its own', () => {
  const weighed = weighedFrom('hidden 9000 | user 20 | tool:Read a.ts 400 | hidden 800 | answer 9 | user 5 | answer 9');
  expect(billProblems(weighed)).toEqual([]);
  expect(inputOfKind(weighed, 'unseen', 0)).toBe(9000);
  expect(inputOfKind(weighed, 'unseen', 1)).toBe(9800);
  expect(inputOfKind(weighed, 'tool-result', 1)).toBe(400);
  const ids = weighed.weights.filter((row) => row.kind === 'unseen').map((row) => row.segment);
  expect(ids).toEqual(['unseen:claude-code:s1/main:0', 'unseen:claude-code:s1/main:1']);
});

test('a segment on the border of two tiers has a placement at each', () => {
  const weighed = weighedFrom('sys 1000 | user 10 | answer 5 read=600 w5=300 uncached=110');
  expect(billProblems(weighed)).toEqual([]);
  const placements = [...weighed.placements.values()].flat().filter((placement) => placement.kind === 'system');
  expect(placements.map(({ tier, tokens }) => [tier, tokens])).toEqual([
    ['read', 600],
    ['write5m', 300],
    ['uncached', 100],
  ]);
});

test('placements are intervals: a long quiet session takes few', () => {
  const turns = Array.from({ length: 200 }, (_, turn) => `user ${turn + 1} | answer 10`).join(' | ');
  const weighed = weighedFrom(`sys 5000 | ${turns}`);
  expect(billProblems(weighed)).toEqual([]);
  const count = [...weighed.placements.values()].flat().length;
  expect(count).toBeLessThan(5 * 400);
});

test('a message that was written again replaces what followed the first', () => {
  const group = callsFrom('sys 500 | user 100 | answer 50 | user 70 | answer 30 | user 44 | answer 8 read=500 w5=194 uncached=0');
  const [, , firstAnswer] = group.entries;
  const rewound = group.entries.map((entry, index) => (index === 5 ? { ...entry, parent: (firstAnswer as Entry).key } : entry));
  const weighed = attribute(regroup(group, rewound));
  expect(billProblems(weighed)).toEqual([]);
  expect(inputOfKind(weighed, 'user', 1)).toBe(170);
  expect(inputOfKind(weighed, 'user', 2)).toBe(144);
  expect(inputOfKind(weighed, 'answer', 2)).toBe(50);
});

test('the copied prefix of a resumed session is context there, and billed once', () => {
  const first = callsFrom('sys 500 | user 100 | tool:Read a.ts 900 | answer 50', { session: 'a' });
  const both = callsFrom('user 30 | answer 20', { session: 'b', after: first });
  const weighed = attribute(both);
  expect(billProblems(weighed)).toEqual([]);
  expect([...weighed.runs.values()].map((calls) => calls.length)).toEqual([2, 1]);
  const run = 'claude-code:b/main' as RunId;
  const carried = weighed.weights.filter((row) => row.run === run && row.kind === 'tool-result');
  expect(carried.map((row) => [row.tokens, row.calls])).toEqual([[900, 1]]);
});

test('a forked session goes on from what its parent held when it was forked', () => {
  const first = callsFrom('sys 500 | user 100 | tool:Read a.ts 900 | answer 50', { session: 'a' });
  const forked = callsFrom('user 30 | answer 20 | user 5 | answer 6', {
    session: 'b',
    after: first,
    start: timestamp(Date.UTC(2026, 0, 5, 10)),
  });
  const own = forked.entries.slice(first.entries.length).map((entry) => ({ ...entry, parent: 'previous' as const }));
  const start = own[0] as Entry;
  const fact: Entry = {
    type: 'session',
    key: 'claude-code:b/meta' as EntryKey,
    source: start.source,
    session: start.session,
    chain: start.chain,
    parent: 'previous',
    location: start.location,
    parentSession: first.sessions[0] as Entry['session'],
    ...(start.time === undefined ? {} : { time: start.time }),
  };
  const carriedIn = (entries: readonly Entry[]): (readonly [SegmentKind, number])[] => {
    const weighed = attribute(regroup(forked, entries));
    expect(billProblems(weighed)).toEqual([]);
    return weighed.weights
      .filter((row) => row.run === 'claude-code:b/main' && row.kind === 'tool-result')
      .map((row) => [row.kind, row.tokens]);
  };
  expect(carriedIn([...first.entries, fact, ...own])).toEqual([['tool-result', 900]]);
  const anew = own.map((entry) =>
    entry.type === 'response' ? { ...entry, usage: { inputUncached: 40 as Tokens, cacheRead: 0 as Tokens, output: 20 as Tokens } } : entry,
  );
  expect(carriedIn([...first.entries, fact, ...anew])).toEqual([]);
});

test('a response copied into another session belongs to its earliest time, then to the lowest session', () => {
  const group = callsFrom('sys 500 | user 100 | answer 50', { session: 'b' });
  const answer = group.entries.at(-1) as ResponseEntry;
  const copy: ResponseEntry = { ...answer, key: 'copy' as EntryKey, session: 'claude-code:a' as ResponseEntry['session'], parent: 'root' };
  for (const entries of [
    [...group.entries, copy],
    [copy, ...group.entries],
  ]) {
    const weighed = attribute(regroup(group, entries));
    expect(billProblems(weighed)).toEqual([]);
    expect([...weighed.runs.values()].flat().map((call) => call.session)).toEqual(['claude-code:a']);
  }
});

test('of several records of a response the one nearest its origin counts, then the larger', () => {
  const group = callsFrom('sys 500 | user 100 | answer 50');
  const answer = group.entries.at(-1) as ResponseEntry;
  const partial: ResponseEntry = { ...answer, key: 'k1' as EntryKey, usage: { ...answer.usage, output: 3 as Tokens }, segments: [] };
  const replay: ResponseEntry = {
    ...answer,
    key: 'k2' as EntryKey,
    origin: 'progress',
    usage: { ...answer.usage, output: 9999 as Tokens },
  };
  const weighed = attribute(regroup(group, [...group.entries, partial, replay]));
  const calls = [...weighed.runs.values()].flat();
  expect(calls.map((call) => [call.usage.output, call.progressOnly])).toEqual([[50, false]]);
  const alone = attribute(regroup(group, [...group.entries.slice(0, -1), replay]));
  expect([...alone.runs.values()].flat().map((call) => call.progressOnly)).toEqual([true]);
});

test('a call of which no input is known takes no input placements, and the next one settles both', () => {
  const group = callsFrom('sys 500 | user 100 | answer 50 | user 70 | answer 30 | user 44 | answer 8');
  const silent = group.entries.map((entry, index) =>
    index === 4 && entry.type === 'response' ? { ...entry, usage: { output: 30 as Tokens } } : entry,
  );
  const weighed = attribute(regroup(group, silent));
  expect(billProblems(weighed)).toEqual([]);
  const calls = [...weighed.runs.values()].flat();
  expect(calls.map((call) => call.context)).toEqual([600, undefined, 794]);
});

test('hidden reasoning is the output less what is visible, by length of signature', () => {
  const group = callsFrom('sys 500 | user 10 | think 300 | think 100 | answer 50');
  const hidden = group.entries.map((entry) => {
    if (entry.type !== 'response') return entry;
    const segments = entry.segments.map((segment) => {
      if (segment.kind !== 'reasoning') return segment;
      const { text, statedTokens, ...rest } = segment;
      return { ...rest, hiddenCharacters: (statedTokens ?? 0) * 3 + (text === undefined ? 1 : 0) };
    });
    return { ...entry, segments };
  });
  const weighed = attribute(regroup(group, hidden));
  expect(billProblems(weighed)).toEqual([]);
  const outputs = [...weighed.placements.values()].flat().filter((placement) => placement.tier === 'output');
  expect(outputs.map((placement) => [placement.kind, placement.tokens])).toEqual([
    ['reasoning', 300],
    ['reasoning', 100],
    ['answer', 50],
  ]);
  expect([...weighed.runs.values()].flat()[0]?.reasoning).toBe(400);
});

test('a placeholder is found and rebuilt, and the log stays as it was', () => {
  const weighed = weighedFrom('sys 500 | user 10 | think 300 | answer 250 logged=4 | user 12 | answer 90');
  expect(billProblems(weighed)).toEqual([]);
  const [first, second] = [...weighed.runs.values()].flat();
  expect(first?.usage.output).toBe(4);
  expect(first?.outputReconstructed).toBe(550);
  expect(first?.price.reconstructed).toBeGreaterThan(first?.price.logged ?? Number.NaN);
  expect(second?.outputReconstructed).toBeUndefined();
  expect(second?.outputShown).toBe(90);
});

test('what a compaction kept as it was is carried on at the size it had', () => {
  const drawn = callsFrom(
    'sys 500 | tools 300 | user 20 | tool:Read a.ts 4000 | answer 9 | compact 700 | hidden 4009 | user 5 | answer 9 | answer 3',
  );
  const keptFrom = drawn.entries.find((entry) => entry.type === 'input' && entry.segments.some(({ kind }) => kind === 'tool-result'))?.key;
  const kept = (entry: Entry): Entry => (entry.type === 'compaction' && keptFrom !== undefined ? { ...entry, keptFrom } : entry);
  const weighed = attribute(regroup(drawn, drawn.entries.map(kept)));
  expect(billProblems(weighed)).toEqual([]);
  for (const call of [2, 3]) {
    expect(inputOfKind(weighed, 'tool-result', call)).toBe(4000);
    expect(inputOfKind(weighed, 'tool-call', call)).toBe(0);
    expect(inputOfKind(weighed, 'summary', call)).toBe(700);
    expect(inputOfKind(weighed, 'unseen', call)).toBe(0);
  }
});

test('a context that hangs on what a compaction kept is rebuilt from the compaction, not from what it replaced', () => {
  const drawn = callsFrom(
    'sys 500 | user 20 | tool:Read a.ts 4000 | answer 9 | compact 700 | hidden 9 | user 5 | answer 9 | user 6 | answer 7',
  );
  const before = drawn.entries.findIndex(({ type }) => type === 'compaction');
  const tip = drawn.entries[before - 1] as Entry;
  const linked = drawn.entries.map((entry, index): Entry => {
    if (index === before) return { ...entry, keptFrom: tip.key } as Entry;
    return index === before + 1 ? { ...entry, parent: tip.key } : entry;
  });
  const weighed = attribute(regroup(drawn, linked));
  expect(billProblems(weighed)).toEqual([]);
  expect(inputOfKind(weighed, 'tool-result', 2)).toBe(0);
  expect(inputOfKind(weighed, 'summary', 2)).toBe(700);
  expect(inputOfKind(weighed, 'answer', 2)).toBe(9);
});
