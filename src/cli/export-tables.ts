import { extname, join, resolve } from 'node:path';
import { TareError } from '../base/tare-error.ts';
import { carriedTables, chainsIn, exportedTables, exportSql } from '../ledger/questions/exported-tables.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Filter } from '../show/answers/filter.ts';
import { makeFolder } from './make-folder.ts';

export const exportFormats = ['parquet', 'csv', 'json'] as const;
export type ExportFormat = (typeof exportFormats)[number];

export interface ExportRequest {
  readonly format: ExportFormat;
  /** Absolute path: a folder for all tables, or with one table also a file that ends in the format's name. */
  readonly out: string;
  readonly tables: readonly string[];
  readonly filter: Filter;
}

/** Answer of `tare export`: the files written. */
export interface ExportReport {
  readonly files: readonly { readonly table: string; readonly file: string; readonly rows: number }[];
}

export function parseExportRequest(options: {
  readonly format: string;
  readonly out: string;
  readonly table?: readonly string[];
  readonly filter: Filter;
}): ExportRequest {
  const format = exportFormats.find((known) => known === options.format);
  if (format === undefined) {
    throw new TareError({
      code: 'unknown-format',
      message: `--format ${options.format}: no such format`,
      hint: `Known formats: ${exportFormats.join(', ')}.`,
    });
  }
  const names = Object.keys(exportedTables);
  const tables = options.table ?? names;
  const unknown = tables.find((table) => !names.includes(table));
  if (unknown !== undefined) {
    throw new TareError({
      code: 'unknown-table',
      message: `--table ${unknown}: no such table`,
      hint: `Known tables: ${names.join(', ')}.`,
    });
  }
  const isFile = extname(options.out) === `.${format}`;
  if (isFile && tables.length !== 1) {
    throw new TareError({
      code: 'many-tables-one-file',
      message: `--out ${options.out}: one file for ${tables.length} tables`,
      hint: 'Name one table with --table, or give a folder.',
    });
  }
  return { format, out: resolve(options.out), tables, filter: options.filter };
}

/** Writes each table to a file of its own. */
export async function exportTables(ledger: Ledger, { format, out, tables, filter }: ExportRequest): Promise<ExportReport> {
  const isFile = extname(out) === `.${format}`;
  makeFolder(isFile ? join(out, '..') : out);
  if (tables.some((table) => carriedTables.has(table))) await ledger.carry(await chainsIn(ledger, filter));
  const files: ExportReport['files'][number][] = [];
  for (const table of tables) {
    const file = isFile ? out : join(out, `${table}.${format}`);
    files.push({ table, file, rows: await ledger.copyTo(exportSql(table, filter), file, format) });
  }
  return { files };
}
