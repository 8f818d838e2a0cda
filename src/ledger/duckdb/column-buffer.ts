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

/** Values of one column of a chunk that is being filled; `undefined` is unknown. */
export abstract class ColumnBuffer<Value> {
  abstract readonly type: DuckDBType;
  #length = 0;
  #hasUnknown = false;
  /** One bit a row, 1 for a known value, as DuckDB has it. */
  readonly #known = new Uint32Array(chunkRows / 32).fill(allKnown);

  get length(): number {
    return this.#length;
  }

  push(value: Value | undefined): void {
    const row = this.#length++;
    if (value !== undefined) {
      this.put(row, value);
      return;
    }
    const word = row >>> 5;
    this.#known[word] = (this.#known[word] as number) & ~(1 << (row & 31));
    this.#hasUnknown = true;
  }

  /** Copies the column into a vector of as many rows, and is empty after it. */
  moveTo(vector: DuckDBVector): void {
    this.fill(vector, this.#length);
    if (this.#hasUnknown) partsOf(vector).validity.data = new BigUint64Array(this.#known.buffer, 0, Math.ceil(this.#length / 64));
    vector.flush();
    this.#known.fill(allKnown);
    this.#hasUnknown = false;
    this.#length = 0;
  }

  protected abstract put(row: number, value: Value): void;
  protected abstract fill(vector: DuckDBVector, length: number): void;
}

class IntegerBuffer extends ColumnBuffer<number> {
  readonly type = INTEGER;
  readonly #values = new Int32Array(chunkRows);

  protected put(row: number, value: number): void {
    this.#values[row] = value;
  }

  protected fill(vector: DuckDBVector, length: number): void {
    partsOf(vector).items.set(this.#values.subarray(0, length));
  }
}

class DoubleBuffer extends ColumnBuffer<number> {
  readonly type = DOUBLE;
  readonly #values = new Float64Array(chunkRows);

  protected put(row: number, value: number): void {
    this.#values[row] = value;
  }

  protected fill(vector: DuckDBVector, length: number): void {
    partsOf(vector).items.set(this.#values.subarray(0, length));
  }
}

/** Whole numbers up to 2^53 as 64 bits, in two halves: low then high, the byte order of every machine Node runs on. */
class WideBuffer extends ColumnBuffer<number> {
  readonly type = BIGINT;
  readonly #halves = new Int32Array(2 * chunkRows);
  readonly #values = new BigInt64Array(this.#halves.buffer);

  protected put(row: number, value: number): void {
    this.#halves[2 * row] = value % 0x1_0000_0000;
    this.#halves[2 * row + 1] = Math.floor(value / 0x1_0000_0000);
  }

  protected fill(vector: DuckDBVector, length: number): void {
    partsOf(vector).items.set(this.#values.subarray(0, length));
  }
}

class NameBuffer extends ColumnBuffer<string> {
  readonly type: DuckDBType;
  readonly #values = new Uint8Array(chunkRows);
  readonly #codes: ReadonlyMap<string, number>;

  constructor(names: readonly string[]) {
    super();
    this.type = ENUM(names);
    this.#codes = new Map(names.map((name, code) => [name, code]));
  }

  protected put(row: number, value: string): void {
    this.#values[row] = assertExists(this.#codes.get(value), `${value} is none of the names of its column`);
  }

  protected fill(vector: DuckDBVector, length: number): void {
    partsOf(vector).items.set(this.#values.subarray(0, length));
  }
}

/** Values that DuckDB takes one by one. */
class ValueBuffer<Value extends string | boolean> extends ColumnBuffer<Value> {
  readonly type: DuckDBType;
  readonly #values: (Value | undefined)[] = [];

  constructor(type: DuckDBType) {
    super();
    this.type = type;
  }

  protected put(row: number, value: Value): void {
    this.#values[row] = value;
  }

  protected fill(vector: DuckDBVector, length: number): void {
    for (let row = 0; row < length; row++) {
      const value = this.#values[row];
      if (value !== undefined) vector.setItem(row, value);
    }
    this.#values.length = 0;
  }
}

class BlobBuffer extends ColumnBuffer<Uint8Array> {
  readonly type = BLOB;
  readonly #values: Uint8Array[] = [];

  protected put(row: number, value: Uint8Array): void {
    this.#values[row] = value;
  }

  protected fill(vector: DuckDBVector, length: number): void {
    for (let row = 0; row < length; row++) {
      const value = this.#values[row];
      if (value !== undefined) vector.setItem(row, new DuckDBBlobValue(value));
    }
    this.#values.length = 0;
  }
}

const buffers = {
  varchar: () => new ValueBuffer<string>(VARCHAR),
  bigint: () => new WideBuffer(),
  integer: () => new IntegerBuffer(),
  double: () => new DoubleBuffer(),
  blob: () => new BlobBuffer(),
  boolean: () => new ValueBuffer<boolean>(BOOLEAN),
  kind: () => new NameBuffer(segmentKinds),
  tier: () => new NameBuffer(tiers),
  effect: () => new NameBuffer(claimEffects),
} satisfies Record<string, () => ColumnBuffer<never>>;

export type ColumnType = keyof typeof buffers;

export type BufferOf<Type extends ColumnType> = ReturnType<(typeof buffers)[Type]>;

export const bufferOf = <Type extends ColumnType>(type: Type): BufferOf<Type> => buffers[type]() as BufferOf<Type>;
