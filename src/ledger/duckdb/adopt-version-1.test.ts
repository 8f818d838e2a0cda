import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { expect, test } from 'vitest';
import type { Entry, ResponseEntry } from '../../call/entry.ts';
import { response, storeEntries, temporaryFolder, testVersion, totalsOf, weighPlainly } from '../../../test/ledger-fixture.ts';
import { migration1 } from '../migrations/migration-1.ts';
import { schemaVersion } from '../migrations/migrations.ts';
import { DuckdbLedger } from './duckdb-ledger.ts';

/** The rest of an entry as version 1 wrote it. */
function contentOf({ call, origin, model, usage, segments }: ResponseEntry): string {
  const stored = segments.map(({ id: _id, text, ...rest }) => ({
    ...rest,
    text: { hash: text?.hash, characters: text?.characters, classes: [...(text?.classes ?? [])], lineHashes: 'AQAAAA==' },
  }));
  return JSON.stringify({ call, origin, model, usage, segments: stored });
}

/** A file as version 1 left it: `s1` weighed, a second telling of `a` in `s2` read and not merged yet. */
async function writeVersion1(path: string, entries: readonly ResponseEntry[]): Promise<void> {
  const instance = await DuckDBInstance.create(path);
  const connection = await instance.connect();
  for (const sql of migration1.statements) await connection.run(sql);
  const insert = (table: string, values: readonly unknown[]): Promise<unknown> =>
    connection.run(
      `INSERT INTO ${table} VALUES (${values.map((value) => (typeof value === 'string' ? `'${value}'` : JSON.stringify(value ?? null))).join(', ')})`,
    );
  await connection.run('CREATE TABLE migration (version INTEGER NOT NULL)');
  await insert('migration', [1]);
  await insert('fact', ['settled-batch', '1']);
  for (const number of [1, 2]) {
    const unknown = [null, null, null, null, null];
    await insert('session', [number, `claude-code:s${number}`, 'claude-code', ...unknown, 1, 2, number, 1, 1, testVersion, number]);
    await insert('chain', [number, number, 'main', null, null]);
    await insert('file', [number, `/logs/s${number}.jsonl`, 'claude-code', 100, 1000, 100, 3, null, 'abc', 1]);
  }
  for (const [index, entry] of entries.entries()) {
    const session = entry.session.endsWith('1') ? 1 : 2;
    const { key, time, parent, call, location } = entry;
    const usage = (entry.usage.cacheRead ?? 0) + (entry.usage.output ?? 0);
    const place = [location.offset, location.length, location.line];
    await insert('entry', [
      index + 1,
      session,
      key,
      session,
      session,
      'response',
      time,
      parent,
      null,
      call,
      usage,
      session,
      ...place,
      1,
      contentOf(entry),
    ]);
  }
  await insert('weight', [
    1,
    0,
    'a#0',
    1,
    'answer',
    ...Array.from({ length: 4 }, () => null),
    10,
    ...Array.from({ length: 6 }, () => null),
    10,
    0.5,
    1,
    0,
    0,
  ]);
  await insert('placed', [1, 0, 1, 'answer', 'output', 0, 0, 0, 10]);
  await insert('rollup', [1, 0, 1, 1, 'model-a', 'answer', null, 'output', false, 999, 0.5, 0, 1, 1, 1]);
  connection.closeSync();
  instance.closeSync();
}

const withLines = (entry: ResponseEntry): ResponseEntry => ({
  ...entry,
  segments: entry.segments.map((segment) => ({
    ...segment,
    ...(segment.text === undefined ? {} : { text: { ...segment.text, lineHashes: Uint32Array.of(1) } }),
  })),
});

const entries = [
  withLines(response({ key: 'a', time: 1, session: 's1', file: '/logs/s1.jsonl' })),
  withLines(response({ key: 'b', time: 2, session: 's1', file: '/logs/s1.jsonl', line: 2 })),
  withLines(response({ key: 'a', time: 1, session: 's2', file: '/logs/s2.jsonl', output: 11 })),
  withLines(response({ key: 'c', time: 3, session: 's2', file: '/logs/s2.jsonl', line: 2 })),
];

async function groupsOf(ledger: DuckdbLedger): Promise<readonly (readonly Entry[])[]> {
  const stale = await ledger.groupsToWeigh(testVersion);
  const groups = await ledger.readGroups(stale.map(({ id }) => id));
  await weighPlainly(ledger);
  return groups.map((group) => group.entries);
}

test('a file of version 1 gives the entries and totals that reading its sources anew would give', async () => {
  const path = join(temporaryFolder(), 'ledger.duckdb');
  await writeVersion1(path, entries);
  const old = await DuckdbLedger.open(path);
  const anew = await DuckdbLedger.open(':memory:');
  await storeEntries(anew, entries);
  expect(await groupsOf(old)).toEqual(await groupsOf(anew));
  expect(await totalsOf(old)).toEqual(await totalsOf(anew));
  expect(await totalsOf(old)).toMatchObject({ entries: 3, calls: 3, output: 31 });
  await Promise.all([old.close(), anew.close()]);
});

test('it is adopted once, and knows its entries when they are read again', async () => {
  const path = join(temporaryFolder(), 'ledger.duckdb');
  await writeVersion1(path, entries);
  const first = await DuckdbLedger.open(path);
  await weighPlainly(first);
  const before = await totalsOf(first);
  await first.close();
  const again = await DuckdbLedger.open(path);
  expect(await again.rows('SELECT max(version) AS version FROM migration')).toEqual([{ version: schemaVersion }]);
  expect(await again.rows(`SELECT table_name FROM duckdb_tables() WHERE table_name = 'entry_version_1'`)).toEqual([]);
  await storeEntries(again, entries);
  expect(await weighPlainly(again)).toEqual([]);
  expect(await totalsOf(again)).toEqual(before);
  await again.close();
});
