/** A map that keeps its latest keys only, so that what a reader remembers of a file stays small. */
export class RecentMap<Value> {
  readonly #entries: Map<string, Value>;
  readonly #limit: number;

  constructor(limit: number, entries: Iterable<readonly [string, Value]> = []) {
    this.#limit = limit;
    this.#entries = new Map(entries);
  }

  get(key: string): Value | undefined {
    return this.#entries.get(key);
  }

  set(key: string, value: Value): void {
    this.#entries.delete(key);
    this.#entries.set(key, value);
    if (this.#entries.size <= this.#limit) return;
    for (const oldest of this.#entries.keys()) {
      this.#entries.delete(oldest);
      return;
    }
  }

  take(key: string): Value | undefined {
    const value = this.#entries.get(key);
    this.#entries.delete(key);
    return value;
  }

  entries(): readonly (readonly [string, Value])[] {
    return [...this.#entries];
  }
}
