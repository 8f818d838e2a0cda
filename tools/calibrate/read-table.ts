import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { csvTable } from '../../src/scale/traces/csv-table.ts';

/** Rows of a comma-separated file, plain or gzipped. */
export function readTable(path: string): Record<string, string>[] {
  const raw = readFileSync(path);
  const table = csvTable((path.endsWith('.gz') ? gunzipSync(raw) : raw).toString('utf8'));
  return Array.from(table.rows(), ({ fields }) => Object.fromEntries(table.columns.map((column, index) => [column, fields[index] ?? ''])));
}
