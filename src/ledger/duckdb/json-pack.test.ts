import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { expect, test } from 'vitest';
import { temporaryFolder, testVersion } from '../../../test/ledger-fixture.ts';
import { migrations } from '../migrations/migrations.ts';
import { DuckdbLedger } from './duckdb-ledger.ts';

/** A pack as schema 3 wrote it: a session's facts, a question, its answer, and a compaction. */
const pack = {
  names: [
    'pi:s1/facts',
    'pi:1',
    'message.content',
    'pi:2',
    'pi:call-2',
    'transcript',
    'model-a',
    'message.content.0',
    'Read',
    'toolu_1',
    'pi:3',
    'summary',
  ],
  entries: {
    number: [3, 1, 2, 1],
    key: [1, 2, 4, 11],
    chain: [1, 1, 1, 1],
    type: [1, 2, 3, 4],
    time: [null, 5000, 6000, null],
    parent: [-1, -2, 2, -1],
    call: [0, 0, 5, 0],
    sum: [null, null, 12, null],
    file: [1, 1, 1, 1],
    offset: [0, 0, 100, 300],
    length: [100, 100, 200, 50],
    line: [1, 1, 2, 3],
  },
  turns: [1],
  responses: { origin: [6], model: [7], cacheRead: [10], output: [2] },
  segments: {
    entry: [2, 3, 4],
    kind: [3, 5, 9],
    part: [3, 8, 12],
    hash: ['00ff00ff00ff00ff', '0123456789abcdef', null],
    characters: [4, 9, null],
    classes: [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
    lines: [null, 'AQAAAA==', null],
    tool: [0, 1, 0],
    tool_call: [0, 10, 0],
    tool_name: [0, 9, 0],
  },
  others: [{ directory: '/home/someone' }, { scope: 'all', trigger: 'auto' }],
};

async function writeVersion3(path: string): Promise<void> {
  const instance = await DuckDBInstance.create(path);
  const connection = await instance.connect();
  await connection.run('CREATE TABLE migration (version INTEGER NOT NULL)');
  for (const { version, statements } of migrations.slice(0, 3)) {
    for (const sql of statements) await connection.run(sql);
    await connection.run(`INSERT INTO migration VALUES (${version})`);
  }
  await connection.run('DROP TABLE entry_version_1');
  await connection.run(
    `INSERT INTO session (number, id, source, "group", changed, weighed, weighed_version, weighed_group) VALUES (1, 'pi:s1', 'pi', 1, 1, 1, '${testVersion}', 1)`,
  );
  await connection.run(`INSERT INTO chain VALUES (1, 1, 'main', NULL, NULL)`);
  await connection.run(`INSERT INTO file VALUES (1, '/logs/a.jsonl', 'pi', 350, 1000, 350, 3, NULL, 'abc', 1)`);
  await connection.run(`INSERT INTO entry_pack VALUES (1, 1, 1, 1, 4, 7, $content)`, { content: JSON.stringify(pack) });
  connection.closeSync();
  instance.closeSync();
}

const head = (key: string, line: number, offset: number, length: number) => ({
  key,
  source: 'pi',
  session: 'pi:s1',
  chain: 'main',
  location: { file: '/logs/a.jsonl', offset, length, line },
});

const classes = (first: number): readonly number[] => Array.from({ length: 14 }, (_, index) => (index === 0 ? first : 0));

test('entries of a file of version 3 are read as they were written, and weighed anew', async () => {
  const path = join(temporaryFolder(), 'ledger.duckdb');
  await writeVersion3(path);
  const ledger = await DuckdbLedger.open(path);
  const [stale] = await ledger.groupsToWeigh(testVersion);
  expect(stale).toMatchObject({ id: 'pi:s1', entries: 4 });
  const [group] = await ledger.readGroups([stale?.id ?? ('none' as never)]);
  expect(group?.entries).toEqual([
    { ...head('pi:s1/facts', 1, 0, 100), type: 'session', parent: 'previous', directory: '/home/someone' },
    {
      ...head('pi:1', 1, 0, 100),
      type: 'input',
      parent: 'root',
      time: 5000,
      startsTurn: true,
      segments: [
        { id: 'pi:1#0', kind: 'user', part: 'message.content', text: { hash: '00ff00ff00ff00ff', characters: 4, classes: classes(1) } },
      ],
    },
    {
      ...head('pi:2', 2, 100, 200),
      type: 'response',
      parent: 'pi:1',
      time: 6000,
      call: 'pi:call-2',
      origin: 'transcript',
      model: 'model-a',
      usage: { cacheRead: 10, output: 2 },
      segments: [
        {
          id: 'pi:2#0',
          kind: 'tool-call',
          part: 'message.content.0',
          text: { hash: '0123456789abcdef', characters: 9, classes: classes(2), lineHashes: Uint32Array.of(1) },
          tool: { call: 'toolu_1', name: 'Read' },
        },
      ],
    },
    {
      ...head('pi:3', 3, 300, 50),
      type: 'compaction',
      parent: 'previous',
      scope: 'all',
      trigger: 'auto',
      segments: [{ id: 'pi:3#0', kind: 'summary', part: 'summary' }],
    },
  ]);
  expect(await ledger.rows('SELECT compactions FROM entry_pack')).toEqual([{ compactions: 1 }]);
  await ledger.close();
});
