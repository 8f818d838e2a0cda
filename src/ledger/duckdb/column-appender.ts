import {
  BIGINT,
  BOOLEAN,
  DOUBLE,
  DuckDBDataChunk,
  ENUM,
  INTEGER,
  VARCHAR,
  type DuckDBAppender,
  type DuckDBConnection,
  type DuckDBType,
  type DuckDBValue,
} from '@duckdb/node-api';
import { assert } from '../../base/assert.ts';
import { segmentKinds } from '../../call/segment-kind.ts';
import { tiers } from '../../call/tier.ts';

const columnTypes = {
  varchar: VARCHAR,
  bigint: BIGINT,
  integer: INTEGER,
  double: DOUBLE,
  boolean: BOOLEAN,
  kind: ENUM(segmentKinds),
  tier: ENUM(tiers),
} satisfies Record<string, DuckDBType>;

export type ColumnType = keyof typeof columnTypes;

/** Columns of a table in their order, by name. */
export type Columns = Readonly<Record<string, ColumnType>>;

/** A row for {@link ColumnAppender}: `undefined` is unknown. */
export type AppendedRow<Table extends Columns> = {
  readonly [Name in keyof Table]:
    | (Table[Name] extends 'varchar' | 'kind' | 'tier' ? string : Table[Name] extends 'boolean' ? boolean : number)
    | undefined;
};

/** Rows of a chunk of DuckDB. */
const chunkRows = 2048;

/** Appends rows to one table, by columns and in chunks; part of the connection's transaction. */
export class ColumnAppender<Table extends Columns> {
  readonly #appender: DuckDBAppender;
  readonly #names: readonly (keyof Table)[];
  readonly #types: readonly DuckDBType[];
  readonly #wide: readonly boolean[];
  #buffers: DuckDBValue[][];

  private constructor(appender: DuckDBAppender, columns: Table) {
    this.#appender = appender;
    this.#names = Object.keys(columns);
    const types = Object.values(columns);
    this.#types = types.map((type) => columnTypes[type]);
    this.#wide = types.map((type) => type === 'bigint');
    this.#buffers = this.#names.map(() => []);
    assert(appender.columnCount === this.#names.length, `${appender.columnCount} columns in the table, ${this.#names.length} told`);
  }

  static async open<Table extends Columns>(connection: DuckDBConnection, table: string, columns: Table): Promise<ColumnAppender<Table>> {
    return new ColumnAppender(await connection.createAppender(table), columns);
  }

  append(row: AppendedRow<Table>): void {
    const names = this.#names;
    for (let column = 0; column < names.length; column++) {
      const value = row[names[column] as keyof Table];
      const stored = value === undefined ? null : this.#wide[column] === true ? BigInt(value) : value;
      (this.#buffers[column] as DuckDBValue[]).push(stored);
    }
    if ((this.#buffers[0] as DuckDBValue[]).length === chunkRows) this.#flushChunk();
  }

  /** Hands everything to DuckDB; the appender is of no use after it. */
  close(): void {
    if ((this.#buffers[0] as DuckDBValue[]).length > 0) this.#flushChunk();
    this.#appender.closeSync();
  }

  #flushChunk(): void {
    const chunk = DuckDBDataChunk.create(this.#types);
    chunk.setColumns(this.#buffers);
    this.#appender.appendDataChunk(chunk);
    this.#buffers = this.#names.map(() => []);
  }
}
