import type { DuckDBConnection, DuckDBType, DuckDBValue } from '@duckdb/node-api';
import { BIGINT, VARCHAR } from '@duckdb/node-api';
import { assert } from '../../base/assert.ts';
import type { ForgetCount, ForgetRequest } from '../forget-request.ts';
import type { NumberBook } from './number-book.ts';
import { appendPack, deletePacks, openPackAppenders, storedPacks, type OpenPack } from './open-pack.ts';
import { weighedTables } from './weighed-tables.ts';

interface Bound {
  readonly values: Record<string, DuckDBValue>;
  readonly types: Record<string, DuckDBType>;
}

const bound = (request: ForgetRequest): Bound => ({
  values: {
    ...(request.session === undefined ? {} : { session: request.session }),
    ...(request.project === undefined ? {} : { project: request.project }),
    ...(request.since === undefined ? {} : { since: BigInt(request.since) }),
    ...(request.until === undefined ? {} : { until: BigInt(request.until) }),
  },
  types: { session: VARCHAR, project: VARCHAR, since: BIGINT, until: BIGINT },
});

const sessionParts = (request: ForgetRequest): string[] => [
  ...(request.session === undefined ? [] : ["(id = $session OR ends_with(id, ':' || $session))"]),
  ...(request.project === undefined ? [] : ["contains(lower(coalesce(directory, '')), lower($project))"]),
];

const timeParts = (request: ForgetRequest): string[] => [
  ...(request.since === undefined ? [] : ['time >= $since']),
  ...(request.until === undefined ? [] : ['time < $until']),
];

/** Condition on a table with `session` (number) and `time`. */
function conditionOf(request: ForgetRequest): string {
  const bySession = sessionParts(request);
  const parts = [
    ...(bySession.length === 0 ? [] : [`session IN (SELECT number FROM session WHERE ${bySession.join(' AND ')})`]),
    ...timeParts(request),
  ];
  assert(parts.length > 0, 'asked to forget everything');
  return parts.join(' AND ');
}

/** What {@link forgetIn} would remove. */
export async function countForgotten(connection: DuckDBConnection, book: NumberBook, request: ForgetRequest): Promise<ForgetCount> {
  const calls = await countCalls(connection, request);
  const sessions = new Set<number>();
  let entries = 0;
  for await (const pack of storedPacks(connection, book, await inNamedSessions(connection, request))) {
    const gone = pack.entries.filter(({ entry }) => isWithin(entry.time, request)).length;
    if (gone > 0) sessions.add(pack.session);
    entries += gone;
  }
  return { sessions: sessions.size, entries, calls };
}

async function countCalls(connection: DuckDBConnection, request: ForgetRequest): Promise<number> {
  const { values, types } = bound(request);
  const result = await connection.runAndReadAll(`SELECT count(*)::INTEGER FROM call WHERE ${conditionOf(request)}`, values, types);
  return result.getRows()[0]?.[0] as number;
}

/**
 * Removes what the request names and writes down what must not come back. Groups that lose something lose their
 * weighing too and are weighed again from what is left. Runs inside a transaction.
 */
export async function forgetIn(connection: DuckDBConnection, book: NumberBook, request: ForgetRequest): Promise<ForgetCount> {
  const calls = await countCalls(connection, request);
  const { values, types } = bound(request);
  const run = (sql: string): Promise<unknown> => connection.run(sql, values, types);
  const bySession = sessionParts(request);
  const times = `${request.since === undefined ? 'NULL' : '$since'}, ${request.until === undefined ? 'NULL' : '$until'}`;
  await run(
    bySession.length === 0
      ? `INSERT INTO forgotten VALUES (NULL, ${times})`
      : `INSERT INTO forgotten SELECT id, ${times} FROM session WHERE ${bySession.join(' AND ')}`,
  );
  const gone = await removeEntries(connection, book, request);
  const groups = `SELECT weighed_group FROM session WHERE weighed_group IS NOT NULL AND number IN (${listed(gone.sessions)})`;
  await connection.run(`CREATE OR REPLACE TEMP TABLE forgotten_group AS SELECT DISTINCT weighed_group AS "group" FROM (${groups})`);
  for (const table of weighedTables) await connection.run(`DELETE FROM ${table} WHERE "group" IN (SELECT "group" FROM forgotten_group)`);
  await connection.run('DELETE FROM icicle_name WHERE number NOT IN (SELECT tool FROM icicle UNION SELECT target FROM icicle)');
  await connection.run(`UPDATE session SET weighed = NULL WHERE weighed_group IN (SELECT "group" FROM forgotten_group)`);
  await connection.run(
    `DELETE FROM session WHERE number NOT IN (SELECT session FROM entry_pack) AND number NOT IN (SELECT "group" FROM session s
       WHERE s.number IN (SELECT session FROM entry_pack))`,
  );
  await connection.run('DELETE FROM chain WHERE session NOT IN (SELECT number FROM session)');
  const empty = await withoutEntries(connection, book, gone.files);
  await connection.run(`DELETE FROM skipped WHERE file IN (SELECT path FROM file WHERE number IN (${listed(empty)}))`);
  return { sessions: gone.sessions.size, entries: gone.entries, calls };
}

const listed = (numbers: ReadonlySet<number>): string => (numbers.size === 0 ? 'NULL' : [...numbers].join(', '));

interface Removed {
  readonly entries: number;
  readonly sessions: ReadonlySet<number>;
  readonly files: ReadonlySet<number>;
}

/** Stores the packs that lose entries anew, without them. Returns the sessions and files that they were of. */
async function removeEntries(connection: DuckDBConnection, book: NumberBook, request: ForgetRequest): Promise<Removed> {
  const [sessions, files] = [new Set<number>(), new Set<number>()];
  let entries = 0;
  const changed: OpenPack[] = [];
  for await (const pack of storedPacks(connection, book, await inNamedSessions(connection, request))) {
    const before = pack.entries;
    pack.entries = before.filter(({ entry }) => !isWithin(entry.time, request));
    if (pack.entries.length === before.length) continue;
    sessions.add(pack.session);
    entries += before.length - pack.entries.length;
    for (const { file, entry } of before) if (isWithin(entry.time, request)) files.add(file);
    changed.push(pack);
  }
  await deletePacks(
    connection,
    changed.map(({ number }) => number),
  );
  const appenders = await openPackAppenders(connection);
  for (const pack of changed) appendPack(appenders, pack);
  appenders.pack.close();
  appenders.key.close();
  return { entries, sessions, files };
}

/** Condition on `entry_pack` for the sessions that the request names. */
async function inNamedSessions(connection: DuckDBConnection, request: ForgetRequest): Promise<string> {
  const { since: _since, until: _until, ...ofSession } = request;
  const { values, types } = bound(ofSession);
  const bySession = sessionParts(request);
  if (bySession.length === 0) return 'TRUE';
  const found = await connection.runAndReadAll(`SELECT number FROM session WHERE ${bySession.join(' AND ')}`, values, types);
  return `session IN (${listed(new Set(found.getRows().map(([number]) => number as number)))})`;
}

/** Those of the files of which no entry is left. */
async function withoutEntries(connection: DuckDBConnection, book: NumberBook, files: ReadonlySet<number>): Promise<ReadonlySet<number>> {
  const empty = new Set(files);
  if (empty.size === 0) return empty;
  for await (const { entries } of storedPacks(connection, book, 'TRUE')) for (const { file } of entries) empty.delete(file);
  return empty;
}

function isWithin(time: number | undefined, { since, until }: ForgetRequest): boolean {
  if (since === undefined && until === undefined) return true;
  return time !== undefined && (since === undefined || time >= since) && (until === undefined || time < until);
}
