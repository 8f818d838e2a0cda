import { appendFileSync, copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { codex } from '../src/measure/sources/codex.ts';
import { startOfFile } from '../src/measure/sources/source.ts';
import { count, filtered, meta, restamped, turn, uuidAt, writeRollout, type Line } from './codex-fixture.ts';
import { hasSharedData, sharedData } from './shared-data.ts';
import { callsOf, emptyReading, filesBelow, readFolder, readInto, totalsOf } from './source-reading.ts';

const start = Date.parse('2026-05-04T09:00:00Z');
const parentId = uuidAt(start, 'aa');
const childId = uuidAt(start + 60_000, 'bb');

const first = turn({ at: start + 10, salt: '1', total: [1_000, 200, 50, 10], last: [1_000, 200, 50, 10] });
const second = turn({ at: start + 20_000, salt: '2', total: [2_500, 1_100, 90, 20], last: [1_500, 900, 40, 10] });
const parentLines = [meta(start, parentId), ...first, ...second];
const ownTurn = turn({ at: start + 61_000, salt: '3', total: [4_500, 2_600, 120, 25], last: [2_000, 1_500, 30, 5] });

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tare-codex-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const untimed = (lines: readonly Line[]) => lines.filter(({ payload }) => payload['turn_id'] === undefined);

const write = (name: string, lines: readonly Line[]) => writeRollout(join(folder, name), lines);
const parentTotals = { inputUncached: 1_400, cacheRead: 1_100, output: 90, reasoning: 20 };
const bothTotals = { inputUncached: 1_900, cacheRead: 2_600, output: 120, reasoning: 25 };

test.runIf(hasSharedData())('the growth of the sums of real rollouts is what was expected, lost event included', () => {
  const expected = JSON.parse(readFileSync(join(sharedData, 'transcripts/expected.json'), 'utf8'))['agentv/codex'];
  const { entries, skipped } = readFolder(codex, join(sharedData, 'transcripts/agentv/codex'));
  expect(skipped).toEqual([]);
  expect(totalsOf(entries)).toEqual({
    inputUncached: expected.input_tokens - expected.cached_input_tokens,
    cacheRead: expected.cached_input_tokens,
    output: expected.output_tokens,
    reasoning: expected.reasoning_output_tokens,
  });
  expect(new Set(entries.map(({ key }) => key)).size).toBe(entries.length);
});

test('a line that repeats the sum bills nothing; one that jumps bills the lost request apart', () => {
  const again = count(start + 30_000, [2_500, 1_100, 90, 20], [1_500, 900, 40, 10]);
  const jump = turn({ at: start + 40_000, salt: '4', total: [6_000, 2_000, 200, 40], last: [2_000, 500, 60, 10] });
  write('a.jsonl', [...parentLines, again, ...jump]);
  const { entries } = readFolder(codex, folder);
  expect(totalsOf(entries)).toEqual({ inputUncached: 4_000, cacheRead: 2_000, output: 200, reasoning: 40 });
  const inputs = [...callsOf(entries).values()].map(({ usage }) => (usage.inputUncached ?? 0) + (usage.cacheRead ?? 0));
  expect(inputs).toEqual([1_000, 1_500, 1_500, 2_000]);
});

test('after a reset of the sum, the line itself says what was billed', () => {
  write('a.jsonl', [...parentLines, ...turn({ at: start + 40_000, salt: '4', total: [700, 0, 7, 0], last: [700, 0, 7, 0] })]);
  expect(totalsOf(readFolder(codex, folder).entries)).toMatchObject({ inputUncached: 2_100, output: 97 });
});

test('pieces of a response, and the results of its tools, stand in the order in which they were sent', () => {
  write('a.jsonl', parentLines);
  const { entries } = readFolder(codex, folder);
  const kinds = entries
    .toSorted((one, other) => one.location.line - other.location.line)
    .flatMap((entry) => ('segments' in entry ? entry.segments.map(({ kind }) => kind) : []));
  expect(kinds).toEqual(['system', 'user', 'reasoning', 'tool-call', 'tool-result', 'user', 'reasoning', 'tool-call', 'tool-result']);
  const read = entries.flatMap((entry) => (entry.type === 'input' ? entry.segments : [])).find(({ kind }) => kind === 'tool-result');
  expect(read?.tool).toMatchObject({ name: 'exec_command', action: 'read', target: 'relay-1.ts', range: '1-40', isError: false });
  expect(read?.text?.lineHashes).toHaveLength(1);
});

test('a fork that was told again, with new times, adds only its own turn, in any order and without its parent', () => {
  const copied = [meta(start + 60_000, childId, { forked_from_id: parentId }), ...restamped(parentLines, start + 60_001)];
  write('a-child.jsonl', [...copied, ...ownTurn]);
  const alone = readFolder(codex, folder).entries;
  expect(totalsOf(alone)).toEqual(bothTotals);
  write('b-parent.jsonl', parentLines);
  const both = readFolder(codex, folder).entries;
  expect(totalsOf(both)).toEqual(bothTotals);
  expect(callsOf(both).size).toBe(3);
  const own = both.filter(({ session }) => session === `codex:${childId}`);
  const entry = own.find((each) => each.type === 'input' && each.startsTurn);
  expect(both.some(({ key }) => key === entry?.parent)).toBe(true);
});

test('a fork that keeps the old times is found as well', () => {
  write('child.jsonl', [meta(start + 60_000, childId, { forked_from_id: parentId }), ...parentLines, ...ownTurn]);
  write('parent.jsonl', parentLines);
  expect(totalsOf(readFolder(codex, folder).entries)).toEqual(bothTotals);
});

test('two sub-agents with turns of the same size are two calls each of their own, beside the turns of their parent', () => {
  for (const [name, salt] of [
    ['bb', '3'],
    ['cc', '4'],
  ] as const) {
    const id = uuidAt(start + 60_000, name);
    const spawn = { source: { subagent: { thread_spawn: { parent_thread_id: parentId, depth: 1, agent_role: 'explorer' } } } };
    const own = turn({ at: start + 61_000, salt, total: [4_500, 2_600, 120, 25], last: [2_000, 1_500, 30, 5] });
    write(`${name}.jsonl`, [meta(start + 60_000, id, spawn), ...restamped(filtered(parentLines), start + 60_001), ...own]);
  }
  const children = readFolder(codex, folder).entries;
  expect(callsOf(children).size).toBe(4);
  write('parent.jsonl', parentLines);
  const { entries } = readFolder(codex, folder);
  expect(callsOf(entries).size).toBe(4);
  expect(totalsOf(entries)).toEqual({ inputUncached: 2_400, cacheRead: 4_100, output: 150, reasoning: 30 });
  const chains = new Set(entries.filter(({ session }) => session === `codex:${parentId}`).map(({ chain }) => chain));
  expect([...chains].toSorted()).toEqual([uuidAt(start + 60_000, 'bb'), uuidAt(start + 60_000, 'cc'), 'main']);
});

test('a sub-agent that starts with a part of the history only counts from where it begins', () => {
  const spawn = { source: { subagent: { thread_spawn: { parent_thread_id: parentId } } } };
  write('child.jsonl', [meta(start + 60_000, childId, spawn), ...restamped(filtered(second), start + 60_001), ...ownTurn]);
  expect(totalsOf(readFolder(codex, folder).entries)).toEqual({ inputUncached: 1_100, cacheRead: 2_400, output: 70, reasoning: 15 });
});

test('an old rollout whose turns carry no times tells its copy from its own lines by the pause between them', () => {
  const copied = [meta(start + 60_000, childId, { forked_from_id: parentId }), ...restamped(untimed(parentLines), start + 60_001)];
  write('child.jsonl', [...copied, ...untimed(ownTurn)]);
  write('parent.jsonl', untimed(parentLines));
  const { entries } = readFolder(codex, folder);
  expect(callsOf(entries).size).toBe(3);
  expect(totalsOf(entries)).toEqual(bothTotals);
});

test('an archived copy of an active rollout adds nothing', () => {
  write('sessions/a.jsonl', parentLines);
  mkdirSync(join(folder, 'archived_sessions'));
  copyFileSync(join(folder, 'sessions/a.jsonl'), join(folder, 'archived_sessions/a.jsonl'));
  const { entries } = readFolder(codex, folder);
  expect(totalsOf(entries)).toEqual(parentTotals);
});

test('read line by line as it grows, a rollout gives the same entries as read at once', () => {
  const whole = join(folder, 'whole.jsonl');
  const copied = restamped(parentLines, start + 60_001);
  writeRollout(whole, [meta(start + 60_000, childId, { forked_from_id: parentId }), ...copied, ...ownTurn]);
  const atOnce = emptyReading();
  readInto(atOnce, codex, whole);
  const growing = join(folder, 'growing.jsonl');
  writeFileSync(growing, '');
  const inParts = emptyReading();
  let position = startOfFile;
  const text = readFileSync(whole, 'utf8');
  for (let from = 0; from < text.length; from += 97) {
    appendFileSync(growing, text.slice(from, from + 97));
    position = readInto(inParts, codex, growing, position);
  }
  const byKey = (reading: typeof atOnce) =>
    new Map(reading.entries.map((entry) => [entry.key, { ...entry, location: entry.location.line }] as const));
  expect(byKey(inParts)).toEqual(byKey(atOnce));
  expect(inParts.skipped).toEqual([]);
});

test.runIf(hasSharedData())('a real rollout read in two parts, wherever it is cut, gives the same entries', () => {
  const path = filesBelow(join(sharedData, 'transcripts/agentv/codex'))[0]!;
  const text = readFileSync(path, 'utf8');
  const atOnce = emptyReading();
  readInto(atOnce, codex, path);
  const keys = atOnce.entries.map(({ key }) => key).toSorted();
  const growing = join(folder, 'growing.jsonl');
  for (const share of [0.1, 0.37, 0.5, 0.77, 0.95]) {
    writeFileSync(growing, text.slice(0, Math.round(text.length * share)));
    const reading = emptyReading();
    const position = readInto(reading, codex, growing);
    writeFileSync(growing, text);
    readInto(reading, codex, growing, position);
    expect([...new Set(reading.entries.map(({ key }) => key))].toSorted()).toEqual(keys);
    expect(totalsOf(reading.entries)).toEqual(totalsOf(atOnce.entries));
  }
});

test('turns that were rolled back leave the context: what follows continues what stood before them', () => {
  const back: Line = {
    timestamp: new Date(start + 30_000).toISOString(),
    type: 'event_msg',
    payload: { type: 'thread_rolled_back', num_turns: 1 },
  };
  write('a.jsonl', [...parentLines, back, ...ownTurn]);
  const { entries } = readFolder(codex, folder);
  const turns = entries.filter((entry) => entry.type === 'input' && entry.startsTurn);
  const before = entries.findLast((entry) => entry.location.line < (turns[1]?.location.line ?? 0) && entry.type !== 'failure');
  expect(turns[2]?.parent).toBe(before?.key);
});

test('a damaged line costs itself: it is named with its field, and the sum of the next line makes up for its tokens', () => {
  const damaged = { ...second.at(-1)!, payload: { type: 'token_count', info: { total_token_usage: { input_tokens: 'many' } } } };
  write('a.jsonl', [...parentLines.slice(0, -1), damaged, ...ownTurn]);
  const { entries, skipped } = readFolder(codex, folder);
  expect(skipped).toMatchObject([
    { line: parentLines.length, reason: 'wrong-shape', field: 'payload.info.total_token_usage.input_tokens' },
  ]);
  expect(totalsOf(entries)).toEqual(bothTotals);
});
