import { join } from 'node:path';
import { timestamp } from '../src/base/units.ts';
import type { World } from '../src/cli/world.ts';

/** The world of a person whose home is `home`: ledger and transcripts are there, and nothing is printed. */
export function testWorld(home: string): World {
  return {
    env: { TARE_HOME: join(home, 'tare') },
    platform: 'linux',
    homeDirectory: home,
    workingDirectory: home,
    clock: () => timestamp(Date.now()),
    writeOutput: () => undefined,
    writeError: () => undefined,
    outputIsTerminal: false,
    errorIsTerminal: false,
    columns: 100,
    colorDepth: 'none',
    signal: new AbortController().signal,
  };
}
