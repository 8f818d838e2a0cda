import { TareError } from '../../base/tare-error.ts';
import { csvTable } from '../traces/csv-table.ts';
import { measuredRun, type MeasuredRun, type SkippedRow } from './measured-run.ts';

const needed = ['metric', 'value', 'gpu', 'quality', 'scenario', 'isl', 'osl'] as const;

/** Runs of a table of measured points, and the rows that are none. @throws {TareError} `empty-table`, `missing-column`, `bad-table` */
export function measuredTable(text: string, name: string): { readonly runs: MeasuredRun[]; readonly skipped: SkippedRow[] } {
  const table = csvTable(text);
  const missing = needed.filter((column) => !table.columns.includes(column));
  if (missing.length > 0) {
    throw new TareError({
      code: 'missing-column',
      message: `${name}:1: no column ${missing.join(', ')}`,
      hint: 'Give a table in the format of docs/calibration.md.',
    });
  }
  const runs: MeasuredRun[] = [];
  const skipped: SkippedRow[] = [];
  for (const { line, fields } of table.rows()) {
    if (fields.length !== table.columns.length) {
      throw new TareError({
        code: 'bad-table',
        message: `${name}:${line}: ${fields.length} fields where the header has ${table.columns.length}`,
        hint: 'Give every row all columns, and quote fields that hold commas.',
      });
    }
    const run = measuredRun(Object.fromEntries(table.columns.map((column, index) => [column, fields[index] ?? ''])));
    if ('reason' in run) skipped.push(run);
    else runs.push(run);
  }
  if (runs.length + skipped.length === 0) {
    throw new TareError({ code: 'empty-table', message: `${name} has no rows`, hint: 'Give at least one row under the header.' });
  }
  return { runs, skipped };
}
