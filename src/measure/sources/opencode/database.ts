import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

type Sqlite = typeof import('node-sqlite3-wasm');

export type Row = Readonly<Record<string, unknown>>;

/** Loaded when the first database is met: most machines have none, and the module takes 20 ms to start. */
const loadSqlite = (): Sqlite => createRequire(import.meta.url)('node-sqlite3-wasm') as Sqlite;

/**
 * Opens a copy of a database that its owner may be writing to, and hands it over for reading. The write-ahead log is
 * copied with it: what it holds is not yet in the database. The copy is opened in exclusive locking mode, in which
 * SQLite needs no shared memory, and is deleted afterwards.
 * @throws the file system's or SQLite's error when it cannot be copied or read
 */
export function withDatabaseCopy<Result>(path: string, use: (rowsOf: (sql: string) => readonly Row[]) => Result): Result {
  const folder = mkdtempSync(join(tmpdir(), 'tare-sqlite-'));
  try {
    const copy = join(folder, 'copy.db');
    copyFileSync(path, copy);
    const log = `${path}-wal`;
    if (existsSync(log)) copyFileSync(log, `${copy}-wal`);
    const { Database } = loadSqlite();
    const database = new Database(copy, { fileMustExist: true });
    try {
      database.exec('PRAGMA locking_mode = EXCLUSIVE');
      return use((sql) => database.all(sql));
    } finally {
      database.close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
