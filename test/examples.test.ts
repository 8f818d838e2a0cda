import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { allSources } from '../src/measure/sources/registry.ts';
import { exampleFiles, textOf } from '../tools/examples/example-files.ts';
import { callsOf, emptyReading, filesBelow, readInto } from './source-reading.ts';

const home = fileURLToPath(new URL('../examples/home', import.meta.url));

test('the examples are what their generator makes, to the byte', () => {
  const made = new Map(exampleFiles().map((file) => [join(home, file.path), textOf(file)]));
  expect(filesBelow(home)).toEqual([...made.keys()].toSorted());
  for (const [path, text] of made) expect(readFileSync(path, 'utf8')).toBe(text);
});

test('every transcript among the examples is known by one source, and read without a skipped line', () => {
  const calls = new Map<string, number>();
  for (const path of filesBelow(home).filter((each) => !each.endsWith('.meta.json'))) {
    const head = readFileSync(path).subarray(0, 65_536).toString('utf8');
    const owners = allSources.filter((source) => source.detect(head));
    expect(owners).toHaveLength(1);
    const reading = emptyReading();
    readInto(reading, owners[0]!, path);
    expect(reading.skipped).toEqual([]);
    calls.set(owners[0]!.name, (calls.get(owners[0]!.name) ?? 0) + callsOf(reading.entries).size);
  }
  expect(Object.fromEntries(calls)).toEqual({ 'claude-code': 60, codex: 17, 'gemini-cli': 6 });
});

test('the examples lie where each agent would keep them, so that they are read as a person’s own would be', () => {
  const folders = allSources.flatMap((source) => source.folders({ env: {}, platform: 'linux', homeDirectory: home }));
  for (const path of filesBelow(home)) expect(folders.some((folder) => path.startsWith(folder))).toBe(true);
});
