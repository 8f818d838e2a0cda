import {
  BIGINT,
  BLOB,
  BOOLEAN,
  DuckDBBlobValue,
  DOUBLE,
  ENUM,
  INTEGER,
  VARCHAR,
  type DuckDBType,
  type DuckDBVector,
} from '@duckdb/node-api';
import { assertExists } from '../../base/assert.ts';
import { claimEffects } from '../../call/finding.ts';
import { segmentKinds } from '../../call/segment-kind.ts';
import { tiers } from '../../call/tier.ts';

/** Rows of a chunk of DuckDB. */
export const chunkRows = 2048;

const allKnown = 0xffffffff;

/**
 * What `@duckdb/node-api` 1.5 keeps in its vectors and does not declare. Filled directly, because its own `setItem`
 * goes through a `BigInt` for every value and every null, and rows come by the million.
 */
interface VectorParts {
  readonly items: { set(values: ArrayLike<number> | ArrayLike<bigint>): void };
  readonly validity: { data: BigUint64Array | null };
}

const partsOf = (vector: DuckDBVector): VectorParts => vector as unknown as VectorParts;

/** Which rows of a column are known: one bit a row, 1 for a known value, as DuckDB has it. */
class Validity {
  readonly #known = new Uint32Array(chunkRows / 32).fill(allKnown);
  #hasUnknown = false;

  unset(row: number): void {
    const word = row >>> 5;
    this.#known[word] = (this.#known[word] as number) & ~(1 << (row & 31));
    this.#hasUnknown = true;
  }

  /** Hands a vector of so many rows over to DuckDB; every row is known after it. */
  flush(vector: DuckDBVector, length: number): void {
    if (this.#hasUnknown) partsOf(vector).validity.data = new BigUint64Array(this.#known.buffer, 0, Math.ceil(length / 64));
    vector.flush();
    this.#known.fill(allKnown);
    this.#hasUnknown = false;
  }
}

/**
 * Values of one column of a chunk that is being filled; `undefined` is unknown. Every kind of column has a `push` of its
 * own: shared, it would be compiled for all of them at once, and slow for each.
 */
export interface ColumnBuffer<Value> {
  readonly type: DuckDBType;
  readonly length: number;
  push(value: Value | undefined): void;
  /** Copies the column into a vector of as many rows, and is empty after it. */
  moveTo(vector: DuckDBVector): void;
}

class IntegerBuffer implements ColumnBuffer<number> {
  readonly type = INTEGER;
  readonly #values = new Int32Array(chunkRows);
  readonly #validity = new Validity();
  length = 0;

  push(value: number | undefined): void {
    const row = this.length++;
    if (value === undefined) this.#validity.unset(row);
    else this.#values[row] = value;
  }

  moveTo(vector: DuckDBVector): void {
    partsOf(vector).items.set(this.#values.subarray(0, this.length));
    this.#validity.flush(vector, this.length);
    this.length = 0;
  }
}

class DoubleBuffer implements ColumnBuffer<number> {
  readonly type = DOUBLE;
  readonly #values = new Float64Array(chunkRows);
  readonly #validity = new Validity();
  length = 0;

  push(value: number | undefined): void {
    const row = this.length++;
    if (value === undefined) this.#validity.unset(row);
    else this.#values[row] = value;
  }

  moveTo(vector: DuckDBVector): void {
    partsOf(vector).items.set(this.#values.subarray(0, this.length));
    this.#validity.flush(vector, this.length);
    this.length = 0;
  }
}

/** Whole numbers up to 2^53 as 64 bits, in two halves: low then high, the byte order of every machine Node runs on. */
class WideBuffer implements ColumnBuffer<number> {
  readonly type = BIGINT;
  readonly #halves = new Int32Array(2 * chunkRows);
  readonly #values = new BigInt64Array(this.#halves.buffer);
  readonly #validity = new Validity();
  length = 0;

  push(value: number | undefined): void {
    const row = this.length++;
    if (value === undefined) {
      this.#validity.unset(row);
      return;
    }
    this.#halves[2 * row] = value % 0x1_0000_0000;
    this.#halves[2 * row + 1] = Math.floor(value / 0x1_0000_0000);
  }

  moveTo(vector: DuckDBVector): void {
    partsOf(vector).items.set(this.#values.subarray(0, this.length));
    this.#validity.flush(vector, this.length);
    this.length = 0;
  }
}

class NameBuffer implements ColumnBuffer<string> {
  readonly type: DuckDBType;
  readonly #values = new Uint8Array(chunkRows);
  readonly #codes: ReadonlyMap<string, number>;
  readonly #validity = new Validity();
  length = 0;

  constructor(names: readonly string[]) {
    this.type = ENUM(names);
    this.#codes = new Map(names.map((name, code) => [name, code]));
  }

  push(value: string | undefined): void {
    const row = this.length++;
    if (value === undefined) this.#validity.unset(row);
    else this.#values[row] = assertExists(this.#codes.get(value), `${value} is none of the names of its column`);
  }

  moveTo(vector: DuckDBVector): void {
    partsOf(vector).items.set(this.#values.subarray(0, this.length));
    this.#validity.flush(vector, this.length);
    this.length = 0;
  }
}

/** Values that DuckDB takes one by one. */
class ValueBuffer<Value extends string | boolean | Uint8Array> implements ColumnBuffer<Value> {
  readonly type: DuckDBType;
  readonly #values: (Value | undefined)[] = [];
  readonly #validity = new Validity();

  constructor(type: DuckDBType) {
    this.type = type;
  }

  get length(): number {
    return this.#values.length;
  }

  push(value: Value | undefined): void {
    if (value === undefined) this.#validity.unset(this.#values.length);
    this.#values.push(value);
  }

  moveTo(vector: DuckDBVector): void {
    const { length } = this.#values;
    for (let row = 0; row < length; row++) {
      const value = this.#values[row];
      if (value !== undefined) vector.setItem(row, value instanceof Uint8Array ? new DuckDBBlobValue(value) : value);
    }
    this.#validity.flush(vector, length);
    this.#values.length = 0;
  }
}

const buffers = {
  varchar: () => new ValueBuffer<string>(VARCHAR),
  bigint: () => new WideBuffer(),
  integer: () => new IntegerBuffer(),
  double: () => new DoubleBuffer(),
  blob: () => new ValueBuffer<Uint8Array>(BLOB),
  boolean: () => new ValueBuffer<boolean>(BOOLEAN),
  kind: () => new NameBuffer(segmentKinds),
  tier: () => new NameBuffer(tiers),
  effect: () => new NameBuffer(claimEffects),
} satisfies Record<string, () => ColumnBuffer<never>>;

export type ColumnType = keyof typeof buffers;

export type BufferOf<Type extends ColumnType> = ReturnType<(typeof buffers)[Type]>;

export const bufferOf = <Type extends ColumnType>(type: Type): BufferOf<Type> => buffers[type]() as BufferOf<Type>;
