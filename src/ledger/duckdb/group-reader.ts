import type { DuckDBConnection } from '@duckdb/node-api';
import { assertExists } from '../../base/assert.ts';
import type { ChainId, Entry, SessionId } from '../../call/entry.ts';
import type { GroupId, SessionGroup } from '../../call/session-group.ts';
import type { GroupToWeigh } from '../ledger.ts';
import type { FreshEntries, NumberedEntry } from './fresh-entries.ts';
import { readContent } from './stored-entry.ts';

/** Groups that changed since they were weighed, or were weighed by another version, in the order of their numbers. */
export async function listGroupsToWeigh(connection: DuckDBConnection, version: string): Promise<readonly GroupToWeigh[]> {
  const result = await connection.runAndReadAll(
    `WITH stale AS (
       SELECT DISTINCT "group" FROM session
       WHERE weighed IS NULL OR weighed < changed OR weighed_version IS DISTINCT FROM $version OR weighed_group IS DISTINCT FROM "group")
     SELECT g.id, count(e.number)::INTEGER
     FROM stale JOIN session g ON g.number = stale."group" JOIN session s ON s."group" = stale."group"
     LEFT JOIN entry e ON e.session = s.number
     GROUP BY g.id, g.number ORDER BY g.number`,
    { version },
  );
  return result.getRows().map(([id, entries]) => ({ id: id as GroupId, entries: entries as number }));
}

interface OpenSession {
  readonly id: SessionId;
  readonly source: string;
  readonly group: OpenGroup;
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
  groups: readonly number[],
  fresh: FreshEntries,
): Promise<readonly SessionGroup[]> {
  const open = new Map<number, OpenGroup>();
  const stored = new Map<number, OpenSession>();
  const sessions = await connection.runAndReadAll(
    `SELECT s.number, s.id, s.source, s."group", g.id, (SELECT count(*) FROM entry e WHERE e.session = s.number)::INTEGER
     FROM session s JOIN session g ON g.number = s."group" WHERE s."group" IN (${groups.join(', ')}) ORDER BY s.id`,
  );
  for (const [number, id, source, groupNumber, groupId, count] of sessions.getRows()) {
    let group = open.get(groupNumber as number);
    if (group === undefined) {
      group = { id: groupId as GroupId, sessions: [], entries: [] };
      open.set(groupNumber as number, group);
    }
    group.sessions.push(id as SessionId);
    const inMemory = fresh.take(number as number, count as number);
    if (inMemory === undefined) stored.set(number as number, { id: id as SessionId, source: source as string, group });
    else for (const entry of inMemory) group.entries.push(entry);
  }
  if (stored.size > 0) await readStored(connection, stored);
  return groups.flatMap((number) => {
    const group = open.get(number);
    return group === undefined ? [] : [{ ...group, entries: inOrder(group.entries) }];
  });
}

async function namesBy<Name>(connection: DuckDBConnection, sql: string): Promise<ReadonlyMap<number, Name>> {
  const result = await connection.runAndReadAll(sql);
  return new Map(result.getRows().map(([number, name]) => [number as number, name as Name]));
}

async function readStored(connection: DuckDBConnection, sessions: ReadonlyMap<number, OpenSession>): Promise<void> {
  const numbers = [...sessions.keys()].join(', ');
  const chains = await namesBy<ChainId>(connection, `SELECT number, chain FROM chain WHERE session IN (${numbers})`);
  const files = await namesBy<string>(
    connection,
    `SELECT number, path FROM file WHERE number IN (SELECT DISTINCT file FROM entry WHERE session IN (${numbers}))`,
  );
  const stream = await connection.stream(
    `SELECT number::DOUBLE, key, session, chain, type, time::DOUBLE, parent, file, "offset"::DOUBLE, length::DOUBLE, line::DOUBLE, content
     FROM entry WHERE session IN (${numbers})`,
  );
  for (;;) {
    const chunk = await stream.fetchChunk();
    if (chunk === null || chunk.rowCount === 0) return;
    const [number, key, session, chain, type, time, parent, file, offset, length, line, content] = chunk.getColumns() as EntryColumns;
    for (let row = 0; row < number.length; row++) {
      const owner = assertExists(sessions.get(session[row] as number), 'an entry of another session');
      const moment = time[row];
      const entry = {
        key: key[row],
        source: owner.source,
        session: owner.id,
        chain: chains.get(chain[row] as number),
        parent: parent[row],
        ...(moment === null ? {} : { time: moment }),
        location: { file: files.get(file[row] as number) ?? '', offset: offset[row], length: length[row], line: line[row] },
        type: type[row],
        ...readContent(content[row] as string, key[row] as string),
      } as unknown as Entry;
      owner.group.entries.push({ number: number[row] as number, entry });
    }
  }
}

/** A chunk of the columns that {@link readStored} selects. */
type EntryColumns = [
  number: number[],
  key: string[],
  session: number[],
  chain: number[],
  type: string[],
  time: (number | null)[],
  parent: string[],
  file: number[],
  offset: number[],
  length: number[],
  line: number[],
  content: string[],
];

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
