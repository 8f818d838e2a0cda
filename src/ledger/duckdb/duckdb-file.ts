import { renameSync, rmSync } from 'node:fs';
import { BIGINT, DuckDBInstance, type DuckDBConnection, type DuckDBType, type DuckDBValue } from '@duckdb/node-api';
import { assert, assertExists } from '../../base/assert.ts';
import { TareError } from '../../base/tare-error.ts';
import { migrations, schemaVersion } from '../migrations/migrations.ts';
import type { QueryRow, QueryValue, RowReader } from '../query-runner.ts';
import { inMemory } from '../in-memory.ts';

/** What DuckDB may take of the machine. */
export interface DuckdbLimits {
  readonly memoryMegabytes: number;
  readonly threads: number;
  /** Where it puts what does not fit in memory; beside the file, if not told. */
  readonly spillFolder?: string;
}

export const defaultLimits: DuckdbLimits = { memoryMegabytes: 110, threads: 2 };

/** For what goes through whole tables at once: an export, a change of the schema. */
export const largeWorkMegabytes = 400;

const numberOrSame = (value: unknown): QueryValue => (typeof value === 'bigint' ? Number(value) : (value as QueryValue));

interface Opened {
  readonly instance: DuckDBInstance;
  readonly writer: DuckDBConnection;
  readonly reader: DuckDBConnection;
}

/** An open DuckDB file with one connection that writes and one that reads; readers see what was committed. */
export class DuckdbFile implements RowReader {
  readonly path: string;
  readonly #limits: DuckdbLimits;
  #opened: Opened;
  #threads: number;
  #writing: Promise<unknown> = Promise.resolve();
  /** Readers wait for it: the file is being exchanged. */
  #exchange: Promise<unknown> = Promise.resolve();
  readonly #reading = new Set<Promise<unknown>>();

  private constructor(path: string, limits: DuckdbLimits, opened: Opened) {
    this.path = path;
    this.#limits = limits;
    this.#opened = opened;
    this.#threads = limits.threads;
  }

  /**
   * Opens or makes the file and brings its schema up to date.
   * @throws {TareError} `ledger-busy` when another process holds it, `ledger-newer` when a later Tare wrote it
   */
  static async open(path: string, limits: DuckdbLimits = defaultLimits): Promise<DuckdbFile> {
    const opened = await openFile(path, limits);
    const file = new DuckdbFile(path, limits, opened);
    await migrate(file, path);
    return file;
  }

  /** Only for who holds the writer's lock. */
  get writer(): DuckDBConnection {
    return this.#opened.writer;
  }

  /** Rows for an answer: see {@link #useThreads}. */
  async answerRows<Row extends QueryRow>(sql: string, parameters: Readonly<Record<string, QueryValue>> = {}): Promise<readonly Row[]> {
    return this.#tracked(async () => {
      await this.#useThreads(this.#opened.reader, this.#limits.threads);
      return this.#read<Row>(sql, parameters);
    });
  }

  async rows<Row extends QueryRow>(sql: string, parameters: Readonly<Record<string, QueryValue>> = {}): Promise<readonly Row[]> {
    return this.#tracked(() => this.#read<Row>(sql, parameters));
  }

  /** Reads while the file is not being exchanged, which waits for it. */
  async #tracked<Result>(read: () => Promise<Result>): Promise<Result> {
    await this.#exchange;
    const reading = read();
    this.#reading.add(reading);
    try {
      return await reading;
    } finally {
      this.#reading.delete(reading);
    }
  }

  async #read<Row extends QueryRow>(sql: string, parameters: Readonly<Record<string, QueryValue>>): Promise<readonly Row[]> {
    const types: Record<string, DuckDBType> = {};
    const values: Record<string, DuckDBValue> = {};
    for (const [name, value] of Object.entries(parameters)) {
      const whole = typeof value === 'number' && Number.isSafeInteger(value);
      values[name] = whole ? BigInt(value) : value;
      if (whole) types[name] = BIGINT;
    }
    const result = await this.#opened.reader.runAndReadAll(sql, values, types);
    const names = result.columnNames();
    return result.getRowsJS().map((row) => Object.fromEntries(names.map((name, index) => [name, numberOrSame(row[index])])) as Row);
  }

  /** Runs one piece of work at a time on the writing connection, in a transaction: all of it happens or nothing. */
  async transaction<Result>(work: (connection: DuckDBConnection) => Promise<Result>): Promise<Result> {
    const release = await this.lockWriter();
    try {
      await this.writer.run('BEGIN');
      try {
        const result = await work(this.writer);
        await this.writer.run('COMMIT');
        return result;
      } catch (error) {
        await rollback(this.writer);
        throw error;
      }
    } finally {
      release();
    }
  }

  /** Waits for its turn on the writing connection. The holder calls the function it gets when it is done. */
  async lockWriter(): Promise<() => void> {
    const before = this.#writing;
    let done: (() => void) | undefined;
    this.#writing = new Promise<void>((resolve) => {
      done = resolve;
    });
    await before;
    await this.#useThreads(this.writer, 1);
    return assertExists(done, 'a promise runs its executor at once');
  }

  /**
   * Questions share their work among threads. Writing is one statement after the other with little in each: a second
   * thread would mostly wait, and DuckDB waits by asking again and again.
   */
  async #useThreads(connection: DuckDBConnection, threads: number): Promise<void> {
    if (this.#threads === threads) return;
    this.#threads = threads;
    await connection.run(`SET threads = ${threads}`);
  }

  /** Sets what DuckDB may take from now on; the file's usual limit, if not told. Only for who holds the writer's lock. */
  async useMemory(megabytes = this.#limits.memoryMegabytes): Promise<void> {
    await this.writer.run(`SET memory_limit = '${megabytes}MB'`);
  }

  /**
   * Writes the file anew without what was deleted, and puts it in the old one's place: DuckDB itself only marks
   * deleted rows, so their bytes would stay.
   */
  async compact(): Promise<void> {
    if (this.path === inMemory) return;
    const release = await this.lockWriter();
    const exchange = this.#exchangeFile();
    this.#exchange = exchange.catch(() => undefined);
    try {
      await exchange;
    } finally {
      release();
    }
  }

  async close(): Promise<void> {
    const release = await this.lockWriter();
    await Promise.allSettled(this.#reading);
    closeFile(this.#opened);
    release();
  }

  async #exchangeFile(): Promise<void> {
    await Promise.allSettled(this.#reading);
    closeFile(this.#opened);
    const beside = `${this.path}.compact`;
    try {
      rmSync(beside, { force: true });
      await copyDatabase(this.path, beside);
      renameSync(beside, this.path);
    } finally {
      rmSync(beside, { force: true });
      this.#opened = await openFile(this.path, this.#limits);
      this.#threads = this.#limits.threads;
    }
  }
}

function closeFile({ instance, writer, reader }: Opened): void {
  reader.closeSync();
  writer.closeSync();
  instance.closeSync();
}

async function copyDatabase(from: string, to: string): Promise<void> {
  const quoted = (path: string): string => `'${path.replaceAll("'", "''")}'`;
  const instance = await DuckDBInstance.create(inMemory, { memory_limit: `${largeWorkMegabytes}MB`, threads: '1' });
  const connection = await instance.connect();
  await connection.run(`ATTACH ${quoted(from)} AS before (READ_ONLY)`);
  await connection.run(`ATTACH ${quoted(to)} AS compacted`);
  await connection.run('COPY FROM DATABASE before TO compacted');
  await connection.run('DETACH compacted');
  await connection.run('DETACH before');
  connection.closeSync();
  instance.closeSync();
}

/** Rolls back; a transaction that DuckDB has already ended is as good. */
export async function rollback(connection: DuckDBConnection): Promise<void> {
  try {
    await connection.run('ROLLBACK');
  } catch (error) {
    assert(String(error).includes('no transaction is active'), `the ledger cannot roll back: ${String(error)}`);
  }
}

async function openFile(path: string, limits: DuckdbLimits): Promise<Opened> {
  try {
    const instance = await DuckDBInstance.create(path, {
      memory_limit: `${limits.memoryMegabytes}MB`,
      threads: String(limits.threads),
      ...(limits.spillFolder === undefined ? {} : { temp_directory: limits.spillFolder }),
      preserve_insertion_order: 'false',
      checkpoint_threshold: '64MB',
      allocator_flush_threshold: '16MB',
      allocator_bulk_deallocation_flush_threshold: '32MB',
      autoinstall_known_extensions: 'false',
    });
    return { instance, writer: await instance.connect(), reader: await instance.connect() };
  } catch (cause) {
    if (/lock/i.test(String(cause))) {
      throw new TareError({
        code: 'ledger-busy',
        message: `Another process holds the ledger ${path}`,
        hint: 'Wait until it is done, or name another folder with TARE_HOME.',
        cause,
      });
    }
    throw new TareError({
      code: 'ledger-unreadable',
      message: `The ledger ${path} cannot be opened: ${String(cause).split('\n')[0] ?? ''}`,
      hint: 'Move the file away and run again: what the transcripts still hold is read anew.',
      cause,
    });
  }
}

async function migrate(file: DuckdbFile, path: string): Promise<void> {
  const connection = file.writer;
  await connection.run('CREATE TABLE IF NOT EXISTS migration (version INTEGER NOT NULL)');
  const result = await connection.runAndReadAll('SELECT coalesce(max(version), 0) FROM migration');
  const current = Number(result.getRows()[0]?.[0]);
  if (current > schemaVersion) {
    throw new TareError({
      code: 'ledger-newer',
      message: `The ledger ${path} has schema ${current}; this Tare knows up to ${schemaVersion}`,
      hint: 'Use the newer Tare that wrote it, or name another folder with TARE_HOME.',
    });
  }
  if (current === schemaVersion) return;
  await file.useMemory(largeWorkMegabytes);
  for (const migration of migrations.slice(current)) {
    await connection.run('BEGIN');
    for (const statement of migration.statements) await connection.run(statement);
    await connection.run(`INSERT INTO migration VALUES (${migration.version})`);
    await connection.run('COMMIT');
  }
  await file.useMemory();
}
