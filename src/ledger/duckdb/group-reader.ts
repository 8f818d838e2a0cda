import type { DuckDBConnection } from '@duckdb/node-api';
import { assertExists } from '../../base/assert.ts';
import type { Entry, SessionId } from '../../call/entry.ts';
import type { GroupId, SessionGroup } from '../../call/session-group.ts';
import type { FreshEntries } from './fresh-entries.ts';
import type { NumberBook } from './number-book.ts';
import { storedPacks } from './open-pack.ts';
import type { NumberedEntry } from './held-entry.ts';

/** Groups that changed since they were weighed, or were weighed by another version. */
export async function listStaleGroups(connection: DuckDBConnection, version: string): Promise<readonly number[]> {
  const result = await connection.runAndReadAll(
    `SELECT DISTINCT "group" FROM session
     WHERE weighed IS NULL OR weighed < changed OR weighed_version IS DISTINCT FROM $version OR weighed_group IS DISTINCT FROM "group"`,
    { version },
  );
  return result.getRows().map(([number]) => number as number);
}

interface OpenGroup {
  readonly id: GroupId;
  readonly sessions: SessionId[];
  readonly entries: NumberedEntry[];
}

/**
 * Sessions and entries of some groups. Entries come by time, then file, then line; those without a time stand where
 * their file has them. What was stored just now is taken from memory.
 */
export async function readGroupsOf(
  connection: DuckDBConnection,
  book: NumberBook,
  groups: readonly number[],
  fresh: FreshEntries,
): Promise<readonly SessionGroup[]> {
  const open = new Map<number, OpenGroup>();
  const stored = new Map<number, OpenGroup>();
  for (const groupNumber of groups) {
    const members = book.groups.membersOf(groupNumber);
    if (members.length === 0) continue;
    const group: OpenGroup = { id: book.groupNumbered(groupNumber), sessions: [], entries: [] };
    open.set(groupNumber, group);
    for (const number of members) {
      group.sessions.push(book.sessionNumbered(number).id);
      const inMemory = fresh.take(number);
      if (inMemory === undefined) stored.set(number, group);
      else for (const entry of inMemory) group.entries.push(entry);
    }
  }
  if (stored.size > 0) {
    for await (const pack of storedPacks(connection, book, `session IN (${[...stored.keys()].join(', ')})`)) {
      const group = assertExists(stored.get(pack.session), 'entries of another session');
      for (const entry of pack.entries) group.entries.push(entry);
    }
  }
  return groups.flatMap((number) => {
    const group = open.get(number);
    return group === undefined ? [] : [{ ...group, entries: inOrder(group.entries) }];
  });
}

/** Sorts by time, then file, then place in it. An entry without a time takes that of the entry before it in its file. */
function inOrder(entries: readonly NumberedEntry[]): readonly Entry[] {
  const byPlace = entries.toSorted((a, b) => {
    const [left, right] = [a.entry.location, b.entry.location];
    if (left.file !== right.file) return left.file < right.file ? -1 : 1;
    return left.line - right.line || left.offset - right.offset || a.number - b.number;
  });
  let file = '';
  let last = Number.NEGATIVE_INFINITY;
  const placed = byPlace.map(({ entry }, place) => {
    if (entry.location.file !== file) {
      file = entry.location.file;
      last = Number.NEGATIVE_INFINITY;
    }
    last = entry.time ?? last;
    return { entry, time: last, place };
  });
  return placed.toSorted((a, b) => (a.time === b.time ? a.place - b.place : a.time < b.time ? -1 : 1)).map(({ entry }) => entry);
}
