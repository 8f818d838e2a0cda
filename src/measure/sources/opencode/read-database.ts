import type { Bytes } from '../../../base/units.ts';
import type { SourceLocation } from '../../../call/source-location.ts';
import { Fields, WrongShape } from '../common/fields.ts';
import { asFields, guardShape } from '../common/shaped-lines.ts';
import type { EntrySink, SourceFile } from '../source.ts';
import { withDatabaseCopy, type Row } from './database.ts';
import { emitSession, sessionPlace, SessionWriter, type SessionPlace } from './session-writer.ts';

/**
 * Reads every session of an OpenCode database. Lines of skipped rows are row numbers. A database that cannot be
 * opened, or is another program's, is one unreadable file.
 */
export function readDatabase(file: SourceFile, sink: EntrySink): void {
  const { path } = file;
  try {
    withDatabaseCopy(path, (rowsOf) => {
      const places = new Map<string, SessionPlace>();
      for (const row of rowsOf('SELECT rowid AS row, * FROM session')) {
        guardShape(file, Number(row['row']), sink, () => {
          const info = new Fields(row);
          places.set(info.requiredName('id'), emitSession(info, rowLocation(path, row), sink));
        });
      }
      const parts = partsByMessage(file, rowsOf, sink);
      const writers = new Map<string, SessionWriter>();
      for (const row of rowsOf('SELECT rowid AS row, id, session_id, data FROM message ORDER BY session_id, time_created, id')) {
        guardShape(file, Number(row['row']), sink, () => {
          const fields = new Fields(row);
          const session = fields.requiredName('session_id');
          const writer = writers.get(session) ?? new SessionWriter(sink, places.get(session) ?? sessionPlace(session, undefined), true);
          writers.set(session, writer);
          writer.write({
            info: dataOf(row),
            parts: parts.get(fields.requiredName('id')) ?? [],
            location: rowLocation(path, row),
          });
        });
      }
    });
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    sink.skipped({ file: file.path, line: 1, reason: 'unreadable-file' });
  }
}

function partsByMessage(file: SourceFile, rowsOf: (sql: string) => readonly Row[], sink: EntrySink): Map<string, Fields[]> {
  const parts = new Map<string, Fields[]>();
  for (const row of rowsOf('SELECT rowid AS row, id, message_id, data FROM part ORDER BY message_id, id')) {
    guardShape(file, Number(row['row']), sink, () => {
      const message = new Fields(row).requiredName('message_id');
      const part = dataOf(row, `part(${String(row['id'])})`);
      const held = parts.get(message);
      if (held === undefined) parts.set(message, [part]);
      else held.push(part);
    });
  }
  return parts;
}

function dataOf(row: Row, path = ''): Fields {
  const text = row['data'];
  if (typeof text !== 'string') throw new WrongShape('data');
  try {
    return asFields(JSON.parse(text), path);
  } catch (error) {
    if (error instanceof SyntaxError) throw new WrongShape('data');
    throw error;
  }
}

/** A row has no bytes of its own: its location spans what marks the file as a database. */
const databaseMark = 'SQLite format 3';

const rowLocation = (path: string, row: Row): SourceLocation => ({
  file: path,
  offset: 0 as Bytes,
  length: databaseMark.length as Bytes,
  line: Number(row['row']),
});
