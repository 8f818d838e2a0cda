import type { NumberedEntry } from './held-entry.ts';

/**
 * Entries just stored, by session number: a session that was read in one go is weighed without reading it back.
 * Holds a bounded number and forgets the oldest first; what is not here is in the file.
 */
export class FreshEntries {
  readonly #bySession = new Map<number, NumberedEntry[]>();
  readonly #limit: number;
  #size = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  add(session: number, entries: readonly NumberedEntry[]): void {
    const known = this.#bySession.get(session);
    if (known === undefined) this.#bySession.set(session, [...entries]);
    else for (const entry of entries) known.push(entry);
    this.#size += entries.length;
    for (const oldest of this.#bySession.keys()) {
      if (this.#size <= this.#limit) break;
      this.drop(oldest);
    }
  }

  /** Entries of a session, if they are all here; they are not kept any longer. */
  take(session: number, count: number): readonly NumberedEntry[] | undefined {
    const known = this.#bySession.get(session);
    this.drop(session);
    return known?.length === count ? known : undefined;
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
