import { copyFileSync, mkdtempSync, readFileSync, rmSync, statSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { opencode } from '../src/measure/sources/opencode.ts';
import { madeSession, writeDatabase, writeExport, writeStorage } from './opencode-fixture.ts';
import { callsOf, emptyReading, readFolder, readInto, totalsOf } from './source-reading.ts';

const totals = { inputUncached: 1_240, cacheRead: 9_200, cacheWriteUnsplit: 8_100, output: 290, reasoning: 30 };

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tare-opencode-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('an exported session gives its usage, its texts and its tool calls with their results', () => {
  writeExport(join(folder, 'export.json'));
  const { entries, skipped } = readFolder(opencode, folder);
  expect(skipped).toEqual([]);
  expect(totalsOf(entries)).toEqual(totals);
  const kinds = entries.flatMap((entry) => ('segments' in entry ? entry.segments.map(({ kind }) => kind) : []));
  expect(kinds).toEqual(['user', 'reasoning', 'answer', 'tool-call', 'tool-result', 'answer']);
  const result = entries.flatMap((entry) => (entry.type === 'input' ? entry.segments : [])).find(({ kind }) => kind === 'tool-result');
  expect(result?.tool).toMatchObject({ action: 'read', target: '/home/ann/kettle/relay.ts', range: '1-40', isError: false });
  expect(result?.text?.lineHashes).toHaveLength(1);
  expect(entries.filter(({ type }) => type === 'failure')).toMatchObject([{ reason: 'aborted' }]);
  expect([...callsOf(entries).values()].map(({ statedUsd }) => statedUsd)).toEqual([0.01, 0.01]);
});

test('export, JSON storage and database tell the same calls', () => {
  for (const name of ['export', 'storage', 'database']) {
    const place = mkdtempSync(join(folder, name));
    if (name === 'export') writeExport(join(place, 'export.json'));
    else if (name === 'storage') writeStorage(place);
    else writeDatabase(join(place, 'opencode.db'), false);
    const { entries, skipped } = readFolder(opencode, place);
    expect(skipped).toEqual([]);
    expect(totalsOf(entries)).toEqual(totals);
  }
  expect(callsOf(readFolder(opencode, folder).entries).size).toBe(2);
});

test('a database whose owner is writing is read with its write-ahead log, and is left as it was', () => {
  const path = join(folder, 'opencode.db');
  const owner = writeDatabase(path, true);
  const before = statSync(`${path}-wal`).size;
  expect(before).toBeGreaterThan(0);
  expect(opencode.detect(readFileSync(path).subarray(0, 65_536).toString('utf8'))).toBe(true);
  const reading = emptyReading();
  readInto(reading, opencode, path);
  expect(totalsOf(reading.entries)).toEqual(totals);
  expect(reading.skipped).toEqual([]);
  expect(statSync(`${path}-wal`).size).toBe(before);
  owner.close();
});

test('a fork, which copies messages under new ids with their old times, adds no call', () => {
  writeExport(join(folder, 'one.json'));
  writeExport(join(folder, 'two.json'), 'ses_made02', 'fork_');
  const { entries } = readFolder(opencode, folder);
  expect(callsOf(entries).size).toBe(2);
  expect(totalsOf(entries)).toEqual(totals);
});

test('what is no database of OpenCode is one unreadable file, and nothing is thrown', () => {
  const path = join(folder, 'opencode.db');
  writeDatabase(path, false);
  copyFileSync(path, join(folder, 'broken.db'));
  const reading = emptyReading();
  const broken = join(folder, 'broken.db');
  truncateSync(broken, 5_000);
  readInto(reading, opencode, broken);
  expect(reading.skipped).toMatchObject([{ file: broken, reason: 'unreadable-file' }]);
});

test('sessions know their folder, and a child is a chain of the session that started it', () => {
  writeStorage(folder);
  const sessions = readFolder(opencode, folder).entries.filter(({ type }) => type === 'session');
  expect(sessions).toMatchObject([{ session: `opencode:${madeSession.id}`, chain: 'main', directory: '/home/ann/kettle' }]);
});
