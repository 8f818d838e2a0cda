import { DuckDBDataChunk, type DuckDBAppender, type DuckDBConnection } from '@duckdb/node-api';
import { assert } from '../../base/assert.ts';
import { bufferOf, chunkRows, type BufferOf, type ColumnBuffer, type ColumnType } from './column-buffer.ts';

/** Columns of a table in their order, by name. */
export type Columns = Readonly<Record<string, ColumnType>>;

type Buffers<Table extends Columns> = { readonly [Name in keyof Table]: BufferOf<Table[Name]> };

/**
 * Appends rows to one table, by columns and in chunks; part of the connection's transaction. A row is one `push` on
 * every column and then `endRow`: no object a row, as there are millions.
 */
export class ColumnAppender<Table extends Columns> {
  readonly columns: Buffers<Table>;
  readonly #appender: DuckDBAppender;
  readonly #buffers: readonly ColumnBuffer<never>[];
  #rows = 0;

  private constructor(appender: DuckDBAppender, columns: Table) {
    this.#appender = appender;
    const buffers = Object.entries(columns).map(([name, type]) => [name, bufferOf(type)] as const);
    assert(appender.columnCount === buffers.length, `${appender.columnCount} columns in the table, ${buffers.length} told`);
    this.#buffers = buffers.map(([, buffer]) => buffer);
    this.columns = Object.fromEntries(buffers) as Buffers<Table>;
  }

  static async open<Table extends Columns>(connection: DuckDBConnection, table: string, columns: Table): Promise<ColumnAppender<Table>> {
    return new ColumnAppender(await connection.createAppender(table), columns);
  }

  endRow(): void {
    if (++this.#rows === chunkRows) this.#flushChunk();
  }

  /** Hands everything to DuckDB; the appender is of no use after it. */
  close(): void {
    if (this.#rows > 0) this.#flushChunk();
    this.#appender.closeSync();
  }

  /** Lets go of rows whose transaction is rolled back; DuckDB refuses them where the transaction has failed already. */
  abandon(): void {
    try {
      this.#appender.closeSync();
    } catch (error) {
      assert(String(error).includes('transaction is aborted'), `rows cannot be let go of: ${String(error)}`);
    }
  }

  #flushChunk(): void {
    const chunk = DuckDBDataChunk.create(
      this.#buffers.map((buffer) => buffer.type),
      this.#rows,
    );
    for (const [column, buffer] of this.#buffers.entries()) {
      assert(buffer.length === this.#rows, `column ${column} has ${buffer.length} values for ${this.#rows} rows`);
      buffer.moveTo(chunk.getColumnVector(column));
    }
    this.#appender.appendDataChunk(chunk);
    this.#rows = 0;
  }
}
