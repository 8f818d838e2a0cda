#!/usr/bin/env node
import { Command, CommanderError } from 'commander';
import { homedir } from 'node:os';
import { TareError } from '../base/tare-error.ts';
import { timestamp } from '../base/units.ts';
import { loadCommands } from './commands.ts';
import type { World } from './world.ts';

function worldOfProcess(): World {
  const abort = new AbortController();
  process.once('SIGINT', () => {
    abort.abort();
    process.once('SIGINT', () => process.exit(130));
  });
  return {
    env: process.env,
    platform: process.platform,
    homeDirectory: homedir(),
    workingDirectory: process.cwd(),
    clock: () => timestamp(Date.now()),
    writeOutput: (text) => void process.stdout.write(text),
    writeError: (text) => void process.stderr.write(text),
    outputIsTerminal: process.stdout.isTTY,
    errorIsTerminal: process.stderr.isTTY,
    columns: process.stdout.isTTY ? process.stdout.columns : 100,
    colorDepth: process.stdout.isTTY && process.env['NO_COLOR'] === undefined ? '24-bit' : 'none',
    signal: abort.signal,
  };
}

async function run(world: World): Promise<number> {
  const program = new Command('tare')
    .description('Gross is what was billed. Net is what the work needed. Tare is the difference.')
    .enablePositionalOptions()
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput({
      writeOut: world.writeOutput,
      writeErr: world.writeError,
      outputError: (text, write) => write(`${text.replace(/^error: /, 'tare: ')}      --help lists what it takes.\n`),
    });
  try {
    for (const register of await loadCommands(process.argv.slice(2))) register(program, world);
    await program.parseAsync(process.argv);
    return world.signal.aborted ? 130 : 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (TareError.isInstance(error)) {
      world.writeError(`tare: ${error.message}\n      ${error.hint}\n`);
      return 1;
    }
    throw error;
  }
}

// A reader that closes the pipe early (`tare weigh | head`) is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});
process.exitCode = await run(worldOfProcess());
