import { Option } from 'commander';
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, resolve } from 'node:path';
import { TareError } from '../../base/tare-error.ts';
import { readScenario } from '../../scale/scenario/resolve-scenario.ts';
import { simulate } from '../../scale/workers/simulate-in-threads.ts';
import type { RegisterCommand } from '../command.ts';
import { inkFor } from '../format/ink.ts';
import { formatSimulation } from '../format/simulate-text.ts';
import { printAnswer } from '../print-answer.ts';
import type { World } from '../world.ts';

interface SimulateOptions {
  readonly json?: true;
  readonly threads?: string;
  readonly seed?: string;
}

const mostThreads = 64;

export const registerSimulate: RegisterCommand = (program, world) => {
  program
    .command('simulate')
    .description('a workload on a fleet, request by request: latency and goodput by tier, limits, cache, power states, energy')
    .argument('<scenario>', 'YAML or JSON file; docs/scenario-format.md has the fields')
    .option('--json', 'the typed answer')
    .addOption(new Option('--seed <number>', 'in place of the scenario’s'))
    .addOption(new Option('--threads <count>', 'threads to run on; the answer does not depend on it'))
    .addHelpText('after', '\nExample:\n  tare simulate examples/scenarios/chat-day.yaml')
    .action(async (path: string, options: SimulateOptions) => {
      const file = resolve(world.workingDirectory, path);
      const read = (name: string): Uint8Array => readNamed(resolve(dirname(file), name), name);
      const scenario = readScenario(new TextDecoder().decode(readNamed(file, path)), path, read);
      const seed = options.seed === undefined ? scenario.seed : whole(options.seed, '--seed', 0, Number.MAX_SAFE_INTEGER);
      const threads = options.threads === undefined ? availableParallelism() : whole(options.threads, '--threads', 1, mostThreads);
      const answer = await simulate({ ...scenario, seed }, { threads, signal: world.signal, onProgress: progressOf(world) });
      printAnswer(world, options, answer, () => formatSimulation(answer, inkFor(world)));
    });
};

function readNamed(path: string, name: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw new TareError({ code: 'file-not-read', message: `cannot read ${name}`, hint: `Is there a file at ${path}?`, cause });
  }
}

function whole(text: string, option: string, least: number, most: number): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new TareError({ code: 'bad-option', message: `${option} ${text}`, hint: `Give a whole number of at least ${least}.` });
}

/** A line on stderr once a run has taken more than a second. */
function progressOf(world: World): (done: number, of: number) => void {
  const start = world.clock();
  let said = start;
  return (done, of) => {
    const now = world.clock();
    if (now - start < 1000 || now - said < 500 || !world.errorIsTerminal) return;
    said = now;
    world.writeError(done === of ? '\r\u001b[K' : `\rsimulating: ${done} of ${of} routers`);
  };
}
