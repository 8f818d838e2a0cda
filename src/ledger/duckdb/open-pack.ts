import type { DuckDBBlobValue, DuckDBConnection } from '@duckdb/node-api';
import { hashOfKey } from '../key-hash.ts';
import { ColumnAppender } from './column-appender.ts';
import type { NumberBook } from './number-book.ts';
import { packEntries } from './pack-entries.ts';
import type { HeldEntry } from './held-entry.ts';
import { entryKeyColumns, entryPackColumns } from './table-columns.ts';
import { unpackEntries } from './unpack-entries.ts';

/** Entries of one session in memory: read just now, or out of the file. */
export interface OpenPack {
  readonly number: number;
  readonly session: number;
  readonly batch: number;
  /** Entry format that it was read with. */
  readonly format: number;
  /** In the order of their numbers. */
  entries: HeldEntry[];
}

export interface PackAppenders {
  readonly pack: ColumnAppender<typeof entryPackColumns>;
  readonly key: ColumnAppender<typeof entryKeyColumns>;
}

export const openPackAppenders = async (connection: DuckDBConnection): Promise<PackAppenders> => ({
  pack: await ColumnAppender.open(connection, 'entry_pack', entryPackColumns),
  key: await ColumnAppender.open(connection, 'entry_key', entryKeyColumns),
});

/** Appends a pack without the keys of its entries. An empty one is none. */
export function appendPackRow(pack: PackAppenders['pack'], { number, session, batch, format, entries }: OpenPack): void {
  const last = entries.at(-1);
  if (last === undefined) return;
  const { columns } = pack;
  columns.number.push(number);
  columns.session.push(session);
  columns.batch.push(batch);
  columns.format.push(format);
  columns.entries.push(entries.length);
  columns.lastEntry.push(last.number);
  columns.content.push(packEntries((entries[0] as HeldEntry).entry.source, entries));
  columns.compactions.push(entries.reduce((count, { entry }) => (entry.type === 'compaction' ? count + 1 : count), 0));
  pack.endRow();
}

export function appendPack({ pack, key }: PackAppenders, open: OpenPack): void {
  appendPackRow(pack, open);
  const { number, entries } = open;
  const keys = key.columns;
  for (const { entry, key: hash, isForeign } of entries) {
    keys.key.push(hash);
    keys.call.push(entry.type === 'response' ? hashOfKey(entry.call) : undefined);
    keys.foreignParent.push(isForeign ? hashOfKey(entry.parent) : undefined);
    keys.pack.push(number);
    key.endRow();
  }
}

/** Packs that a condition on `entry_pack` takes, in the order of their numbers. */
export async function* storedPacks(connection: DuckDBConnection, book: NumberBook, condition: string): AsyncGenerator<OpenPack> {
  const stream = await connection.stream(
    `SELECT number, session, batch::DOUBLE, format, content FROM entry_pack WHERE ${condition} ORDER BY number`,
  );
  for (;;) {
    const chunk = await stream.fetchChunk();
    if (chunk === null || chunk.rowCount === 0) return;
    for (const [number, session, batch, format, content] of chunk.getRows() as [number, number, number, number, DuckDBBlobValue][]) {
      yield {
        number,
        session,
        batch,
        format,
        entries: unpackEntries(content.bytes, { ...book.sessionNumbered(session), ...namesOf(book, session) }),
      };
    }
  }
}

const namesOf = (book: NumberBook, session: number) => ({
  session: book.sessionNumbered(session).id,
  chainName: book.chainName,
  filePath: book.filePath,
});

/** Takes packs out of the file, to be appended anew without what left them. */
export async function deletePacks(connection: DuckDBConnection, numbers: readonly number[]): Promise<void> {
  if (numbers.length === 0) return;
  await connection.run(`DELETE FROM entry_pack WHERE number IN (${numbers.join(', ')})`);
  await connection.run(`DELETE FROM entry_key WHERE pack IN (${numbers.join(', ')})`);
}
