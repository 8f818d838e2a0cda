import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MeasuredRun, SkippedRow } from '../../src/scale/score/measured-run.ts';
import { measuredTable } from '../../src/scale/score/measured-table.ts';

/** Folder that holds the kernel tables and the measured points. */
export function fleetFolder(argument: string | undefined): string {
  const folder = argument ?? join(import.meta.dirname, '../../../shared/data/fleet');
  if (!existsSync(join(folder, 'measured-dev.csv'))) {
    throw new Error(`no measured-dev.csv in ${folder}: give the folder of the fleet data as the first argument`);
  }
  return folder;
}

export const readRuns = (path: string): { readonly runs: MeasuredRun[]; readonly skipped: SkippedRow[] } =>
  measuredTable(readFileSync(path, 'utf8'), path);
