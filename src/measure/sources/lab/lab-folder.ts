import { join } from 'node:path';
import type { SourceHome } from '../source.ts';

/** Where `tare lab run` keeps its experiments: `lab` beside the ledger; absent where there is no home folder. */
export function labFolder({ env, platform, homeDirectory }: SourceHome): string | undefined {
  const named = env['TARE_HOME'];
  if (named !== undefined && named !== '') return join(named, 'lab');
  if (homeDirectory === '') return undefined;
  if (platform === 'darwin') return join(homeDirectory, 'Library', 'Application Support', 'tare', 'lab');
  if (platform === 'win32') return join(env['LOCALAPPDATA'] ?? join(homeDirectory, 'AppData', 'Local'), 'tare', 'lab');
  return join(env['XDG_DATA_HOME'] ?? join(homeDirectory, '.local', 'share'), 'tare', 'lab');
}
