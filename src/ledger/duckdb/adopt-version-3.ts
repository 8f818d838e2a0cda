import type { DuckDBConnection } from '@duckdb/node-api';
import type { SessionId } from '../../call/entry.ts';
import type { SourceName } from '../../call/source-name.ts';
import { ColumnAppender } from './column-appender.ts';
import { appendPackRow } from './open-pack.ts';
import { entryPackColumns } from './table-columns.ts';
import { unpackJsonEntries } from './unpack-json-entries.ts';

/** Packs read at once. */
const packsAtOnce = 256;

/**
 * Makes bytes of packs that were JSON text. They keep their numbers, so nothing else changes. Part of the connection's
 * transaction.
 */
export async function adoptVersion3(connection: DuckDBConnection): Promise<void> {
  const appender = await ColumnAppender.open(connection, 'entry_pack', entryPackColumns);
  try {
    await movePacks(connection, appender);
  } catch (error) {
    appender.abandon();
    throw error;
  }
  appender.close();
  await connection.run('DROP TABLE entry_pack_version_3');
}

async function movePacks(connection: DuckDBConnection, appender: ColumnAppender<typeof entryPackColumns>): Promise<void> {
  let last = -1;
  for (;;) {
    const result = await connection.runAndReadAll(
      `SELECT p.number, p.session, p.batch::DOUBLE, p.format, p.content, s.id, s.source
       FROM (SELECT * FROM entry_pack_version_3 WHERE number > ${last} AND number <= (
         SELECT max(number) FROM (SELECT number FROM entry_pack_version_3 WHERE number > ${last} ORDER BY number LIMIT ${packsAtOnce}))) p
         JOIN session s ON s.number = p.session ORDER BY p.number`,
    );
    if (result.currentRowCount === 0) return;
    for (const row of result.getRows() as [number, number, number, number, string, SessionId, SourceName][]) {
      const [number, session, batch, format, content, id, source] = row;
      last = number;
      const entries = unpackJsonEntries(content, { session: id, source, chainName: String, filePath: String });
      appendPackRow(appender, { number, session, batch, format, entries });
    }
  }
}
