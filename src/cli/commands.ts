import { TareError } from '../base/tare-error.ts';
import { nearestNames } from '../scale/hardware/name-search.ts';
import type { RegisterCommand } from './command.ts';

/**
 * Every command in the order in which `tare --help` lists them, each loaded when it is asked for: the claims engine
 * and the hardware tables take longer to load than a small answer takes.
 */
const loaders: Readonly<Record<string, () => Promise<RegisterCommand>>> = {
  weigh: async () => (await import('./commands/weigh.ts')).registerWeigh,
  findings: async () => (await import('./commands/findings.ts')).registerFindings,
  session: async () => (await import('./commands/session.ts')).registerSession,
  compare: async () => (await import('./commands/compare.ts')).registerCompare,
  prove: async () => (await import('./commands/prove.ts')).registerProve,
  lab: async () => (await import('./commands/lab.ts')).registerLab,
  plan: async () =>
    (await import('./commands/plan.ts')).planCommand(async (world) => (await import('./ledger-workload.ts')).ledgerWorkload(world)),
  fleet: async () => (await import('./commands/fleet.ts')).registerFleet,
  simulate: async () => (await import('./commands/simulate.ts')).registerSimulate,
  check: async () => (await import('./commands/check.ts')).registerCheck,
  export: async () => (await import('./commands/export.ts')).registerExport,
  doctor: async () => (await import('./commands/doctor.ts')).registerDoctor,
  forget: async () => (await import('./commands/forget.ts')).registerForget,
};

const loadRoot = async (): Promise<RegisterCommand> => (await import('./commands/root.ts')).registerRoot;

/**
 * What these arguments need: the one command they begin with, or `tare` alone. Help, and a word that is no command,
 * need all of them, to list or to suggest from.
 */
export async function loadCommands(words: readonly string[]): Promise<readonly RegisterCommand[]> {
  const [first] = words;
  const named = first === undefined ? undefined : Object.hasOwn(loaders, first) ? loaders[first] : undefined;
  if (named !== undefined) return [await named()];
  if (first !== undefined && !first.startsWith('-') && first !== 'help') {
    throw new TareError({
      code: 'unknown-command',
      message: `no command ${first}`,
      hint: `Did you mean ${nearestNames(first, Object.keys(loaders), 2).join(' or ')}? tare --help lists all of them.`,
    });
  }
  const isRootAlone = words.every((word) => word.startsWith('-') && word !== '--help' && word !== '-h');
  const root = await loadRoot();
  if (isRootAlone) return [root];
  return [root, ...(await Promise.all(Object.values(loaders).map((load) => load())))];
}
