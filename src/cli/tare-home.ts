import { join } from 'node:path';
import { TareError } from '../base/tare-error.ts';
import { dataFolder } from '../ledger/data-folder.ts';
import type { World } from './world.ts';

/** Folder that holds the ledger: `TARE_HOME`, or `tare` in the platform's data folder. It need not exist. */
export function tareHome(world: Pick<World, 'env' | 'platform' | 'homeDirectory'>): string {
  const folder = dataFolder(world);
  if (folder !== undefined) return folder;
  throw new TareError({ code: 'no-home', message: 'There is no home folder to keep the ledger in', hint: 'Set TARE_HOME to a folder.' });
}

export const ledgerPathIn = (home: string): string => join(home, 'ledger.duckdb');
