import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { parseTable } from '../../src/scale/score/delimited-table.ts';

/** Rows of a comma-separated file, plain or gzipped. */
export function readTable(path: string): Record<string, string>[] {
  const raw = readFileSync(path);
  return parseTable((path.endsWith('.gz') ? gunzipSync(raw) : raw).toString('utf8'), path);
}
