import { expect, test } from 'vitest';
import type { Finding, FindingCause } from '../src/call/finding.ts';
import { findingCauses } from '../src/call/finding.ts';
import type { Entry } from '../src/call/entry.ts';
import type { SessionGroup } from '../src/call/session-group.ts';
import type { ToolUse } from '../src/call/segment.ts';
import { attributeGroup } from '../src/weigh/attribution/attribute-group.ts';
import { detectors } from '../src/weigh/waste/detectors.ts';
import { findWaste } from '../src/weigh/waste/find-waste.ts';
import { callsFrom, type DrawOptions } from './calls-from.ts';
import { drawnPrices, statedEstimator, weighedFrom } from './weighed-from.ts';

/** Dollars per token of the drawn price book. */
const price = { read: 0.3e-6, write5m: 3.75e-6, write1h: 6e-6, output: 15e-6 };
const rewriting = price.write5m - price.read;

const wasteOf = (drawing: string, options: DrawOptions = {}): readonly Finding[] => findWaste(weighedFrom(drawing, options));
const wasteIn = (group: SessionGroup): readonly Finding[] =>
  findWaste(attributeGroup(group, { prices: drawnPrices, estimator: statedEstimator }));

function the(cause: FindingCause, findings: readonly Finding[]): Finding {
  const found = findings.filter((finding) => finding.cause === cause);
  expect(found, `${cause} among: ${findings.map((finding) => finding.cause).join(', ')}`).toHaveLength(1);
  return found[0] as Finding;
}

interface Saving {
  readonly tokens: number;
  /** In hundred-millionths of a dollar, so that sums in another order are equal. */
  readonly usd: number;
}

const saving = (tokens: number, usd: number): Saving => ({ tokens, usd: Math.round(usd * 1e8) });
const savingOf = ({ tokens, usd }: Finding): Saving => saving(tokens, usd ?? Number.NaN);

const repeat = (count: number, part: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => part(index)).join(' | ');

test('there is one detector for each cause', () => {
  expect(detectors.map((detector) => detector.cause).toSorted()).toEqual([...findingCauses].toSorted());
});

const pauses = (count: number, size: number): string =>
  `hidden ${size} | user 100 | answer 500 | ${repeat(count, () => 'wait 10m | user 100 | answer 500')}`;

test('a clean session is left in peace', () => {
  const clean = `sys 900 | hidden 9000 | user 100 | tool:Read a.ts 2000 lines=80 | tool:Edit a.ts 80 | tool:Bash npm test 400 | answer 200
    | wait 2m | user 60 | tool:Read b.ts 1500 lines=60 | tool:Edit b.ts 80 | tool:Write new.ts 40 call=900 lines=70 | tool:Bash npm test 420 v=2 | answer 150`;
  expect(wasteOf(clean)).toEqual([]);
});

test('cache-expired: an unchanged context written again after a pause costs dollars, not tokens', () => {
  const finding = the('cache-expired', wasteOf('hidden 20000 | user 100 | answer 500 | wait 2h | user 100 | answer 500'));
  expect(finding.state).toBe('measured');
  expect(savingOf(finding)).toEqual(saving(0, 20_100 * rewriting));
});

test('cache-expired: a pause within the hour is worth avoiding only above what an hour of cache life costs', () => {
  const lost = 40_100 * 2 + 600;
  const written = 40_100 + 600 * 2;
  expect(savingOf(the('cache-expired', wasteOf(pauses(2, 40_000))))).toEqual(
    saving(0, lost * rewriting - written * (price.write1h - price.write5m)),
  );
  // One short pause, and then much new content that would all have been written for an hour.
  expect(wasteOf('hidden 20000 | user 100 | answer 500 | wait 10m | user 30000 | answer 500')).toEqual([]);
});

test('cache-prefix-changed: what stood behind the change is named and priced', () => {
  const finding = the('cache-prefix-changed', wasteOf('hidden 20000 | user 100 | answer 500 | user 100 | answer 500 read=5000 w5=15700'));
  expect(finding.state).toBe('measured');
  expect(savingOf(finding)).toEqual(saving(0, 15_100 * rewriting));
});

test('cache-compaction: what a compaction kept and the provider wrote again', () => {
  const finding = the(
    'cache-compaction',
    wasteOf('hidden 20000 | user 100 | tool:Read a.ts 9000 | compact 1000 | lose | user 50 | answer 500'),
  );
  expect(savingOf(finding)).toEqual(saving(0, 20_000 * rewriting));
});

test('cache-model-switch: both models are named', () => {
  const finding = the(
    'cache-model-switch',
    wasteOf('hidden 20000 | user 100 | answer 500 | model claude-opus-4-5 | user 100 | answer 500'),
  );
  expect(finding.title).toContain('claude-sonnet-4-5-20250929 to claude-opus-4-5');
  expect(savingOf(finding)).toEqual(saving(0, 20_100 * rewriting));
});

test('cache-tools-changed: new schemas rewrite what stands behind them', () => {
  const finding = the(
    'cache-tools-changed',
    wasteOf('tools 3000 | hidden 20000 | user 100 | answer 500 | tools 300 | lose | user 100 | answer 500'),
  );
  expect(savingOf(finding)).toEqual(saving(0, 23_100 * rewriting));
});

test('cache-unknown: a cache without breakpoints that was lost for no visible reason', () => {
  const group = weighedFrom('hidden 20000 | user 100 | answer 500 | lose | user 100 | answer 500');
  const losses = group.losses.map((loss) => ({ ...loss, cause: { cause: 'unknown' } as const }));
  expect(savingOf(the('cache-unknown', findWaste({ ...group, losses })))).toEqual(saving(0, 20_100 * rewriting));
});

test('duplicate-content: a file read again while its first reading stands', () => {
  const drawing =
    'hidden 9000 | user 100 | tool:Read a.ts 5000 lines=100 | tool:Read b.ts 500 lines=20 | tool:Read a.ts 5000 lines=100 | tool:Bash ls 100 | answer 50';
  const finding = the('duplicate-content', wasteOf(drawing));
  expect(finding.state).toBe('suspected');
  expect(savingOf(finding)).toEqual(saving(2 * 5000, 5000 * (price.write5m + price.read)));
});

test('duplicate-content: only the lines that were known are claimed', () => {
  const drawing =
    'hidden 9000 | user 100 | tool:Read a.ts 5000 lines=100 same=60 | tool:Edit a.ts 50 | tool:Read a.ts 5000 lines=100 same=60 v=2 | tool:Bash ls 100 | answer 50';
  expect(savingOf(the('duplicate-content', wasteOf(drawing)))).toEqual(saving(2 * 3000, 3000 * (price.write5m + price.read)));
});

test('duplicate-content: a memory file injected twice', () => {
  const drawing =
    'hidden 9000 | user 100 | doc CLAUDE.md 3000 | answer 50 | doc CLAUDE.md 3000 | user 10 | answer 50 | user 10 | answer 50';
  expect(savingOf(the('duplicate-content', wasteOf(drawing)))).toEqual(saving(2 * 3000, 3000 * (price.write5m + price.read)));
});

test('duplicate-content: what left with a compaction is no duplicate afterwards, and a command run again is none at all', () => {
  expect(
    wasteOf(
      'hidden 9000 | user 100 | tool:Read a.ts 5000 lines=100 | compact 500 | tool:Read a.ts 5000 lines=100 | tool:Bash ls 100 | answer 50',
    ),
  ).toEqual([]);
  expect(wasteOf('hidden 60000 | user 100 | tool:Bash git status 3000 | tool:Bash git status 3000 | answer 50')).toEqual([]);
});

test('superseded-result: an older run of the same command leaves for nothing where nothing behind it was cached', () => {
  const later = repeat(6, (index) => `tool:Bash step ${index} of it 10`);
  const drawing = `hidden 3000 | user 100 | tool:Bash npm test 9000 | tool:Bash npm test 9000 v=2 | answer 20 | wait 2h | user 5 | ${later} | answer 50`;
  // The answer, six steps and the last answer read it; at the first step its tokens belong to the lost cache.
  expect(savingOf(the('superseded-result', wasteOf(drawing)))).toEqual(saving(7 * 9000, 7 * 9000 * price.read));
});

test('superseded-result: of a part and then the whole of a file the part goes, and one copy of every line stays', () => {
  const later = repeat(8, (index) => `tool:Bash step ${index} of it 10`);
  const whole = `hidden 3000 | user 100 | tool:Read a.ts 4000 range=1-40 lines=40 | tool:Read a.ts 40000 lines=400 | ${later} | answer 50`;
  expect(savingOf(the('superseded-result', wasteOf(whole)))).toEqual(saving(9 * 4000, 9 * 4000 * price.read));
  // A reading that was cut short shows nothing of the part: then both are needed.
  const cut = `hidden 3000 | user 100 | tool:Read a.ts 4000 range=900-940 lines=40 same=0 | tool:Read a.ts 40000 lines=400 v=2 same=0 | ${later} | answer 50`;
  expect(wasteOf(cut)).toEqual([]);
});

test('superseded-result: nothing is found where taking it out would cost more than it saves', () => {
  const drawing =
    'hidden 3000 | user 100 | tool:Bash npm test 9000 | tool:Bash npm test 9000 v=2 | tool:Bash a 40000 | tool:Bash b 10 | answer 50';
  expect(wasteOf(drawing)).toEqual([]);
});

test('superseded-result: taken out of a running context it is charged for the cache behind it', () => {
  const later = repeat(40, (index) => `tool:Bash step ${index} of it 10`);
  const drawing = `hidden 3000 | user 100 | tool:Bash npm test 9000 | tool:Bash ls 5000 | tool:Bash npm test 1000 v=2 | ${later} | answer 50`;
  // 40 steps and the answer read it; the first of them had 5,060 tokens in cache behind it.
  expect(savingOf(the('superseded-result', wasteOf(drawing)))).toEqual(saving(41 * 9000, 41 * 9000 * price.read - 5060 * rewriting));
});

test('large-result-carried: a page fetched in one turn and carried through the next', () => {
  const later = repeat(25, (index) => `tool:Bash step ${index} of it 20`);
  const drawing = `hidden 3000 | user 100 | tool:WebFetch http://x.test 15000 | answer 20 | user 5 | ${later} | wait 2h | user 5 | ${repeat(4, (index) => `tool:Bash more ${index} now 10`)} | answer 50`;
  // It may go 20 calls after it came: six steps, and after the lost cache four more, read it. 18 steps of 80 tokens, the
  // answer and the question stood in cache behind it.
  const behind = 20 + 5 + 18 * 80;
  expect(savingOf(the('large-result-carried', wasteOf(drawing)))).toEqual(
    saving(10 * 15_000, 10 * 15_000 * price.read - behind * rewriting),
  );
});

test('large-result-carried: a file that is worked on is in use', () => {
  const edits = repeat(30, () => 'tool:Edit a.ts 20');
  expect(wasteOf(`hidden 3000 | user 100 | tool:Read a.ts 15000 lines=300 | answer 20 | user 5 | ${edits} | answer 50`)).toEqual([]);
});

/** Gives drawn `tools` segments the tool or server they belong to, as a capture of the request would. */
function withTools(group: SessionGroup, uses: Readonly<Record<string, ToolUse>>): SessionGroup {
  const entries = group.entries.map((entry): Entry => {
    if (entry.type !== 'input') return entry;
    return {
      ...entry,
      segments: entry.segments.map((segment) =>
        uses[segment.label ?? ''] === undefined ? segment : { ...segment, tool: uses[segment.label ?? ''] },
      ),
    };
  });
  return { ...group, entries };
}

test('unused-tools: the server that nobody called, and not the one that was', () => {
  const group = callsFrom('tools jira 8000 | tools github 8000 | user 100 | tool:mcp__github__list a.ts 20 server=github | answer 10');
  const finding = the('unused-tools', wasteIn(withTools(group, { jira: { server: 'jira' }, github: { server: 'github' } })));
  expect(savingOf(finding)).toEqual(saving(2 * 8000, 8000 * (price.write5m + price.read)));
  expect(finding.title).toContain('jira');
  expect(finding.title).not.toContain('github');
});

test('failed-call: request, error, and the round trip that heard of it', () => {
  const drawing = 'hidden 15000 | user 100 | tool:Edit a.ts error 200 call=800 | tool:Edit a.ts 100 call=800 | tool:Bash x 10 | answer 50';
  // The request is written once, and both are carried by three calls; the call that heard of it read 15,100 tokens.
  const carried = 3 * (800 + 200);
  const usd = 800 * price.output + 1000 * (price.write5m + 2 * price.read) + 15_100 * price.read;
  expect(savingOf(the('failed-call', wasteOf(drawing)))).toEqual(saving(800 + carried + 15_100, usd));
});

test('failed-call: a failing test is the answer to a question, the same failure once more is not', () => {
  expect(
    wasteOf('hidden 15000 | user 100 | tool:Bash npm test error 2000 | tool:Edit a.ts 100 | tool:Bash npm test error 2000 v=2 | answer 50'),
  ).toEqual([]);
  const again = 'hidden 15000 | user 100 | tool:Bash npm test error 2000 | tool:Bash npm test error 2000 | tool:Bash x 10 | answer 50';
  expect(the('failed-call', wasteOf(again)).title).toMatch(/^1 tool call /);
});

/** Lets the entry of the second response follow the entry before the first, as a retry or a rewind does. */
function retry(group: SessionGroup): SessionGroup {
  const responses = group.entries.filter((entry) => entry.type === 'response');
  const [first, second] = responses as [Entry, Entry];
  return { ...group, entries: group.entries.map((entry) => (entry === second ? { ...entry, parent: first.parent } : entry)) };
}

test('failed-call: an answer that was asked for again, with what its request read', () => {
  const group = retry(
    callsFrom('hidden 30000 | user 100 | answer 900 | answer 900 read=30100 w5=0 | user 10 | answer 20 read=30100 w5=910'),
  );
  const finding = the('failed-call', wasteIn(group));
  // The first request wrote its context to cache, which the second then read: only its answer was for nothing.
  expect(savingOf(finding)).toEqual(saving(900, 900 * price.output));
});

test('whole-file-rewrite: the unchanged lines, less what an edit would have written', () => {
  const drawing =
    'hidden 9000 | user 100 | tool:Read a.ts 3000 lines=200 | tool:Write a.ts 50 call=3000 lines=200 same=190 v=2 | tool:Bash x 100 | answer 50';
  // 190 lines known, 10 changed and repeated by the edit, and 4 lines around each of 2 places.
  const tokens = 3000 * ((190 - 10 - 8) / 200);
  expect(savingOf(the('whole-file-rewrite', wasteOf(drawing)))).toEqual(
    saving(3 * tokens, tokens * (price.output + price.write5m + price.read)),
  );
});

test('whole-file-rewrite: a new file and a file written anew are none', () => {
  expect(wasteOf('hidden 9000 | user 100 | tool:Write a.ts 50 call=3000 lines=200 | tool:Bash x 100 | answer 50')).toEqual([]);
  expect(
    wasteOf('hidden 60000 | user 100 | tool:Read a.ts 3000 lines=200 | tool:Write a.ts 50 call=3000 lines=200 same=60 v=2 | answer 50'),
  ).toEqual([]);
});

test('carried-reasoning: reasoning of a finished turn that later calls are billed for', () => {
  const later = repeat(3, (index) => `tool:Bash step ${index} of it 10`);
  const findings = wasteOf(`hidden 3000 | user 100 | think 8000 | answer 50 | wait 2h | user 5 | ${later} | answer 50`);
  expect(savingOf(the('carried-reasoning', findings))).toEqual(saving(4 * 8000, 8000 * (price.write5m + 3 * price.read)));
  const within = repeat(20, (index) => `tool:Bash step ${index} of it 10`);
  expect(wasteOf(`hidden 3000 | user 100 | think 8000 | ${within} | answer 50`)).toEqual([]);
});

test('session-not-cut: other files after a pause, in an old context', () => {
  const old = 'hidden 3000 | user 100 | tool:Read a.ts 12000 | tool:Read b.ts 12000 | tool:Read c.ts 12000 | answer 100 | wait 5h';
  const findings = wasteOf(`${old} | user 5 | tool:Read x.ts 100 | tool:Read y.ts 100 | tool:Read z.ts 100 | answer 50`);
  // At the cut the old context belongs to the lost cache, but for the answer before it, which was new; then three calls.
  const conversation = 100 + 3 * (12_000 + 60) + 100;
  expect(savingOf(the('session-not-cut', findings))).toEqual(
    saving(3 * conversation + 100, 3 * conversation * price.read + 100 * price.write5m),
  );
  const same = wasteOf(`${old} | user 5 | tool:Read x.ts 100 | tool:Read y.ts 100 | tool:Edit a.ts 100 | answer 50`);
  expect(same.filter((finding) => finding.cause === 'session-not-cut')).toEqual([]);
});

test('repeated-subagent-startup: a second sub-agent writes the start-up that the first had just written', () => {
  const start = Date.UTC(2026, 0, 5, 9);
  const child = (chain: string, seconds: number): SessionGroup =>
    callsFrom('hidden 12000 | user 300 | tool:Grep x 100 | answer 200', { chain, start: (start + seconds * 1000) as never });
  const entries = [...child('agent-1', 0).entries, ...child('agent-2', 60).entries];
  const group = { ...child('agent-1', 0), entries };
  expect(savingOf(the('repeated-subagent-startup', wasteIn(group)))).toEqual(saving(0, 12_000 * rewriting));
  const late = { ...group, entries: [...child('agent-1', 0).entries, ...child('agent-2', 3600).entries] };
  expect(wasteIn(late)).toEqual([]);
});

test('reading the same session again gives the same findings, names included', () => {
  const drawing =
    'hidden 20000 | user 100 | tool:Read a.ts 5000 lines=100 | tool:Read a.ts 5000 lines=100 | answer 500 | wait 2h | user 100 | answer 500';
  expect(wasteOf(drawing)).toEqual(wasteOf(drawing));
  expect(new Set(wasteOf(drawing).map((finding) => finding.id)).size).toBe(wasteOf(drawing).length);
});
