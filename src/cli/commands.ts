import type { RegisterCommand } from './command.ts';
import { registerCheck } from './commands/check.ts';
import { registerCompare } from './commands/compare.ts';
import { registerDoctor } from './commands/doctor.ts';
import { registerExport } from './commands/export.ts';
import { registerFleet } from './commands/fleet.ts';
import { registerFindings } from './commands/findings.ts';
import { registerForget } from './commands/forget.ts';
import { registerLab } from './commands/lab.ts';
import { planCommand } from './commands/plan.ts';
import { registerProve } from './commands/prove.ts';
import { registerRoot } from './commands/root.ts';
import { registerSession } from './commands/session.ts';
import { registerSimulate } from './commands/simulate.ts';
import { registerWeigh } from './commands/weigh.ts';
import { ledgerWorkload } from './ledger-workload.ts';

/** Every command, in the order in which `tare --help` lists them. */
export const commands: readonly RegisterCommand[] = [
  registerRoot,
  registerWeigh,
  registerFindings,
  registerSession,
  registerCompare,
  registerProve,
  registerLab,
  planCommand(ledgerWorkload),
  registerFleet,
  registerSimulate,
  registerCheck,
  registerExport,
  registerDoctor,
  registerForget,
];
