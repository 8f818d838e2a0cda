import type { DuckDBConnection } from '@duckdb/node-api';
import type { GroupId, SessionGroup } from '../../call/session-group.ts';
import type { SourceName } from '../../call/source-name.ts';
import type { Bytes, Timestamp } from '../../base/units.ts';
import type { BatchWriter } from '../batch-writer.ts';
import type { FileRecord, FileStamp, IgnoredFile } from '../file-record.ts';
import type { ForgetCount, ForgetRequest } from '../forget-request.ts';
import type { GroupToWeigh, GroupWeigher, Ledger } from '../ledger.ts';
import type { WeighingWriter } from '../weighing-writer.ts';
import type { QueryRow, QueryValue } from '../query-runner.ts';
import { adoptVersion1, countVersion1 } from './adopt-version-1.ts';
import { adoptVersion3 } from './adopt-version-3.ts';
import { assertExists } from '../../base/assert.ts';
import { DuckdbBatchWriter } from './duckdb-batch-writer.ts';
import { DuckdbFile, largeWorkMegabytes, type DuckdbLimits } from './duckdb-file.ts';
import { countForgotten, forgetIn } from './forget.ts';
import { carryGroups, groupsToCarry } from './carry-groups.ts';
import { listStaleGroups, readGroupsOf } from './group-reader.ts';
import { EntryIndex } from './entry-index.ts';
import { Forgotten } from './forgotten.ts';
import { FreshEntries } from './fresh-entries.ts';
import { NumberBook } from './number-book.ts';
import { storeWeighings } from '../store-weighings.ts';
import { StaleGroups } from './stale-groups.ts';
import { readFileStamps } from './read-file-stamps.ts';
import { DuckdbWeighingWriter } from './duckdb-weighing-writer.ts';

/** Entries held in memory between reading and weighing. */
const mostFresh = 25_000;

/** The ledger as one DuckDB file. */
export class DuckdbLedger implements Ledger {
  readonly #file: DuckdbFile;
  readonly #fresh = new FreshEntries(mostFresh);
  #book: NumberBook | undefined;
  #index: EntryIndex | undefined;
  #weigher: (() => Promise<GroupWeigher>) | undefined;
  #forgotten: Forgotten | undefined;
  #stale: StaleGroups | undefined;

  private constructor(file: DuckdbFile) {
    this.#file = file;
  }

  /** @throws {TareError} `ledger-busy`, `ledger-newer`, `ledger-unreadable` */
  static async open(path: string, limits?: DuckdbLimits): Promise<DuckdbLedger> {
    const ledger = new DuckdbLedger(await DuckdbFile.open(path, limits));
    await ledger.#adoptOlder();
    return ledger;
  }

  rows<Row extends QueryRow>(sql: string, parameters?: Readonly<Record<string, QueryValue>>): Promise<readonly Row[]> {
    return this.#file.answerRows(sql, parameters);
  }

  async files(): Promise<ReadonlyMap<string, FileRecord>> {
    const rows = await this.#file.rows<{
      readonly path: string;
      readonly source: string;
      readonly size: number;
      readonly modified: number;
      readonly offset: number;
      readonly line: number;
      readonly state: string | null;
      readonly head_hash: string;
      readonly format: number;
    }>('SELECT path, source, size, modified, "offset", line, state, head_hash, format FROM file');
    return new Map(
      rows.map((row) => [
        row.path,
        {
          path: row.path,
          source: row.source as SourceName,
          size: row.size as Bytes,
          modified: row.modified as Timestamp,
          offset: row.offset as Bytes,
          line: row.line,
          ...(row.state === null ? {} : { state: row.state }),
          headHash: row.head_hash,
          format: row.format,
        },
      ]),
    );
  }

  fileStamps(): Promise<ReadonlyMap<string, FileStamp>> {
    return readFileStamps(this.#file);
  }

  async ignoredFiles(): Promise<ReadonlyMap<string, IgnoredFile>> {
    const rows = await this.#file.rows<{ readonly path: string; readonly size: number; readonly modified: number }>(
      'SELECT path, size, modified FROM ignored_file',
    );
    return new Map(rows.map(({ path, size, modified }) => [path, { path, size: size as Bytes, modified: modified as Timestamp }]));
  }

  openBatch(): Promise<BatchWriter> {
    return this.#openBatch();
  }

  #openBatch(): Promise<DuckdbBatchWriter> {
    return DuckdbBatchWriter.open({
      file: this.#file,
      fresh: this.#fresh,
      loadBook: () => this.#loadBook(),
      loadIndex: () => this.#loadIndex(),
      loadForgotten: () => this.#loadForgotten(),
      onChanged: (sessions, book) => this.#stale?.noteChanged(sessions, book),
      onRollback: () => this.#forgetNumbers(),
    });
  }

  async groupsToWeigh(version: string): Promise<readonly GroupToWeigh[]> {
    const stale = await this.#staleGroups(version);
    return stale.isEmpty ? [] : stale.list(await this.#loadBook());
  }

  async #staleGroups(version: string): Promise<StaleGroups> {
    if (this.#stale?.version === version) return this.#stale;
    return this.#file.transaction(async (connection) => {
      const stale = new StaleGroups(version, await listStaleGroups(connection, version));
      if (!stale.isEmpty) await this.#loadBook();
      this.#stale = stale;
      return stale;
    });
  }

  async readGroups(ids: readonly GroupId[]): Promise<readonly SessionGroup[]> {
    const release = await this.#file.lockWriter();
    try {
      const book = await this.#loadBook();
      const numbers = ids.map((id) => book.existingSession(id));
      return numbers.length === 0 ? [] : await readGroupsOf(this.#file.writer, book, numbers, this.#fresh);
    } finally {
      release();
    }
  }

  async openWeighings(version: string): Promise<WeighingWriter> {
    return DuckdbWeighingWriter.open({
      file: this.#file,
      fresh: this.#fresh,
      version,
      loadBook: () => this.#loadBook(),
      onWeighed: (groups) => {
        if (this.#stale?.version === version) this.#stale.noteWeighed(groups);
        else this.#stale = undefined;
      },
      onRollback: () => this.#forgetNumbers(),
    });
  }

  weighWith(weigher: () => Promise<GroupWeigher>): void {
    this.#weigher = weigher;
  }

  async carry(chains?: readonly number[]): Promise<void> {
    if (chains?.length === 0) return;
    const weigher = await assertExists(this.#weigher, 'nobody said how this ledger is weighed')();
    for (;;) {
      const changed = await this.#file.transaction((connection) => this.#carryUnchanged(connection, chains, weigher));
      if (changed.length === 0) return;
      // What was read meanwhile comes first: calls and what they carried must be of one weighing.
      await storeWeighings(this, weigher.version, changed, await weigher.load());
    }
  }

  /** Writes what groups carried, unless some have changed since they were weighed: those are returned. */
  async #carryUnchanged(
    connection: DuckDBConnection,
    chains: readonly number[] | undefined,
    { version, load }: GroupWeigher,
  ): Promise<readonly GroupToWeigh[]> {
    const groups = await groupsToCarry(connection, chains);
    if (groups.length === 0) return [];
    const book = await this.#loadBook();
    const stale = new Set(await listStaleGroups(connection, version));
    const changed = groups.filter(({ number }) => stale.has(number));
    if (changed.length === 0) await carryGroups(connection, book, this.#fresh, groups, await load());
    return changed.map(({ number, entries }) => ({ id: book.groupNumbered(number), entries }));
  }

  async readFact(name: string): Promise<string | undefined> {
    const [row] = await this.#file.rows<{ readonly value: string }>('SELECT value FROM fact WHERE name = $name', { name });
    return row?.value;
  }

  async writeFact(name: string, value: string): Promise<void> {
    await this.#file.transaction(async (connection) => {
      await connection.run('DELETE FROM fact WHERE name = $name', { name });
      await connection.run('INSERT INTO fact VALUES ($name, $value)', { name, value });
    });
  }

  async countForgotten(request: ForgetRequest): Promise<ForgetCount> {
    return this.#file.transaction(async (connection) => countForgotten(connection, await this.#loadBook(), request));
  }

  async forget(request: ForgetRequest): Promise<ForgetCount> {
    return this.#changing(async () => {
      const book = await this.#loadBook();
      const count = await this.#file.transaction((connection) => forgetIn(connection, book, request));
      this.#forgetNumbers();
      this.#fresh.clear();
      await this.#file.compact();
      return count;
    });
  }

  async copyTo(sql: string, file: string, format: 'parquet' | 'csv' | 'json'): Promise<number> {
    const release = await this.#file.lockWriter();
    try {
      const options = { parquet: 'FORMAT parquet, COMPRESSION zstd', csv: 'FORMAT csv, HEADER', json: 'FORMAT json, ARRAY true' }[format];
      await this.#file.useMemory(largeWorkMegabytes);
      try {
        const copied = await this.#file.writer.run(`COPY (${sql}) TO '${file.replaceAll("'", "''")}' (${options})`);
        return copied.rowsChanged;
      } finally {
        await this.#file.useMemory();
      }
    } finally {
      release();
    }
  }

  async close(): Promise<void> {
    await this.#file.close();
  }

  /** What an older schema left until its entries are taken over, if anything. */
  async #adoptOlder(): Promise<void> {
    const { writer } = this.#file;
    const left = await writer.runAndReadAll(
      `SELECT table_name FROM duckdb_tables() WHERE table_name IN ('entry_version_1', 'entry_pack_version_3')`,
    );
    const tables = left.getRows().map(([name]) => name);
    if (tables.includes('entry_pack_version_3')) {
      await this.#file.useMemory(largeWorkMegabytes);
      await this.#file.transaction(adoptVersion3);
      await this.#file.useMemory();
    }
    if (tables.includes('entry_version_1')) await this.#adoptVersion1();
  }

  /** Entries of an old file become entries of this one, all or none: a process killed meanwhile begins again. */
  async #adoptVersion1(): Promise<void> {
    const { writer } = this.#file;
    if ((await countVersion1(writer)) === 0) {
      await writer.run('DROP TABLE entry_version_1');
      return;
    }
    const batch = await this.#openBatch();
    try {
      await adoptVersion1(writer, batch);
      await batch.commit({ drop: 'entry_version_1' });
    } catch (error) {
      await batch.rollback();
      throw error;
    }
  }

  async #loadBook(): Promise<NumberBook> {
    this.#book ??= await NumberBook.load(this.#file.writer);
    return this.#book;
  }

  async #loadIndex(): Promise<EntryIndex> {
    this.#index ??= await EntryIndex.load(this.#file.writer);
    return this.#index;
  }

  async #loadForgotten(): Promise<Forgotten> {
    this.#forgotten ??= await Forgotten.load(this.#file.writer);
    return this.#forgotten;
  }

  /** What is in memory is not what the file holds: it is read again when it is needed. */
  #forgetNumbers(): void {
    this.#book = undefined;
    this.#index = undefined;
    this.#forgotten = undefined;
    this.#stale = undefined;
  }

  /** Numbers given out by work that failed were never stored: the book is read again. */
  async #changing<Result>(work: () => Promise<Result>): Promise<Result> {
    try {
      return await work();
    } catch (error) {
      this.#forgetNumbers();
      throw error;
    }
  }
}
