import { join } from 'node:path';
import { dataFolder } from '../../../ledger/data-folder.ts';
import type { SourceHome } from '../source.ts';

/** Where captures are looked for without `--from`: `captures` beside the ledger; absent where there is no home folder. */
export function capturesFolder(home: SourceHome): string | undefined {
  const folder = dataFolder(home);
  return folder === undefined ? undefined : join(folder, 'captures');
}
