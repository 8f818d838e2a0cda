import type { QueryRunner } from '../query-runner.ts';
import { numberCell, optionalText, textCell } from './cells.ts';

export interface SkippedRow {
  readonly file: string;
  readonly line: number;
  readonly reason: string;
  readonly field: string | null;
}

/** Lines that could not be read, by file and line, at most `limit`. */
export async function skippedLines(query: QueryRunner, limit: number): Promise<readonly SkippedRow[]> {
  const rows = await query.rows('SELECT file, line::DOUBLE AS line, reason, field FROM skipped ORDER BY file, line LIMIT $limit', {
    limit,
  });
  return rows.map((row) => ({
    file: textCell(row, 'file'),
    line: numberCell(row, 'line'),
    reason: textCell(row, 'reason'),
    field: optionalText(row, 'field'),
  }));
}
