import { assert } from '../../base/assert.ts';
import type { Entry, EntryKey, SessionId } from '../../call/entry.ts';
import { entryFormatVersion } from '../../call/format-version.ts';
import type { SkippedLine } from '../../call/skipped-line.ts';
import type { SourceName } from '../../call/source-name.ts';
import { sumOf } from '../../call/usage.ts';
import type { BatchWriter } from '../batch-writer.ts';
import type { FileRecord, IgnoredFile } from '../file-record.ts';
import { ColumnAppender } from './column-appender.ts';
import { rollback, type DuckdbFile } from './duckdb-file.ts';
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

/** A transaction of the ledger that is being filled. */
export class DuckdbBatchWriter implements BatchWriter {
  readonly #file: DuckdbFile;
  readonly #book: NumberBook;
  readonly #forgotten: Forgotten;
  readonly #appenders: Appenders;
  readonly #release: () => void;
  readonly #onRollback: () => void;
  readonly #batch: number;
  readonly #records = new Map<string, FileRecord>();
  readonly #ignored: IgnoredFile[] = [];
  readonly #restarted = new Set<string>();
  readonly #skipped: SkippedLine[] = [];
  /** Keys of the file that is being read: a parent among them needs no look-up later. */
  readonly #keysOfFile = new Set<EntryKey>();
  #size = 0;
  #open = true;

  private constructor(
    file: DuckdbFile,
    book: NumberBook,
    forgotten: Forgotten,
    appenders: Appenders,
    release: () => void,
    onRollback: () => void,
  ) {
    this.#file = file;
    this.#book = book;
    this.#forgotten = forgotten;
    this.#appenders = appenders;
    this.#release = release;
    this.#onRollback = onRollback;
    this.#batch = book.nextBatch();
  }

  /** `onRollback`: numbers given out meanwhile were never stored. */
  static async open(file: DuckdbFile, loadBook: () => Promise<NumberBook>, onRollback: () => void): Promise<DuckdbBatchWriter> {
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
      return new DuckdbBatchWriter(file, book, forgotten, appenders, release, onRollback);
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
    if (this.#forgotten.has(entry)) return;
    this.#size++;
    const { parent, location } = entry;
    const session = this.#sessionNumber(entry.session, entry.source);
    const isKey = parent !== 'previous' && parent !== 'root';
    this.#appenders.entry.append({
      number: this.#book.nextEntry(),
      batch: this.#batch,
      key: entry.key,
      session,
      chain: this.#book.chain(session, entry.chain, (number) =>
        this.#appenders.chain.append({ number, session, chain: entry.chain, agentType: undefined, spawnedBy: undefined }),
      ),
      type: entry.type,
      time: entry.time,
      parent,
      foreignParent: isKey && !this.#keysOfFile.has(parent) ? parent : undefined,
      call: entry.type === 'response' ? entry.call : undefined,
      usageSum: entry.type === 'response' || entry.type === 'stated-total' ? sumOf(entry.usage) : undefined,
      file: this.#book.file(location.file),
      offset: location.offset,
      length: location.length,
      line: location.line,
      format: entryFormatVersion,
      content: contentOf(entry),
    });
    this.#keysOfFile.add(entry.key);
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
    const connection = this.#file.writer;
    try {
      await this.#writeFiles();
      this.#closeAppenders();
      await this.#writeSkipped();
      await this.#writeIgnored();
      await connection.run('COMMIT');
      this.#open = false;
      this.#release();
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
      await rollback(this.#file.writer);
      this.#onRollback();
      this.#release();
    }
  }

  #sessionNumber(id: SessionId, source: SourceName): number {
    return this.#book.session(id, (number) =>
      this.#appenders.session.append({
        number,
        id,
        source,
        directory: undefined,
        branch: undefined,
        agentVersion: undefined,
        parentSession: undefined,
        experiment: undefined,
        start: undefined,
        end: undefined,
        group: number,
        changed: this.#batch,
        weighed: undefined,
        weighedVersion: undefined,
        weighedGroup: undefined,
      }),
    );
  }

  async #writeFiles(): Promise<void> {
    const numbers = [...this.#records.keys()].map((path) => this.#book.file(path));
    if (numbers.length > 0) await this.#file.writer.run(`DELETE FROM file WHERE number IN (${numbers.join(', ')})`);
    for (const record of this.#records.values()) {
      this.#appenders.file.append({ ...record, number: this.#book.file(record.path), state: record.state });
    }
  }

  #closeAppenders(): void {
    for (const appender of Object.values(this.#appenders)) appender.close();
  }

  async #writeIgnored(): Promise<void> {
    const connection = this.#file.writer;
    const paths = [...this.#ignored.map((file) => file.path), ...this.#records.keys()];
    if (paths.length === 0) return;
    await connection.run(`DELETE FROM ignored_file WHERE list_contains(from_json($paths, '["VARCHAR"]'), path)`, {
      paths: JSON.stringify(paths),
    });
    if (this.#ignored.length === 0) return;
    const appender = await ColumnAppender.open(connection, 'ignored_file', ignoredFileColumns);
    for (const file of this.#ignored) appender.append(file);
    appender.close();
  }

  async #writeSkipped(): Promise<void> {
    const connection = this.#file.writer;
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
    for (const line of this.#skipped) incoming.append({ ...line, field: line.field });
    incoming.close();
    await connection.run(
      `INSERT INTO skipped SELECT DISTINCT file, line, reason, field FROM incoming_skipped
         ANTI JOIN skipped USING (file, line, reason)`,
    );
  }
}
