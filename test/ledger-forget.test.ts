import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Entry, SessionId } from '../src/call/entry.ts';
import { DuckdbLedger } from '../src/ledger/duckdb/duckdb-ledger.ts';
import type { Timestamp } from '../src/base/units.ts';
import { response, storeEntries, temporaryFolder, totalsOf, weighPlainly } from './ledger-fixture.ts';

const sessionFact = (session: string, directory: string): Entry => {
  const { key: _key, ...head } = response({ key: `fact-${session}`, session, time: 1, file: `/logs/${session}.jsonl`, line: 1 });
  const { source, chain, parent, location } = head;
  return { type: 'session', key: `fact-${session}` as Entry['key'], source, session: head.session, chain, parent, location, directory };
};

const entries = [
  sessionFact('s1', '/home/someone/Secret-Client'),
  response({ key: 'a', session: 's1', time: 1000, file: '/logs/s1.jsonl', line: 2 }),
  response({ key: 'b', session: 's1', time: 2000, file: '/logs/s1.jsonl', line: 3 }),
  sessionFact('s2', '/home/someone/other'),
  response({ key: 'c', session: 's2', time: 2500, file: '/logs/s2.jsonl', line: 2 }),
];

const requests = [
  { name: 'a project', request: { project: 'secret-client' }, calls: 2, left: 1 },
  { name: 'a session', request: { session: 'claude-code:s1' as SessionId }, calls: 2, left: 1 },
  { name: 'a session by the agent’s own id', request: { session: 's1' as SessionId }, calls: 2, left: 1 },
  { name: 'a period', request: { since: 2000 as Timestamp }, calls: 2, left: 1 },
  { name: 'a period of a project', request: { project: 'secret', until: 2000 as Timestamp }, calls: 1, left: 2 },
];

test.each(requests)('$name leaves for good and does not come back when its source is read again', async ({ request, calls, left }) => {
  const ledger = await DuckdbLedger.open(join(temporaryFolder(), 'ledger.duckdb'));
  await storeEntries(ledger, entries);
  await weighPlainly(ledger);
  expect(await ledger.countForgotten(request)).toMatchObject({ calls });
  expect(await ledger.forget(request)).toMatchObject({ calls });
  await weighPlainly(ledger);
  expect(await totalsOf(ledger)).toMatchObject({ calls: left, output: 10 * left, placed: 110 * left });
  await storeEntries(ledger, entries);
  await weighPlainly(ledger);
  expect(await totalsOf(ledger)).toMatchObject({ calls: left });
  await ledger.close();
});

test('forgotten names are gone from the bytes of the file', async () => {
  const folder = temporaryFolder();
  mkdirSync(folder, { recursive: true });
  const path = join(folder, 'ledger.duckdb');
  const ledger = await DuckdbLedger.open(path);
  await storeEntries(ledger, entries);
  await weighPlainly(ledger);
  await ledger.forget({ project: 'secret-client' });
  expect(await ledger.rows('SELECT directory FROM session')).toEqual([{ directory: '/home/someone/other' }]);
  expect(
    await ledger.rows(
      'SELECT count(*)::INTEGER AS strays FROM icicle_name WHERE number NOT IN (SELECT tool FROM icicle UNION SELECT target FROM icicle)',
    ),
  ).toEqual([{ strays: 0 }]);
  await ledger.close();
  expect(readFileSync(path, 'latin1')).not.toContain('Secret-Client');
  const again = await DuckdbLedger.open(path);
  await weighPlainly(again);
  expect(await totalsOf(again)).toMatchObject({ calls: 1 });
  await again.close();
});
