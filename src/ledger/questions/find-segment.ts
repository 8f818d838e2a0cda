import type { QueryRunner } from '../query-runner.ts';
import { entryOfSegment, packsWith } from './entry-packs.ts';
import { pathsOf, storedEntries } from './stored-entries.ts';

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
  const found = (await storedEntries(query, `p.number IN (${packs.list})`)).find(({ entry }) => entry.key === key);
  if (found === undefined || !('segments' in found.entry)) return undefined;
  const segment = found.entry.segments[Number(id.slice(cut + 1))];
  const file = (await pathsOf(query, [found])).get(found.file);
  if (segment === undefined || file === undefined) return undefined;
  const { line, offset, length } = found.entry.location;
  return { file, line, offset, length, part: segment.part, hasText: segment.text !== undefined };
}
