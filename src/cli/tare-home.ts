import { join } from 'node:path';
import { TareError } from '../base/tare-error.ts';
import type { World } from './world.ts';

/** Folder that holds the ledger: `TARE_HOME`, or `tare` in the platform's data folder. It need not exist. */
export function tareHome({ env, platform, homeDirectory }: Pick<World, 'env' | 'platform' | 'homeDirectory'>): string {
  const named = env['TARE_HOME'];
  if (named !== undefined && named !== '') return named;
  if (homeDirectory === '') {
    throw new TareError({ code: 'no-home', message: 'There is no home folder to keep the ledger in', hint: 'Set TARE_HOME to a folder.' });
  }
  if (platform === 'darwin') return join(homeDirectory, 'Library', 'Application Support', 'tare');
  if (platform === 'win32') return join(env['LOCALAPPDATA'] ?? join(homeDirectory, 'AppData', 'Local'), 'tare');
  return join(env['XDG_DATA_HOME'] ?? join(homeDirectory, '.local', 'share'), 'tare');
}

export const ledgerPathIn = (home: string): string => join(home, 'ledger.duckdb');
