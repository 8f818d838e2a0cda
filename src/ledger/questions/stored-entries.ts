import type { SessionId } from '../../call/entry.ts';
import type { SourceName } from '../../call/source-name.ts';
import type { HeldEntry } from '../duckdb/held-entry.ts';
import { unpackEntries } from '../duckdb/unpack-entries.ts';
import type { QueryRunner } from '../query-runner.ts';
import { numberCell, textCell } from './cells.ts';
import { listOfNumbers } from './entry-packs.ts';

const bytesOf = (base64: string): Uint8Array => Buffer.from(base64, 'base64');

/** Entries of the packs that a condition on `entry_pack` takes. Their chains and files are told by number alone. */
export async function storedEntries(query: QueryRunner, condition: string): Promise<readonly HeldEntry[]> {
  const rows = await query.rows(
    `SELECT s.id, s.source, to_base64(p.content) AS content FROM entry_pack p JOIN session s ON s.number = p.session
     WHERE ${condition} ORDER BY p.number`,
  );
  return rows.flatMap((row) =>
    unpackEntries(bytesOf(textCell(row, 'content')), {
      session: textCell(row, 'id') as SessionId,
      source: textCell(row, 'source') as SourceName,
      chainName: String,
      filePath: String,
    }),
  );
}

/** Paths of the files that entries were read from, by number. */
export async function pathsOf(query: QueryRunner, entries: readonly HeldEntry[]): Promise<ReadonlyMap<number, string>> {
  const numbers = [...new Set(entries.map(({ file }) => file))];
  const rows = await query.rows(`SELECT number, path FROM file WHERE number IN (${listOfNumbers(numbers)})`);
  return new Map(rows.map((row) => [numberCell(row, 'number'), textCell(row, 'path')]));
}
