import { mkdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { filterOf } from '../src/cli/options/filter-options.ts';
import { openPlaces } from '../src/cli/open-ledger.ts';
import { claudeCode } from '../src/measure/sources/claude-code.ts';
import { temporaryFolder } from './ledger-fixture.ts';
import { writeMadeSessions } from './made-transcripts.ts';
import { testWorld } from './test-world.ts';

test('doctor counts the files of a folder that stands behind a link', async () => {
  const home = temporaryFolder();
  const [file = ''] = writeMadeSessions(home, 2, 3);
  const link = join(home, 'elsewhere', 'transcripts');
  mkdirSync(dirname(link), { recursive: true });
  symlinkSync(dirname(dirname(file)), link);
  const world = testWorld(home);
  const tare = await openPlaces(world, [{ source: claudeCode, folder: link }]);
  try {
    await tare.refresh();
    const { sources } = await tare.answers.ask('doctor', { filter: filterOf({}, world) });
    expect(sources).toEqual([{ source: 'claude-code', folders: [{ path: link, exists: true, files: 2 }] }]);
  } finally {
    await tare.close();
  }
});
