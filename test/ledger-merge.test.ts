import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ResponseEntry } from '../src/call/entry.ts';
import { sumOf } from '../src/call/usage.ts';
import { DuckdbLedger } from '../src/ledger/duckdb/duckdb-ledger.ts';
import type { Ledger } from '../src/ledger/ledger.ts';
import { pathsOf, storedEntries } from '../src/ledger/questions/stored-entries.ts';
import { fileRecord, response, storeEntries, testVersion, totalsOf, weighPlainly } from './ledger-fixture.ts';

const openLedger = (): Promise<Ledger> => DuckdbLedger.open(':memory:');

const callRows = (ledger: Ledger): Promise<readonly Record<string, unknown>[]> =>
  ledger.rows(
    `SELECT c.key, s.id AS session, c.time, c.output_logged AS output, c."index" FROM call c JOIN session s ON s.number = c.session ORDER BY c.key`,
  );

test('an entry is read back as it was stored', async () => {
  const ledger = await openLedger();
  const entry: ResponseEntry = {
    ...response({ key: 'k1', time: 5000 }),
    stopReason: 'end_turn',
    segments: [
      ...response({ key: 'k1' }).segments,
      {
        ...(response({ key: 'k1' }).segments[0] as ResponseEntry['segments'][number]),
        id: 'k1#1' as ResponseEntry['segments'][number]['id'],
        text: { hash: 'ab' as never, characters: 3, classes: [7], lineHashes: Uint32Array.of(1, 0xffffffff, 3) },
        tool: { name: 'Read', isError: false },
      },
    ],
  };
  await storeEntries(ledger, [entry]);
  const [stale] = await ledger.groupsToWeigh(testVersion);
  const [group] = await ledger.readGroups([stale?.id ?? ('none' as never)]);
  expect(group).toEqual({ id: 'claude-code:s1', sessions: ['claude-code:s1'], entries: [entry] });
  await ledger.close();
});

test('what is unknown comes back as absent, not as 0', async () => {
  const ledger = await openLedger();
  const { time: _time, model: _model, ...rest } = { ...response({ key: 'k' }), time: 1, model: '' };
  await storeEntries(ledger, [{ ...rest, usage: {} }]);
  await weighPlainly(ledger);
  expect(await ledger.rows('SELECT time, bucket, model, cache_read, output_logged, output_reconstructed, context FROM call')).toEqual([
    { time: null, bucket: null, model: null, cache_read: null, output_logged: null, output_reconstructed: null, context: null },
  ]);
  await ledger.close();
});

test('reading the same lines again changes nothing and weighs nothing again', async () => {
  const ledger = await openLedger();
  const entries = [response({ key: 'a', time: 1 }), response({ key: 'b', time: 2, line: 2 })];
  await storeEntries(ledger, entries);
  expect(await weighPlainly(ledger)).toEqual(['claude-code:s1']);
  const before = await totalsOf(ledger);
  await storeEntries(ledger, entries);
  expect(await weighPlainly(ledger)).toEqual([]);
  expect(await totalsOf(ledger)).toEqual(before);
  await ledger.close();
});

test('a copy under another name and session belongs to its earliest time, then to the lowest session', async () => {
  const original = [response({ key: 'a', time: 1, session: 's2' }), response({ key: 'b', time: 2, session: 's2', line: 2 })];
  const copy = original.map((entry) =>
    response({ ...entry, key: entry.key, session: 's1', file: '/logs/copy.jsonl', time: entry.time ?? 0 }),
  );
  for (const order of [
    [original, copy],
    [copy, original],
  ]) {
    const ledger = await openLedger();
    for (const entries of order) {
      await storeEntries(ledger, entries);
      await weighPlainly(ledger);
    }
    expect(await callRows(ledger)).toEqual([
      { key: 'call-a', session: 'claude-code:s1', time: 1, output: 10, index: 0 },
      { key: 'call-b', session: 'claude-code:s1', time: 2, output: 10, index: 1 },
    ]);
    await ledger.close();
  }
});

test('sessions that tell of the same call, or continue each other, are weighed together', async () => {
  const ledger = await openLedger();
  await storeEntries(ledger, [response({ key: 'a', time: 1, session: 's3', call: 'shared' })]);
  await storeEntries(ledger, [response({ key: 'x', time: 1, session: 'alone', file: '/logs/x.jsonl' })]);
  await weighPlainly(ledger);
  await storeEntries(ledger, [response({ key: 'b', time: 2, session: 's2', call: 'shared', file: '/logs/b.jsonl' })]);
  await storeEntries(ledger, [response({ key: 'c', time: 3, session: 's1', parent: 'b', file: '/logs/c.jsonl' })]);
  expect(await weighPlainly(ledger)).toEqual(['claude-code:s1']);
  expect(await ledger.rows('SELECT count(*) AS calls, count(DISTINCT "group") AS groups FROM call')).toEqual([{ calls: 3, groups: 2 }]);
  await ledger.close();
});

test('a parent that is read after its child joins their sessions all the same', async () => {
  const ledger = await openLedger();
  await storeEntries(ledger, [response({ key: 'child', time: 2, session: 's2', parent: 'parent' })]);
  await weighPlainly(ledger);
  await storeEntries(ledger, [response({ key: 'parent', time: 1, session: 's1', file: '/logs/p.jsonl' })]);
  expect(await weighPlainly(ledger)).toEqual(['claude-code:s1']);
  await ledger.close();
});

test('another version of the weighing weighs every group again', async () => {
  const ledger = await openLedger();
  await storeEntries(ledger, [response({ key: 'a' })]);
  await weighPlainly(ledger);
  expect((await ledger.groupsToWeigh('other')).map((group) => group.id)).toEqual(['claude-code:s1']);
  await ledger.close();
});

test('a batch that is rolled back leaves nothing', async () => {
  const ledger = await openLedger();
  const batch = await ledger.openBatch();
  batch.startFile('/logs/a.jsonl', true);
  batch.entry(response({ key: 'a' }));
  batch.endFile(fileRecord('/logs/a.jsonl'));
  await batch.rollback();
  expect(await totalsOf(ledger)).toMatchObject({ entries: 0 });
  expect((await ledger.files()).size).toBe(0);
  await storeEntries(ledger, [response({ key: 'a' })]);
  expect(await weighPlainly(ledger)).toHaveLength(1);
  await ledger.close();
});

test('skipped lines are kept once, and told anew when a file is read from its start', async () => {
  const ledger = await openLedger();
  const path = '/logs/a.jsonl';
  const read = async (lines: readonly number[], restart: boolean): Promise<void> => {
    const batch = await ledger.openBatch();
    batch.startFile(path, restart);
    for (const line of lines) batch.skipped({ file: path, line, reason: 'not-json' });
    batch.endFile(fileRecord(path));
    await batch.commit();
  };
  await read([3, 7], true);
  await read([7, 9], false);
  const lines = (): Promise<readonly unknown[]> => ledger.rows('SELECT line FROM skipped ORDER BY line');
  expect(await lines()).toEqual([{ line: 3 }, { line: 7 }, { line: 9 }]);
  await read([4], true);
  expect(await lines()).toEqual([{ line: 4 }]);
  await ledger.close();
});

test('a session that a batch too long for memory adds to is read whole, though it was fresh before', async () => {
  const ledger = await openLedger();
  await storeEntries(ledger, [response({ key: 'first', session: 's1', time: 1, line: 1 })]);
  const more = Array.from({ length: 25_001 }, (_, index) =>
    response({ key: `k${index}`, session: index === 0 ? 's1' : 's2', time: index + 2, line: index + 2, file: '/logs/b.jsonl' }),
  );
  await storeEntries(ledger, more);
  const stale = await ledger.groupsToWeigh(testVersion);
  const groups = await ledger.readGroups(stale.map(({ id }) => id));
  expect(groups.map(({ id, entries }) => [id, entries.length])).toEqual([
    ['claude-code:s1', 2],
    ['claude-code:s2', 25_000],
  ]);
  await ledger.close();
});

test('the order and the batches in which files are read change nothing', async () => {
  const drawn = fc.record({
    key: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
    session: fc.constantFrom('s1', 's2', 's3'),
    file: fc.constantFrom('/logs/1', '/logs/2', '/logs/3'),
    time: fc.integer({ min: 1, max: 3 }),
    output: fc.integer({ min: 1, max: 3 }),
    line: fc.integer({ min: 1, max: 3 }),
  });
  const seenIn = async (batches: readonly (readonly ResponseEntry[])[], weighBetween: boolean): Promise<unknown> => {
    const ledger = await openLedger();
    for (const entries of batches) {
      await storeEntries(ledger, entries);
      if (weighBetween) await weighPlainly(ledger);
    }
    await weighPlainly(ledger);
    const entries = await storedEntries(ledger, 'TRUE');
    const paths = await pathsOf(ledger, entries);
    const kept = entries.map(({ entry, file }) => ({
      key: entry.key,
      session: entry.session,
      time: entry.time,
      usage: entry.type === 'response' ? sumOf(entry.usage) : undefined,
      file: paths.get(file),
    }));
    const groups = await ledger.rows('SELECT s.id, g.id AS "group" FROM session s JOIN session g ON g.number = s."group" ORDER BY s.id');
    await ledger.close();
    return { kept: kept.toSorted((a, b) => (a.key < b.key ? -1 : 1)), groups };
  };
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(drawn, { maxLength: 8, selector: (one) => `${one.file}:${one.line}` }),
      fc.boolean(),
      async (lines, weighBetween) => {
        const entries = lines.map((one) => response({ ...one, call: one.key < 'c' ? 'shared' : one.key }));
        const whole = await seenIn([entries], false);
        expect(
          await seenIn(
            entries.toReversed().map((entry) => [entry]),
            weighBetween,
          ),
        ).toEqual(whole);
      },
    ),
    { numRuns: 10, interruptAfterTimeLimit: 20_000, markInterruptAsFailure: false },
  );
});
