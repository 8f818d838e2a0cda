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

type ValueOf<Type extends ColumnType> = Type extends 'varchar' | 'kind' | 'tier' ? string : Type extends 'boolean' ? boolean : number;

/** Values of the chunk that is being filled, by column; `undefined` is unknown. */
type Buffers<Table extends Columns> = { readonly [Name in keyof Table]: (ValueOf<Table[Name]> | undefined)[] };

/** Rows of a chunk of DuckDB. */
const chunkRows = 2048;

/**
 * Appends rows to one table, by columns and in chunks; part of the connection's transaction. A row is one `push` on
 * every column and then `endRow`: no object a row, as there are millions.
 */
export class ColumnAppender<Table extends Columns> {
  readonly columns: Buffers<Table>;
  readonly #appender: DuckDBAppender;
  readonly #buffers: readonly DuckDBValue[][];
  readonly #types: readonly DuckDBType[];
  readonly #wide: readonly boolean[];
  #rows = 0;

  private constructor(appender: DuckDBAppender, columns: Table) {
    this.#appender = appender;
    const names = Object.keys(columns);
    const types = Object.values(columns);
    assert(appender.columnCount === names.length, `${appender.columnCount} columns in the table, ${names.length} told`);
    this.#types = types.map((type) => columnTypes[type]);
    this.#wide = types.map((type) => type === 'bigint');
    this.#buffers = names.map(() => []);
    this.columns = Object.fromEntries(names.map((name, index) => [name, this.#buffers[index]])) as Buffers<Table>;
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

  #flushChunk(): void {
    for (let column = 0; column < this.#buffers.length; column++) {
      const buffer = this.#buffers[column] as DuckDBValue[];
      assert(buffer.length === this.#rows, `column ${column} has ${buffer.length} values for ${this.#rows} rows`);
      const isWide = this.#wide[column] === true;
      for (let row = 0; row < buffer.length; row++) {
        const value = buffer[row];
        if (value === undefined) buffer[row] = null;
        else if (isWide) buffer[row] = BigInt(value as number);
      }
    }
    const chunk = DuckDBDataChunk.create(this.#types);
    chunk.setColumns(this.#buffers);
    this.#appender.appendDataChunk(chunk);
    for (const buffer of this.#buffers) buffer.length = 0;
    this.#rows = 0;
  }
}
