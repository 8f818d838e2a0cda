import { assertExists } from '../../base/assert.ts';
import type { SessionId } from '../../call/entry.ts';

/** Which sessions share context. The number of a group is that of its session with the lowest id. */
export class SessionGroups {
  readonly #numbers = new Map<SessionId, number>();
  readonly #ids = new Map<number, SessionId>();
  readonly #groups = new Map<number, number>();
  readonly #members = new Map<number, number[]>();
  /** Sessions that name a parent, by its id: it may be read after them. */
  readonly #children = new Map<SessionId, Set<number>>();

  /** A session and the group it stands in; it is its own until it is joined. */
  add(session: number, id: SessionId, group: number): void {
    this.#numbers.set(id, session);
    this.#ids.set(session, id);
    this.#groups.set(session, group);
    const members = this.#members.get(group);
    if (members === undefined) this.#members.set(group, [session]);
    else members.push(session);
  }

  of(session: number): number {
    return assertExists(this.#groups.get(session), `session number ${session} stands in no group`);
  }

  /** Sessions of a group, by id. */
  membersOf(group: number): readonly number[] {
    const idOf = (session: number): string => this.#ids.get(session) ?? '';
    return (this.#members.get(group) ?? []).toSorted((a, b) => (idOf(a) < idOf(b) ? -1 : 1));
  }

  setParent(session: number, parent: SessionId): void {
    const children = this.#children.get(parent);
    if (children === undefined) this.#children.set(parent, new Set([session]));
    else children.add(session);
  }

  /** The session that one names as its parent, and those that name it as theirs, as far as they have been read. */
  relativesOf(session: number, parent: SessionId | undefined): number[] {
    const relatives = [...(this.#children.get(assertExists(this.#ids.get(session), 'a session has an id')) ?? [])];
    const known = parent === undefined ? undefined : this.#numbers.get(parent);
    return known === undefined ? relatives : [...relatives, known];
  }

  /** Joins the groups of two sessions. `onMoved` is told of every session whose group is another now. */
  join(a: number, b: number, onMoved: (session: number) => void): void {
    const [groupA, groupB] = [this.of(a), this.of(b)];
    if (groupA === groupB) return;
    const aFirst = (this.#ids.get(groupA) ?? '') < (this.#ids.get(groupB) ?? '');
    const [stays, goes] = aFirst ? [groupA, groupB] : [groupB, groupA];
    const members = this.#members.get(stays) ?? [];
    for (const session of this.#members.get(goes) ?? []) {
      this.#groups.set(session, stays);
      members.push(session);
      onMoved(session);
    }
    this.#members.set(stays, members);
    this.#members.delete(goes);
  }
}
