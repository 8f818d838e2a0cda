import { BIGINT, DuckDBInstance, type DuckDBConnection, type DuckDBType, type DuckDBValue } from '@duckdb/node-api';
import { assert, assertExists } from '../../base/assert.ts';
import { TareError } from '../../base/tare-error.ts';
import { migrations, schemaVersion } from '../migrations/migrations.ts';
import type { QueryRow, QueryRunner, QueryValue } from '../query-runner.ts';

/** What DuckDB may take of the machine. */
export interface DuckdbLimits {
  readonly memoryMegabytes: number;
  readonly threads: number;
}

export const defaultLimits: DuckdbLimits = { memoryMegabytes: 200, threads: 2 };

const numberOrSame = (value: unknown): QueryValue => (typeof value === 'bigint' ? Number(value) : (value as QueryValue));

/** An open DuckDB file with one connection that writes and one that reads; readers see what was committed. */
export class DuckdbFile implements QueryRunner {
  readonly path: string;
  readonly writer: DuckDBConnection;
  readonly #reader: DuckDBConnection;
  readonly #instance: DuckDBInstance;
  #writing: Promise<unknown> = Promise.resolve();

  private constructor(path: string, instance: DuckDBInstance, writer: DuckDBConnection, reader: DuckDBConnection) {
    this.path = path;
    this.#instance = instance;
    this.writer = writer;
    this.#reader = reader;
  }

  /**
   * Opens or makes the file and brings its schema up to date.
   * @throws {TareError} `ledger-busy` when another process holds it, `ledger-newer` when a later Tare wrote it
   */
  static async open(path: string, limits: DuckdbLimits = defaultLimits): Promise<DuckdbFile> {
    const instance = await openInstance(path, limits);
    const writer = await instance.connect();
    await migrate(writer, path);
    return new DuckdbFile(path, instance, writer, await instance.connect());
  }

  async rows<Row extends QueryRow>(sql: string, parameters: Readonly<Record<string, QueryValue>> = {}): Promise<readonly Row[]> {
    const types: Record<string, DuckDBType> = {};
    const values: Record<string, DuckDBValue> = {};
    for (const [name, value] of Object.entries(parameters)) {
      const whole = typeof value === 'number' && Number.isSafeInteger(value);
      values[name] = whole ? BigInt(value) : value;
      if (whole) types[name] = BIGINT;
    }
    const result = await this.#reader.runAndReadAll(sql, values, types);
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
    return assertExists(done, 'a promise runs its executor at once');
  }

  /** Writes everything to the main file and gives freed space back. */
  async checkpoint(): Promise<void> {
    const release = await this.lockWriter();
    try {
      await this.writer.run('FORCE CHECKPOINT');
    } finally {
      release();
    }
  }

  async close(): Promise<void> {
    const release = await this.lockWriter();
    this.#reader.closeSync();
    this.writer.closeSync();
    this.#instance.closeSync();
    release();
  }
}

/** Rolls back; a transaction that DuckDB has already ended is as good. */
export async function rollback(connection: DuckDBConnection): Promise<void> {
  try {
    await connection.run('ROLLBACK');
  } catch (error) {
    assert(String(error).includes('no transaction is active'), `the ledger cannot roll back: ${String(error)}`);
  }
}

async function openInstance(path: string, limits: DuckdbLimits): Promise<DuckDBInstance> {
  try {
    return await DuckDBInstance.create(path, {
      memory_limit: `${limits.memoryMegabytes}MB`,
      threads: String(limits.threads),
      preserve_insertion_order: 'false',
      autoinstall_known_extensions: 'false',
    });
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

async function migrate(connection: DuckDBConnection, path: string): Promise<void> {
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
  for (const migration of migrations.slice(current)) {
    await connection.run('BEGIN');
    for (const statement of migration.statements) await connection.run(statement);
    await connection.run(`INSERT INTO migration VALUES (${migration.version})`);
    await connection.run('COMMIT');
  }
}
