import { join } from 'node:path';

/** The parts of the machine that say where Tare keeps its data. */
export interface DataHome {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  readonly homeDirectory: string;
}

/** Folder of everything Tare keeps: `TARE_HOME`, or `tare` in the platform's data folder. Absent where there is no home folder. */
export function dataFolder({ env, platform, homeDirectory }: DataHome): string | undefined {
  const named = env['TARE_HOME'];
  if (named !== undefined && named !== '') return named;
  if (homeDirectory === '') return undefined;
  if (platform === 'darwin') return join(homeDirectory, 'Library', 'Application Support', 'tare');
  if (platform === 'win32') return join(env['LOCALAPPDATA'] ?? join(homeDirectory, 'AppData', 'Local'), 'tare');
  return join(env['XDG_DATA_HOME'] ?? join(homeDirectory, '.local', 'share'), 'tare');
}
