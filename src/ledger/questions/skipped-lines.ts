import type { QueryRunner } from '../query-runner.ts';
import { numberCell, optionalText, textCell } from './cells.ts';
import type { Selection } from './selection.ts';

export interface SkippedRow {
  readonly file: string;
  readonly line: number;
  readonly reason: string;
  readonly field: string | null;
}

/** Lines of the sources selected that could not be read, by file and line, at most `limit`. */
export async function skippedLines(
  query: QueryRunner,
  { sources }: Pick<Selection, 'sources'>,
  limit: number,
): Promise<readonly SkippedRow[]> {
  const ofSources = 'WHERE file IN (SELECT path FROM file WHERE list_contains(from_json($sources, \'["VARCHAR"]\'), source))';
  const rows = await query.rows(
    `SELECT file, line::DOUBLE AS line, reason, field FROM skipped ${sources === undefined ? '' : ofSources} ORDER BY file, line LIMIT $limit`,
    { limit, ...(sources === undefined ? {} : { sources: JSON.stringify(sources) }) },
  );
  return rows.map((row) => ({
    file: textCell(row, 'file'),
    line: numberCell(row, 'line'),
    reason: textCell(row, 'reason'),
    field: optionalText(row, 'field'),
  }));
}
