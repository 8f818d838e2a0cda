import type { QueryRunner } from '../query-runner.ts';
import { numberCell, textCell } from './cells.ts';
import { entryOfSegment, packsWith } from './entry-packs.ts';

/** Where the bytes of an entry stand. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly offset: number;
  readonly length: number;
}

function placeOf(row: Readonly<Record<string, string | number | boolean | null>>): Place {
  return {
    file: textCell(row, 'file'),
    line: numberCell(row, 'line'),
    offset: numberCell(row, 'offset'),
    length: numberCell(row, 'length'),
  };
}

/** Places of segments by id; a segment that stands in no source (`unseen`) has none. */
export async function placesOfSegments(query: QueryRunner, segments: readonly string[]): Promise<ReadonlyMap<string, Place>> {
  if (segments.length === 0) return new Map();
  const keys = [...new Set(segments.map(entryOfSegment))];
  const packs = await packsWith(query, 'key', keys);
  const rows = await query.rows(
    `SELECT e.key, f.path AS file, e.line::DOUBLE AS line, e."offset"::DOUBLE AS "offset", e.length::DOUBLE AS length
     FROM (SELECT * FROM entry WHERE pack IN (${packs.list})) e JOIN file f ON f.number = e.file
     WHERE e.key IN (SELECT unnest(from_json($keys, '["VARCHAR"]')))`,
    { keys: JSON.stringify(keys) },
  );
  const byEntry = new Map(rows.map((row) => [textCell(row, 'key'), placeOf(row)]));
  const places = new Map<string, Place>();
  for (const segment of segments) {
    const place = byEntry.get(entryOfSegment(segment));
    if (place !== undefined) places.set(segment, place);
  }
  return places;
}

/** Place of the first entry of each call. */
export async function placesOfCalls(query: QueryRunner, calls: readonly string[]): Promise<ReadonlyMap<string, Place>> {
  if (calls.length === 0) return new Map();
  const packs = await packsWith(query, 'call', calls);
  const rows = await query.rows(
    `SELECT e.call AS key, arg_min(f.path, (e.file, e.line)) AS file, arg_min(e.line, (e.file, e.line))::DOUBLE AS line,
       arg_min(e."offset", (e.file, e.line))::DOUBLE AS "offset", arg_min(e.length, (e.file, e.line))::DOUBLE AS length
     FROM (SELECT * FROM entry WHERE pack IN (${packs.list})) e JOIN file f ON f.number = e.file
     WHERE e.call IN (SELECT unnest(from_json($keys, '["VARCHAR"]'))) GROUP BY e.call`,
    { keys: JSON.stringify(calls) },
  );
  return new Map(rows.map((row) => [textCell(row, 'key'), placeOf(row)]));
}
