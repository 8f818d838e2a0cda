import { assert } from '../../base/assert.ts';
import type { ChainId, Entry, EntryKey, SessionId } from '../../call/entry.ts';
import { entryFormatVersion } from '../../call/format-version.ts';
import type { SkippedLine } from '../../call/skipped-line.ts';
import type { SourceName } from '../../call/source-name.ts';
import { sumOf } from '../../call/usage.ts';
import type { BatchWriter } from '../batch-writer.ts';
import type { FileRecord, IgnoredFile } from '../file-record.ts';
import { ColumnAppender } from './column-appender.ts';
import { rollback, type DuckdbFile } from './duckdb-file.ts';
import type { FreshEntries, NumberedEntry } from './fresh-entries.ts';
import { appendFile, appendIgnored, appendNewChain, appendNewSession, appendSkipped } from './reading-rows.ts';
import { Forgotten } from './forgotten.ts';
import type { NumberBook } from './number-book.ts';
import { contentOf } from './stored-entry.ts';
import { chainColumns, entryColumns, fileColumns, ignoredFileColumns, sessionColumns, skippedColumns } from './table-columns.ts';

interface Appenders {
  readonly entry: ColumnAppender<typeof entryColumns>;
  readonly session: ColumnAppender<typeof sessionColumns>;
  readonly chain: ColumnAppender<typeof chainColumns>;
  readonly file: ColumnAppender<typeof fileColumns>;
}

export interface BatchSurroundings {
  readonly file: DuckdbFile;
  readonly fresh: FreshEntries;
  readonly loadBook: () => Promise<NumberBook>;
  /** Numbers given out meanwhile were never stored. */
  readonly onRollback: () => void;
}

interface BatchParts extends BatchSurroundings {
  readonly book: NumberBook;
  readonly forgotten: Forgotten;
  readonly appenders: Appenders;
  readonly release: () => void;
}

/** A batch longer than this is not kept in memory for weighing. */
const mostKept = 20_000;

/** A transaction of the ledger that is being filled. */
export class DuckdbBatchWriter implements BatchWriter {
  readonly #parts: BatchParts;
  readonly #batch: number;
  readonly #read = new Map<number, NumberedEntry[]>();
  readonly #records = new Map<string, FileRecord>();
  readonly #ignored: IgnoredFile[] = [];
  readonly #restarted = new Set<string>();
  readonly #skipped: SkippedLine[] = [];
  /** Keys of the file that is being read: a parent among them needs no look-up later. */
  readonly #keysOfFile = new Set<EntryKey>();
  #size = 0;
  #open = true;

  private constructor(parts: BatchParts) {
    this.#parts = parts;
    this.#batch = parts.book.nextBatch();
  }

  static async open(surroundings: BatchSurroundings): Promise<DuckdbBatchWriter> {
    const { file, loadBook } = surroundings;
    const release = await file.lockWriter();
    try {
      const connection = file.writer;
      const book = await loadBook();
      const forgotten = await Forgotten.load(connection);
      await connection.run('BEGIN');
      const appenders = {
        entry: await ColumnAppender.open(connection, 'entry', entryColumns),
        session: await ColumnAppender.open(connection, 'session', sessionColumns),
        chain: await ColumnAppender.open(connection, 'chain', chainColumns),
        file: await ColumnAppender.open(connection, 'file', fileColumns),
      };
      return new DuckdbBatchWriter({ ...surroundings, book, forgotten, appenders, release });
    } catch (error) {
      release();
      throw error;
    }
  }

  get size(): number {
    return this.#size;
  }

  startFile(path: string, restart: boolean): void {
    this.#keysOfFile.clear();
    if (restart) this.#restarted.add(path);
  }

  entry(entry: Entry): void {
    assert(this.#open, 'an entry came after its batch was closed');
    if (this.#parts.forgotten.has(entry)) return;
    this.#size++;
    const { parent, location } = entry;
    const session = this.#sessionNumber(entry.session, entry.source);
    const number = this.#parts.book.nextEntry();
    const isKey = parent !== 'previous' && parent !== 'root';
    const appender = this.#parts.appenders.entry;
    const { columns } = appender;
    columns.number.push(number);
    columns.batch.push(this.#batch);
    columns.key.push(entry.key);
    columns.session.push(session);
    columns.chain.push(this.#chainNumber(session, entry.chain));
    columns.type.push(entry.type);
    columns.time.push(entry.time);
    columns.parent.push(parent);
    columns.foreignParent.push(isKey && !this.#keysOfFile.has(parent) ? parent : undefined);
    columns.call.push(entry.type === 'response' ? entry.call : undefined);
    columns.usageSum.push(entry.type === 'response' || entry.type === 'stated-total' ? sumOf(entry.usage) : undefined);
    columns.file.push(this.#parts.book.file(location.file));
    columns.offset.push(location.offset);
    columns.length.push(location.length);
    columns.line.push(location.line);
    columns.format.push(entryFormatVersion);
    columns.content.push(contentOf(entry));
    appender.endRow();
    this.#keysOfFile.add(entry.key);
    this.#keep(session, { number, entry });
  }

  skipped(line: SkippedLine): void {
    this.#size++;
    this.#skipped.push(line);
  }

  endFile(record: FileRecord): void {
    this.#keysOfFile.clear();
    this.#records.set(record.path, record);
  }

  ignoreFile(file: IgnoredFile): void {
    this.#ignored.push(file);
  }

  async commit(): Promise<void> {
    assert(this.#open, 'a batch was committed twice');
    const connection = this.#parts.file.writer;
    try {
      await this.#writeFiles();
      this.#closeAppenders();
      await this.#writeSkipped();
      await this.#writeIgnored();
      await connection.run('COMMIT');
      this.#open = false;
      for (const [session, entries] of this.#read) this.#parts.fresh.add(session, entries);
      this.#parts.release();
    } catch (error) {
      await this.rollback();
      throw error;
    }
  }

  async rollback(): Promise<void> {
    if (!this.#open) return;
    this.#open = false;
    try {
      this.#closeAppenders();
    } finally {
      await rollback(this.#parts.file.writer);
      this.#parts.onRollback();
      this.#parts.release();
    }
  }

  #keep(session: number, entry: NumberedEntry): void {
    if (this.#size > mostKept) {
      this.#read.clear();
      return;
    }
    const read = this.#read.get(session);
    if (read === undefined) this.#read.set(session, [entry]);
    else read.push(entry);
  }

  #sessionNumber(id: SessionId, source: SourceName): number {
    return this.#parts.book.session(id, (number) =>
      appendNewSession(this.#parts.appenders.session, { number, id, source, batch: this.#batch }),
    );
  }

  #chainNumber(session: number, chain: ChainId): number {
    return this.#parts.book.chain(session, chain, (number) => appendNewChain(this.#parts.appenders.chain, { number, session, chain }));
  }

  async #writeFiles(): Promise<void> {
    const numbers = [...this.#records.keys()].map((path) => this.#parts.book.file(path));
    if (numbers.length > 0) await this.#parts.file.writer.run(`DELETE FROM file WHERE number IN (${numbers.join(', ')})`);
    for (const record of this.#records.values()) {
      appendFile(this.#parts.appenders.file, this.#parts.book.file(record.path), record);
    }
  }

  #closeAppenders(): void {
    for (const appender of Object.values(this.#parts.appenders)) appender.close();
  }

  async #writeIgnored(): Promise<void> {
    const connection = this.#parts.file.writer;
    const paths = [...this.#ignored.map((file) => file.path), ...this.#records.keys()];
    if (paths.length === 0) return;
    await connection.run(`DELETE FROM ignored_file WHERE list_contains(from_json($paths, '["VARCHAR"]'), path)`, {
      paths: JSON.stringify(paths),
    });
    if (this.#ignored.length === 0) return;
    const appender = await ColumnAppender.open(connection, 'ignored_file', ignoredFileColumns);
    for (const file of this.#ignored) appendIgnored(appender, file);
    appender.close();
  }

  async #writeSkipped(): Promise<void> {
    const connection = this.#parts.file.writer;
    const again = [...this.#restarted];
    const readable = [...this.#records.keys()];
    if (again.length + readable.length > 0) {
      await connection.run(
        `DELETE FROM skipped WHERE list_contains(from_json($again, '["VARCHAR"]'), file)
           OR (reason = 'unreadable-file' AND list_contains(from_json($readable, '["VARCHAR"]'), file))`,
        { again: JSON.stringify(again), readable: JSON.stringify(readable) },
      );
    }
    if (this.#skipped.length === 0) return;
    await connection.run('CREATE OR REPLACE TEMP TABLE incoming_skipped (file VARCHAR, line BIGINT, reason VARCHAR, field VARCHAR)');
    const incoming = await ColumnAppender.open(connection, 'incoming_skipped', skippedColumns);
    for (const line of this.#skipped) appendSkipped(incoming, line);
    incoming.close();
    await connection.run(
      `INSERT INTO skipped SELECT DISTINCT file, line, reason, field FROM incoming_skipped
         ANTI JOIN skipped USING (file, line, reason)`,
    );
  }
}
