import { appendFileSync, chmodSync, cpSync, mkdirSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { DuckdbLedger } from '../src/ledger/duckdb/duckdb-ledger.ts';
import type { Ledger } from '../src/ledger/ledger.ts';
import { ingest, type IngestReport } from '../src/measure/ingest/ingest.ts';
import { walkFiles } from '../src/measure/ingest/walk-files.ts';
import { claudeCode } from '../src/measure/sources/claude-code.ts';
import { allSources } from '../src/measure/sources/registry.ts';
import { temporaryFolder, totalsOf, weighPlainly } from './ledger-fixture.ts';
import { madeSession, writeMadeSessions } from './made-transcripts.ts';

async function read(ledger: Ledger, folder: string): Promise<IngestReport> {
  const report = await ingest(ledger, { places: [{ source: claudeCode, folder }], sources: allSources });
  await weighPlainly(ledger);
  return report;
}

const skippedIn = (ledger: Ledger): Promise<readonly unknown[]> => ledger.rows('SELECT line, reason FROM skipped ORDER BY file, line');

function folderWith(files: Readonly<Record<string, string | Buffer>>): string {
  const folder = temporaryFolder();
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return folder;
}

test('folders that link to each other are walked once, and a file linked twice is read once', () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'a', 'b'), { recursive: true });
  writeFileSync(join(folder, 'a', 'b', 'x.jsonl'), '{}');
  symlinkSync(folder, join(folder, 'a', 'b', 'loop'));
  symlinkSync(join(folder, 'a', 'b', 'x.jsonl'), join(folder, 'again.jsonl'));
  symlinkSync(join(folder, 'nowhere'), join(folder, 'dangling.jsonl'));
  const walk = walkFiles(folder, () => true);
  expect(walk.files.map((file) => file.path)).toEqual([join(folder, 'a', 'b', 'x.jsonl')]);
  expect(walk.unreadable).toEqual([]);
  expect(walkFiles(join(folder, 'missing'), () => true)).toEqual({ files: [], unreadable: [] });
});

test('what is unchanged is not read again, and what was appended is read alone', async () => {
  const folder = folderWith({ 'a.jsonl': madeSession('1', 2), 'b.jsonl': madeSession('2', 2) });
  const ledger = await DuckdbLedger.open(':memory:');
  expect(await read(ledger, folder)).toEqual({ filesFound: 2, filesRead: 2 });
  expect(await read(ledger, folder)).toEqual({ filesFound: 2, filesRead: 0 });
  appendFileSync(join(folder, 'a.jsonl'), madeSession('1', 1, 2));
  expect(await read(ledger, folder)).toEqual({ filesFound: 2, filesRead: 1 });
  expect(await totalsOf(ledger)).toMatchObject({ calls: 10 });
  await ledger.close();
});

test('a half-written last line is read when it is complete, and counted by no one before', async () => {
  const whole = madeSession('1', 2);
  const cut = whole.length - 40;
  const folder = folderWith({ 'a.jsonl': whole.slice(0, cut) });
  const ledger = await DuckdbLedger.open(':memory:');
  await read(ledger, folder);
  expect(await totalsOf(ledger)).toMatchObject({ calls: 3 });
  expect(await skippedIn(ledger)).toEqual([]);
  appendFileSync(join(folder, 'a.jsonl'), whole.slice(cut));
  await read(ledger, folder);
  expect(await totalsOf(ledger)).toMatchObject({ calls: 4 });
  await ledger.close();
});

test('damaged lines cost themselves: counted, located, and nothing else lost', async () => {
  const lines = madeSession('1', 2).trimEnd().split('\n');
  lines.splice(2, 0, '{"type":"assistant", broken', '[1,2]', '"text"', 'null');
  const bytes = Buffer.concat([Buffer.from(`${lines.join('\n')}\n`), Buffer.from([0x7b, 0xff, 0xfe, 0x7d, 0x0a]), Buffer.from('{}\n')]);
  const ledger = await DuckdbLedger.open(':memory:');
  await read(ledger, folderWith({ 'a.jsonl': bytes }));
  expect(await totalsOf(ledger)).toMatchObject({ calls: 4 });
  const skipped = await skippedIn(ledger);
  expect(skipped).toContainEqual({ line: 3, reason: 'not-json' });
  expect(skipped).toContainEqual({ line: 13, reason: 'invalid-utf8' });
  await ledger.close();
});

test('a file replaced under its name is read anew, and its old entries stay', async () => {
  const folder = folderWith({ 'a.jsonl': madeSession('1', 3) });
  const ledger = await DuckdbLedger.open(':memory:');
  await read(ledger, folder);
  writeFileSync(join(folder, 'a.jsonl'), madeSession('2', 1));
  await read(ledger, folder);
  expect(await totalsOf(ledger)).toMatchObject({ calls: 8 });
  await ledger.close();
});

test('copied, renamed, deleted or touched files change nothing', async () => {
  const folder = folderWith({ 'a.jsonl': madeSession('1', 3), 'b.jsonl': madeSession('2', 2) });
  const ledger = await DuckdbLedger.open(':memory:');
  await read(ledger, folder);
  const before = await totalsOf(ledger);
  cpSync(join(folder, 'a.jsonl'), join(folder, 'copy.jsonl'));
  await read(ledger, folder);
  renameSync(join(folder, 'b.jsonl'), join(folder, 'renamed.jsonl'));
  await read(ledger, folder);
  utimesSync(join(folder, 'a.jsonl'), 1, 1);
  await read(ledger, folder);
  rmSync(join(folder, 'a.jsonl'));
  rmSync(join(folder, 'copy.jsonl'));
  await read(ledger, folder);
  expect(await totalsOf(ledger)).toEqual(before);
  await ledger.close();
});

test('reading in parts and then whole comes to the same as reading at once', async () => {
  const whole = madeSession('1', 6);
  const folder = folderWith({ 'a.jsonl': '' });
  const ledger = await DuckdbLedger.open(':memory:');
  for (let end = 700; end < whole.length; end += 1311) {
    writeFileSync(join(folder, 'a.jsonl'), whole.slice(0, end));
    await read(ledger, folder);
  }
  writeFileSync(join(folder, 'a.jsonl'), whole);
  await read(ledger, folder);
  const once = await DuckdbLedger.open(':memory:');
  await read(once, folderWith({ 'a.jsonl': whole }));
  expect(await totalsOf(ledger)).toEqual(await totalsOf(once));
  await ledger.close();
  await once.close();
});

test('what no source knows is looked into once; when it becomes a transcript it is read', async () => {
  const folder = folderWith({ 'a.jsonl': '{"hello":"world"}\n', 'empty.jsonl': '' });
  const ledger = await DuckdbLedger.open(':memory:');
  expect(await read(ledger, folder)).toEqual({ filesFound: 2, filesRead: 2 });
  expect(await read(ledger, folder)).toEqual({ filesFound: 2, filesRead: 0 });
  expect((await ledger.files()).size).toBe(0);
  writeFileSync(join(folder, 'empty.jsonl'), madeSession('1', 1));
  await read(ledger, folder);
  expect(await totalsOf(ledger)).toMatchObject({ calls: 2 });
  await ledger.close();
});

test.skipIf(process.getuid?.() === 0)('a file that may not be read is told, and read when it may', async () => {
  const folder = folderWith({ 'a.jsonl': madeSession('1', 1), 'b.jsonl': madeSession('2', 1) });
  chmodSync(join(folder, 'a.jsonl'), 0);
  const ledger = await DuckdbLedger.open(':memory:');
  await read(ledger, folder);
  expect(await skippedIn(ledger)).toEqual([{ line: 0, reason: 'unreadable-file' }]);
  chmodSync(join(folder, 'a.jsonl'), 0o600);
  await read(ledger, folder);
  expect(await skippedIn(ledger)).toEqual([]);
  expect(await totalsOf(ledger)).toMatchObject({ calls: 4 });
  await ledger.close();
});

test('many small batches come to the same as one', async () => {
  const home = temporaryFolder();
  writeMadeSessions(home, 12, 4);
  const totals = await Promise.all(
    [3, 100_000].map(async (batchSize) => {
      const ledger = await DuckdbLedger.open(':memory:');
      await ingest(ledger, {
        places: [{ source: claudeCode, folder: join(home, '.claude') }],
        sources: allSources,
        batchSize,
        afterBatch: async () => void (await weighPlainly(ledger)),
      });
      const found = await totalsOf(ledger);
      await ledger.close();
      return found;
    }),
  );
  expect(totals[0]).toEqual(totals[1]);
  expect(totals[0]).toMatchObject({ calls: 96 });
});
