import type { DuckDBConnection } from '@duckdb/node-api';

/** The numbers that stand for names of tools and targets in the roll-up of the Tokens screen; 0 is no name. */
export class NameBook {
  readonly #numbers = new Map<string, number>([['', 0]]);
  #last = 0;

  static async load(connection: DuckDBConnection): Promise<NameBook> {
    const book = new NameBook();
    const names = await connection.runAndReadAll('SELECT number, name FROM icicle_name');
    for (const [number, name] of names.getRows()) {
      book.#numbers.set(name as string, number as number);
      book.#last = Math.max(book.#last, number as number);
    }
    return book;
  }

  /** Number of a name; `onNew` is told when it gets one. */
  number(name: string, onNew: (number: number, name: string) => void): number {
    const known = this.#numbers.get(name);
    if (known !== undefined) return known;
    const number = ++this.#last;
    this.#numbers.set(name, number);
    onNew(number, name);
    return number;
  }
}
