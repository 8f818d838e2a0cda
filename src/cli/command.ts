import type { Command } from 'commander';
import type { World } from './world.ts';

/** Adds one command to the program. One file a command, in `commands/`. */
export type RegisterCommand = (program: Command, world: World) => void;
