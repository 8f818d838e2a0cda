import type { RegisterCommand } from './command.ts';

/** Every command, in the order in which `tare --help` lists them. */
export const commands: readonly RegisterCommand[] = [];
