import type { NumberedEntry } from './held-entry.ts';

/**
 * Entries just stored, by session number: a session of which everything was read just now is weighed without reading it
 * back. Holds a bounded number and forgets the oldest first; what is not here is in the file.
 */
export class FreshEntries {
  readonly #bySession = new Map<number, NumberedEntry[]>();
  readonly #limit: number;
  #size = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** `isNew`: nothing of the session stood in the file before. */
  add(session: number, entries: readonly NumberedEntry[], isNew: boolean): void {
    const known = this.#bySession.get(session);
    if (known === undefined && !isNew) return;
    if (known === undefined) this.#bySession.set(session, [...entries]);
    else for (const entry of entries) known.push(entry);
    this.#size += entries.length;
    for (const oldest of this.#bySession.keys()) {
      if (this.#size <= this.#limit) break;
      this.drop(oldest);
    }
  }

  /** All entries of a session, if they are here; they are not kept any longer. */
  take(session: number): readonly NumberedEntry[] | undefined {
    const known = this.#bySession.get(session);
    this.drop(session);
    return known;
  }

  drop(session: number): void {
    this.#size -= this.#bySession.get(session)?.length ?? 0;
    this.#bySession.delete(session);
  }

  clear(): void {
    this.#bySession.clear();
    this.#size = 0;
  }
}
