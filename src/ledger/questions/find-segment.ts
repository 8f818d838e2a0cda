import type { QueryRunner } from '../query-runner.ts';
import { numberCell, textCell } from './cells.ts';

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
  const [row] = await query.rows(
    `SELECT f.path AS file, e.line, e."offset", e.length, json_extract_string(e.content, '$.segments[' || $index || '].part') AS part,
       json_exists(e.content, '$.segments[' || $index || '].text') AS has_text
     FROM entry e JOIN file f ON f.number = e.file WHERE e.key = $key`,
    { key: id.slice(0, cut), index: id.slice(cut + 1) },
  );
  if (row === undefined || row['part'] === null) return undefined;
  return {
    file: textCell(row, 'file'),
    line: numberCell(row, 'line'),
    offset: numberCell(row, 'offset'),
    length: numberCell(row, 'length'),
    part: textCell(row, 'part'),
    hasText: row['has_text'] === true,
  };
}
