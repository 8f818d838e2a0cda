import type { QueryRow } from '../query-runner.ts';

/** Reads a column that is never unknown as a number. */
export const numberCell = (row: QueryRow, name: string): number => Number(row[name]);
export const textCell = (row: QueryRow, name: string): string => String(row[name]);

/** Reads a column that may be unknown. */
export function optionalNumber(row: QueryRow, name: string): number | null {
  const value = row[name];
  return value === null || value === undefined ? null : Number(value);
}

export function optionalText(row: QueryRow, name: string): string | null {
  const value = row[name];
  return value === null || value === undefined ? null : String(value);
}
