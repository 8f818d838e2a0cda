import type { DuckDBConnection } from '@duckdb/node-api';
import type { Entry } from '../../call/entry.ts';
import { makeEntry } from '../../call/make-entry.ts';
import { makeProfile, makeSegment, makeToolUse, segmentId, type Segment, type SegmentId, type TextProfile } from '../../call/segment.ts';
import { makeUsage, type Usage } from '../../call/usage.ts';
import { parseLineHashes } from './line-hash-text.ts';
import type { DuckdbBatchWriter } from './duckdb-batch-writer.ts';

/** A profile as version 1 kept it: classes as an array, line hashes as base64 of their little-endian bytes. */
interface StoredProfile {
  readonly hash: string;
  readonly characters: number;
  readonly classes: readonly number[];
  readonly lineHashes?: string;
}

type StoredSegment = Omit<Segment, 'id' | 'text'> & { readonly id?: SegmentId; readonly text?: StoredProfile };

const rowsAtOnce = 2000;

export async function countVersion1(connection: DuckDBConnection): Promise<number> {
  const result = await connection.runAndReadAll('SELECT count(*)::INTEGER FROM entry_version_1');
  return result.getRows()[0]?.[0] as number;
}

/** Takes them into a batch in the order in which they were read; merged as if they were read now. */
export async function adoptVersion1(connection: DuckDBConnection, batch: DuckdbBatchWriter): Promise<void> {
  let last = -1;
  let file = '';
  for (;;) {
    const result = await connection.runAndReadAll(
      `SELECT e.number::DOUBLE, e.key, s.source, s.id, c.chain, e.type, e.time::DOUBLE, e.parent, coalesce(f.path, ''), e."offset"::DOUBLE,
         e.length::DOUBLE, e.line::DOUBLE, e.format, e.content
       FROM entry_version_1 e JOIN session s ON s.number = e.session JOIN chain c ON c.number = e.chain LEFT JOIN file f ON f.number = e.file
       WHERE e.number > ${last} ORDER BY e.number LIMIT ${rowsAtOnce}`,
    );
    if (result.currentRowCount === 0) return;
    for (const row of result.getRows()) {
      const [number, key, source, session, chain, type, time, parent, path, offset, length, line, format, content] = row;
      last = number as number;
      if (path !== file) batch.startFile((file = path as string), false);
      const entry = {
        key,
        source,
        session,
        chain,
        parent,
        ...(time === null ? {} : { time }),
        location: { file: path, offset, length, line },
        type,
        ...readContent(content as string, key as string),
      } as unknown as Entry;
      batch.take(makeEntry(entry), format as number);
    }
  }
}

function readProfile({ hash, characters, classes, lineHashes }: StoredProfile): TextProfile {
  return makeProfile(hash as TextProfile['hash'], characters, classes, lineHashes === undefined ? undefined : parseLineHashes(lineHashes));
}

const readSegment = (stored: StoredSegment, key: string, index: number): Segment =>
  makeSegment({
    ...stored,
    id: stored.id ?? segmentId(key, index),
    text: stored.text === undefined ? undefined : readProfile(stored.text),
    tool: stored.tool === undefined ? undefined : makeToolUse(stored.tool),
  });

function readContent(content: string, key: string): Record<string, unknown> {
  const stored = JSON.parse(content) as Record<string, unknown>;
  const segments = stored['segments'] as StoredSegment[] | undefined;
  const usage = stored['usage'] as Usage | undefined;
  return {
    ...stored,
    usage: usage === undefined ? undefined : makeUsage(usage),
    segments: segments?.map((segment, index) => readSegment(segment, key, index)),
  };
}
