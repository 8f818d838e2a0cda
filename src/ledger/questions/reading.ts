import type { QueryRunner } from '../query-runner.ts';
import { numberCell, optionalText } from './cells.ts';
import type { Selection } from './selection.ts';

/** How much was read, and what was skipped. */
export interface Reading {
  readonly files: number;
  readonly lines: number;
  readonly skippedLines: number;
  /** `file:line` of the first skipped line by path; `null` where none was. */
  readonly firstSkipped: string | null;
}

/** Files and lines of the sources selected; other parts of a selection do not apply to lines that could not be read. */
export async function reading(query: QueryRunner, selection: Pick<Selection, 'sources'>): Promise<Reading> {
  const { sources } = selection;
  const condition = sources === undefined ? 'TRUE' : 'list_contains(from_json($sources, \'["VARCHAR"]\'), source)';
  const parameters = sources === undefined ? {} : { sources: JSON.stringify(sources) };
  const [row] = await query.rows(
    `WITH f AS (SELECT path, line FROM file WHERE ${condition}),
       k AS (SELECT file, line FROM skipped ${sources === undefined ? '' : 'WHERE file IN (SELECT path FROM f)'})
     SELECT (SELECT count(*) FROM f)::DOUBLE AS files, (SELECT coalesce(sum(line), 0) FROM f)::DOUBLE AS lines,
       (SELECT count(*) FROM k)::DOUBLE AS skipped, (SELECT file || ':' || line FROM k ORDER BY file, line LIMIT 1) AS first`,
    parameters,
  );
  if (row === undefined) return { files: 0, lines: 0, skippedLines: 0, firstSkipped: null };
  return {
    files: numberCell(row, 'files'),
    lines: numberCell(row, 'lines'),
    skippedLines: numberCell(row, 'skipped'),
    firstSkipped: optionalText(row, 'first'),
  };
}
