import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { filterOf, type FilterOptions } from '../src/cli/options/filter-options.ts';
import { parseExportRequest } from '../src/cli/export-tables.ts';
import { withTare } from '../src/cli/with-tare.ts';
import { temporaryFolder } from './ledger-fixture.ts';
import { writeMadeSessions } from './made-transcripts.ts';
import { testWorld } from './test-world.ts';

/** Keys of the calls exported, and sessions of the placements exported with them. */
async function exported(home: string, options: FilterOptions): Promise<{ readonly calls: number; readonly sessions: ReadonlySet<string> }> {
  const world = testWorld(home);
  const filter = filterOf(options, world);
  let found = { calls: 0, sessions: new Set<string>() };
  await withTare(world, {}, async (tare) => {
    const request = parseExportRequest({ format: 'json', out: join(home, 'out'), table: ['call', 'placement'], filter });
    await tare.exportTables(request);
    const rows = (table: string) => JSON.parse(readFileSync(join(home, 'out', `${table}.json`), 'utf8')) as { readonly session: string }[];
    const [calls, placements] = [rows('call'), rows('placement')];
    expect(new Set(placements.map(({ session }) => session))).toEqual(new Set(calls.map(({ session }) => session)));
    found = { calls: calls.length, sessions: new Set(placements.map(({ session }) => session)) };
  });
  return found;
}

test('an export holds what its filter selects: the calls, and what belongs to their sessions', async () => {
  const home = temporaryFolder();
  writeMadeSessions(home, 3, 4);
  const all = await exported(home, {});
  expect(all.sessions.size).toBe(3);
  const none = await exported(home, { project: "no such folder'); DROP TABLE call; --" });
  expect(none).toEqual({ calls: 0, sessions: new Set() });
  const other = await exported(home, { source: ['codex'] });
  expect(other.calls).toBe(0);
  const again = await exported(home, { source: ['claude-code'] });
  expect(again).toEqual(all);
});
