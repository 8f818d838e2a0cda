import { join } from 'node:path';
import { dataFolder } from '../../../ledger/data-folder.ts';
import type { SourceHome } from '../source.ts';

/** Where `tare lab run` keeps its experiments: `lab` beside the ledger; absent where there is no home folder. */
export function labFolder(home: SourceHome): string | undefined {
  const folder = dataFolder(home);
  return folder === undefined ? undefined : join(folder, 'lab');
}
