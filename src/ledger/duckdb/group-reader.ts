import type { DuckDBConnection } from '@duckdb/node-api';
import type { Entry, SessionId } from '../../call/entry.ts';
import type { GroupId, SessionGroup } from '../../call/session-group.ts';
import type { GroupToWeigh } from '../ledger.ts';
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

interface OpenGroup {
  readonly id: GroupId;
  readonly sessions: SessionId[];
  readonly entries: NumberedEntry[];
}

/** An entry with its number: entries of one line keep the order in which their source gave them. */
interface NumberedEntry {
  readonly number: number;
  readonly entry: Entry;
}

/** Sessions and entries of some groups. Entries come by time, then file, then line; those without a time stand where their file has them. */
export async function readGroupsOf(connection: DuckDBConnection, groups: readonly number[]): Promise<readonly SessionGroup[]> {
  const list = groups.join(', ');
  const open = new Map<number, OpenGroup>();
  const groupOfSession = new Map<number, OpenGroup>();
  const sessionOf = new Map<number, { readonly id: SessionId; readonly source: string }>();
  const sessions = await connection.runAndReadAll(
    `SELECT s.number, s.id, s.source, s."group", g.id FROM session s JOIN session g ON g.number = s."group" WHERE s."group" IN (${list}) ORDER BY s.id`,
  );
  for (const [number, id, source, groupNumber, groupId] of sessions.getRows()) {
    let group = open.get(groupNumber as number);
    if (group === undefined) {
      group = { id: groupId as GroupId, sessions: [], entries: [] };
      open.set(groupNumber as number, group);
    }
    group.sessions.push(id as SessionId);
    groupOfSession.set(number as number, group);
    sessionOf.set(number as number, { id: id as SessionId, source: source as string });
  }
  const numbers = [...sessionOf.keys()].join(', ');
  const chains = await connection.runAndReadAll(`SELECT number, chain FROM chain WHERE session IN (${numbers})`);
  const chainOf = new Map(chains.getRows().map(([number, chain]) => [number as number, chain as string]));
  const files = await connection.runAndReadAll(
    `SELECT number, path FROM file WHERE number IN (SELECT DISTINCT file FROM entry WHERE session IN (${numbers}))`,
  );
  const pathOf = new Map(files.getRows().map(([number, path]) => [number as number, path as string]));
  const stream = await connection.stream(
    `SELECT number::DOUBLE, key, session, chain, type, time::DOUBLE, parent, file, "offset"::DOUBLE, length::DOUBLE, line::DOUBLE, content
     FROM entry WHERE session IN (${numbers})`,
  );
  for (;;) {
    const chunk = await stream.fetchChunk();
    if (chunk === null || chunk.rowCount === 0) break;
    const [number, key, session, chain, type, time, parent, file, offset, length, line, content] = chunk.getColumns() as unknown[][] as [
      number[],
      string[],
      number[],
      number[],
      string[],
      (number | null)[],
      string[],
      number[],
      number[],
      number[],
      number[],
      string[],
    ];
    for (let row = 0; row < key.length; row++) {
      const sessionNumber = session[row] as number;
      const entryKey = key[row] as string;
      const owner = sessionOf.get(sessionNumber);
      const moment = time[row];
      const entry = {
        key: entryKey,
        source: owner?.source,
        session: owner?.id,
        chain: chainOf.get(chain[row] as number),
        parent: parent[row],
        ...(moment === null ? {} : { time: moment }),
        location: { file: pathOf.get(file[row] as number) ?? '', offset: offset[row], length: length[row], line: line[row] },
        type: type[row],
        ...readContent(content[row] as string, entryKey),
      } as unknown as Entry;
      groupOfSession.get(sessionNumber)?.entries.push({ number: number[row] as number, entry });
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
