import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { randomFrom, seed } from '../src/base/random.ts';
import { openTare } from '../src/cli/open-ledger.ts';
import { askEverything } from './ask-everything.ts';
import { temporaryFolder } from './ledger-fixture.ts';
import { appendTurns, writeMadeSessions } from './made-transcripts.ts';
import { testWorld } from './test-world.ts';

const childScript = fileURLToPath(new URL('tare-child.ts', import.meta.url));
const kills = 5;

/** Lets a refresh run and kills it after a while. Returns whether it came to its end first. */
async function refreshUntil(home: string, milliseconds: number): Promise<boolean> {
  const child = spawn(process.execPath, ['--import', 'tsx', childScript, home, 'refresh'], { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.on('data', (part: Buffer) => (output += part.toString()));
  const timer = setTimeout(() => child.kill('SIGKILL'), milliseconds);
  await once(child, 'close');
  clearTimeout(timer);
  return output.includes('done');
}

async function answersOf(home: string): Promise<unknown> {
  const tare = await openTare(testWorld(home), {});
  await tare.refresh();
  const answers = await askEverything(tare.answers);
  await tare.close();
  return answers;
}

test('killed at any point of reading and weighing, the next refresh comes to the same as an undisturbed one', async () => {
  const disturbed = temporaryFolder();
  const undisturbed = temporaryFolder();
  const files = writeMadeSessions(disturbed, 60, 30);
  cpSync(join(disturbed, '.claude'), join(undisturbed, '.claude'), { recursive: true });
  const random = randomFrom(seed(7));
  let finished = 0;
  for (let kill = 0; kill < kills; kill++) {
    // A process needs about 400 ms to start; what comes after is reading, settling and weighing.
    if (await refreshUntil(disturbed, 400 + random.next() * 1200)) {
      finished++;
      for (const [index, file] of files.entries()) if (index % 3 === kill % 3) appendTurns(file, String(index), 5, 30 + 5 * finished);
    }
  }
  cpSync(join(disturbed, '.claude'), join(undisturbed, '.claude'), { recursive: true });
  expect(await answersOf(disturbed)).toEqual(await answersOf(undisturbed));
});
