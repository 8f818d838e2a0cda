import type { QueryRunner } from '../query-runner.ts';
import { numberCell, textCell } from './cells.ts';
import { entryOfSegment, packsWith } from './entry-packs.ts';

/** Where a segment stands: a part of one JSON value in a file. */
export interface SegmentRow {
  readonly file: string;
  readonly line: number;
  readonly offset: number;
  readonly length: number;
  /** Path of the text inside the JSON, e.g. `message.content.2.text`. */
  readonly part: string;
  /** False for hidden content: encrypted reasoning, an image. */
  readonly hasText: boolean;
}

/** One segment by id; `undefined` for what stands in no source. */
export async function findSegment(query: QueryRunner, id: string): Promise<SegmentRow | undefined> {
  const cut = id.lastIndexOf('#');
  if (!/^\d+$/.test(id.slice(cut + 1))) return undefined;
  const key = entryOfSegment(id);
  const packs = await packsWith(query, 'key', [key]);
  const [row] = await query.rows(
    `SELECT file, line, "offset", length, part, hash IS NOT NULL AS has_text FROM segment
     WHERE pack IN (${packs.list}) AND entry = $key AND "index" = $index`,
    { key, index: Number(id.slice(cut + 1)) },
  );
  if (row === undefined) return undefined;
  return {
    file: textCell(row, 'file'),
    line: numberCell(row, 'line'),
    offset: numberCell(row, 'offset'),
    length: numberCell(row, 'length'),
    part: textCell(row, 'part'),
    hasText: row['has_text'] === true,
  };
}
