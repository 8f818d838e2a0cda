import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { measuredRun, type MeasuredRun, type SkippedRow } from '../../src/scale/score/measured-run.ts';
import { readTable } from './read-table.ts';

/** Folder that holds the kernel tables and the measured points. */
export function fleetFolder(argument: string | undefined): string {
  const folder = argument ?? join(import.meta.dirname, '../../../shared/data/fleet');
  if (!existsSync(join(folder, 'measured-dev.csv'))) {
    throw new Error(`no measured-dev.csv in ${folder}: give the folder of the fleet data as the first argument`);
  }
  return folder;
}

export function readRuns(path: string): { readonly runs: MeasuredRun[]; readonly skipped: SkippedRow[] } {
  const runs: MeasuredRun[] = [];
  const skipped: SkippedRow[] = [];
  for (const row of readTable(path)) {
    const run = measuredRun(row);
    if ('reason' in run) skipped.push(run);
    else runs.push(run);
  }
  return { runs, skipped };
}
