import type { GroupToWeigh } from '../ledger.ts';
import type { NumberBook } from './number-book.ts';

/** Groups that a version of the weighing has not weighed as they are, kept up to date from batch to batch. */
export class StaleGroups {
  readonly version: string;
  readonly #groups: Set<number>;

  constructor(version: string, groups: Iterable<number>) {
    this.version = version;
    this.#groups = new Set(groups);
  }

  get isEmpty(): boolean {
    return this.#groups.size === 0;
  }

  /** Sessions have changed, or stand in another group than before. */
  noteChanged(sessions: Iterable<number>, book: NumberBook): void {
    for (const session of sessions) this.#groups.add(book.groups.of(session));
  }

  noteWeighed(groups: Iterable<number>): void {
    for (const group of groups) this.#groups.delete(group);
  }

  /** In the order of their numbers; a group whose sessions went to another is none any more. */
  list(book: NumberBook): readonly GroupToWeigh[] {
    for (const group of this.#groups) if (book.groups.membersOf(group).length === 0) this.#groups.delete(group);
    return [...this.#groups].sort((a, b) => a - b).map((group) => ({ id: book.groupNumbered(group), entries: book.entriesOf(group) }));
  }
}
