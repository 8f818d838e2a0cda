import { join } from 'node:path';
import { Command } from 'commander';
import { timestamp } from '../src/base/units.ts';
import { registerFindings } from '../src/cli/commands/findings.ts';
import { registerLab } from '../src/cli/commands/lab.ts';
import { registerProve } from '../src/cli/commands/prove.ts';
import { registerWeigh } from '../src/cli/commands/weigh.ts';
import type { World } from '../src/cli/world.ts';

export interface Ran {
  readonly output: string;
  readonly errors: string;
}

export type Tare = (...words: readonly string[]) => Promise<Ran>;

/** The commands of the lab as a person types them, in a folder that holds their home too. */
export const tareIn =
  (folder: string): Tare =>
  async (...words) => {
    const said = { output: '', errors: '' };
    const world: World = {
      env: { TARE_HOME: join(folder, 'home'), TZ: 'UTC' },
      platform: 'linux',
      homeDirectory: folder,
      workingDirectory: folder,
      clock: () => timestamp(Date.now()),
      writeOutput: (text) => void (said.output += text),
      writeError: (text) => void (said.errors += text),
      outputIsTerminal: false,
      errorIsTerminal: false,
      columns: 120,
      colorDepth: 'none',
      signal: new AbortController().signal,
    };
    const program = new Command('tare').exitOverride().configureOutput({ writeOut: world.writeOutput, writeErr: world.writeError });
    for (const register of [registerLab, registerProve, registerWeigh, registerFindings]) register(program, world);
    await program.parseAsync(['node', 'tare', ...words]);
    return said;
  };
