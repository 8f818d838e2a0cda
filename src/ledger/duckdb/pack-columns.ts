/** A column as it is stored: `null` for what is unknown. */
export type List<Value> = readonly (Value | null)[];

/** Values of one field of a pack, in order. Left out of the pack where nothing is known. */
export class Column<Value> {
  readonly #values: (Value | null)[] = [];
  readonly #unknown: Value | null;
  #isKnown = false;

  /** What stands for unknown, if not `null`. */
  constructor(unknown: Value | null = null) {
    this.#unknown = unknown;
  }

  push(value: Value | undefined): void {
    if (value === undefined) this.#values.push(this.#unknown);
    else {
      this.#values.push(value);
      this.#isKnown = true;
    }
  }

  /** The column under its name, or nothing. */
  as<Name extends string>(name: Name): Partial<Record<Name, List<Value>>> {
    const named: Partial<Record<string, List<Value>>> = {};
    if (this.#isKnown) named[name] = this.#values;
    return named;
  }
}

/** Numbers the names of a pack from 1: 0 is none. */
export class NameList {
  readonly all: string[] = [];
  readonly #numbers = new Map<string, number>();

  of(name: string): number {
    const known = this.#numbers.get(name);
    if (known !== undefined) return known;
    const number = this.all.push(name);
    this.#numbers.set(name, number);
    return number;
  }

  optional(name: string | undefined): number | undefined {
    return name === undefined ? undefined : this.of(name);
  }
}
