import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Entry, EntryKey, SessionId } from '../src/call/entry.ts';
import type { SegmentKind } from '../src/call/segment-kind.ts';
import type { SessionGroup } from '../src/call/session-group.ts';
import { attributeGroup } from '../src/weigh/attribution/attribute-group.ts';
import type { WeighedGroup } from '../src/weigh/weighed-group.ts';
import { callsFrom } from './calls-from.ts';
import { billProblems } from './check-bill.ts';
import { drawnPrices, statedEstimator, weighedFrom } from './weighed-from.ts';

const weightOf = (weighed: WeighedGroup, kind: SegmentKind): number =>
  weighed.weights.filter((row) => row.kind === kind).reduce((sum, row) => sum + Object.values(row.byTier).reduce((a, b) => a + b, 0), 0);

test('a drawn session is placed as it was drawn', () => {
  const weighed = weighedFrom('hidden 5000 | sys 900 | user 40 | tool:Read a.ts 2100 | answer 80');
  expect(billProblems(weighed)).toEqual([]);
  expect(weightOf(weighed, 'tool-result')).toBe(2100);
  expect(weightOf(weighed, 'tool-call')).toBe(120);
  expect(weightOf(weighed, 'system')).toBe(1800);
  expect(weightOf(weighed, 'unseen')).toBe(10_000);
  expect(weightOf(weighed, 'answer')).toBe(80);
});

const part = fc.oneof(
  fc.integer({ min: 1, max: 5000 }).map((size) => `user ${size}`),
  fc.integer({ min: 1, max: 9000 }).map((size) => `tool:Read a.ts ${size}`),
  fc.integer({ min: 1, max: 9000 }).map((size) => `tool:Bash ls ${size} | +tool:Read b.ts ${size + 7}`),
  fc.integer({ min: 1, max: 900 }).map((size) => `answer ${size}`),
  fc.integer({ min: 1, max: 900 }).map((size) => `think ${size} | answer 7`),
  fc.integer({ min: 1, max: 900 }).map((size) => `hidden ${size}`),
  fc.integer({ min: 1, max: 900 }).map((size) => `compact ${size}`),
  fc
    .integer({ min: 0, max: 90_000 })
    .map((size) => `answer 3 read=${size} w5=${size % 97} w1=${size % 89} uncached=${size % 7} out=${size % 1009}`),
  fc.constantFrom('clear', 'drop', 'lose', 'wait 10m', 'wait 2h', 'model claude-opus-4-7', 'fail', 'tools 300', 'answer 5 logged=1'),
);

test('whatever happens in a session, placements add up to the bill, exactly, per call and tier', () => {
  fc.assert(
    fc.property(fc.array(part, { maxLength: 40 }), fc.constantFrom('5m', '1h', 'none'), (parts, cache) => {
      expect(billProblems(weighedFrom(['sys 500', ...parts].join(' | '), { cache: cache as '5m' }))).toEqual([]);
    }),
    { numRuns: 300, seed: 20261123 },
  );
});

const mutation = fc.record({
  entry: fc.nat(),
  change: fc.constantFrom('parent', 'root', 'previous', 'missing', 'copy', 'move', 'progress', 'no-time', 'no-usage', 'no-segments'),
  other: fc.nat(),
});

/** A group that no agent would write: links across, loops, copies in other sessions, holes. */
function damaged(group: SessionGroup, mutations: readonly { entry: number; change: string; other: number }[]): SessionGroup {
  const entries: Entry[] = [...group.entries];
  for (const { entry: place, change, other } of mutations) {
    const index = place % entries.length;
    const entry = entries[index] as Entry;
    const target = entries[other % entries.length] as Entry;
    const session = `claude-code:s${other % 3}` as SessionId;
    const { time: _, ...timeless } = entry;
    if (change === 'parent') entries[index] = { ...entry, parent: target.key };
    else if (change === 'root' || change === 'previous') entries[index] = { ...entry, parent: change };
    else if (change === 'missing') entries[index] = { ...entry, parent: 'nowhere' as EntryKey };
    else if (change === 'copy') entries.push({ ...entry, key: `${entry.key}-copy${entries.length}` as EntryKey, session });
    else if (change === 'move') entries[index] = { ...entry, session };
    else if (change === 'no-time') entries[index] = timeless;
    else if (entry.type === 'response' && change === 'progress') entries[index] = { ...entry, origin: 'progress' };
    else if (entry.type === 'response' && change === 'no-usage') entries[index] = { ...entry, usage: {} };
    else if (entry.type === 'response' && change === 'no-segments') entries[index] = { ...entry, segments: [] };
  }
  return { ...group, entries };
}

test('whatever the links between entries, every call is billed once and adds up', () => {
  fc.assert(
    fc.property(fc.array(part, { minLength: 1, maxLength: 25 }), fc.array(mutation, { maxLength: 20 }), (parts, mutations) => {
      const group = damaged(callsFrom(['sys 500', ...parts].join(' | ')), mutations);
      const weighed = attributeGroup(group, { prices: drawnPrices, estimator: statedEstimator });
      expect(billProblems(weighed)).toEqual([]);
      const keys = [...weighed.runs.values()].flat().map((call) => call.key);
      const responses = new Set(group.entries.flatMap((entry) => (entry.type === 'response' ? [entry.call] : [])));
      expect(keys).toHaveLength(responses.size);
      expect(new Set(keys)).toEqual(responses);
    }),
    { numRuns: 400, seed: 20261124 },
  );
});
