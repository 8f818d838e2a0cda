import type { DuckDBConnection, DuckDBType, DuckDBValue } from '@duckdb/node-api';
import { BIGINT, VARCHAR } from '@duckdb/node-api';
import { assert } from '../../base/assert.ts';
import type { ForgetCount, ForgetRequest } from '../forget-request.ts';
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
export async function countForgotten(connection: DuckDBConnection, request: ForgetRequest): Promise<ForgetCount> {
  const condition = conditionOf(request);
  const { values, types } = bound(request);
  const result = await connection.runAndReadAll(
    `SELECT (SELECT count(DISTINCT session) FROM entry WHERE ${condition})::INTEGER, (SELECT count(*) FROM entry WHERE ${condition})::INTEGER,
       (SELECT count(*) FROM call WHERE ${condition})::INTEGER`,
    values,
    types,
  );
  const [sessions, entries, calls] = result.getRows()[0] as number[];
  return { sessions: sessions ?? 0, entries: entries ?? 0, calls: calls ?? 0 };
}

/**
 * Removes what the request names and writes down what must not come back. Groups that lose something lose their
 * weighing too and are weighed again from what is left. Runs inside a transaction.
 */
export async function forgetIn(connection: DuckDBConnection, request: ForgetRequest): Promise<ForgetCount> {
  const count = await countForgotten(connection, request);
  const condition = conditionOf(request);
  const { values, types } = bound(request);
  const run = (sql: string): Promise<unknown> => connection.run(sql, values, types);
  const bySession = sessionParts(request);
  const times = `${request.since === undefined ? 'NULL' : '$since'}, ${request.until === undefined ? 'NULL' : '$until'}`;
  await run(
    bySession.length === 0
      ? `INSERT INTO forgotten VALUES (NULL, ${times})`
      : `INSERT INTO forgotten SELECT id, ${times} FROM session WHERE ${bySession.join(' AND ')}`,
  );
  await run(
    `CREATE OR REPLACE TEMP TABLE forgotten_group AS SELECT DISTINCT weighed_group AS "group" FROM session
       WHERE weighed_group IS NOT NULL AND number IN (SELECT DISTINCT session FROM entry WHERE ${condition})`,
  );
  await run(`CREATE OR REPLACE TEMP TABLE forgotten_file AS SELECT DISTINCT file FROM entry WHERE ${condition}`);
  await run(`DELETE FROM entry WHERE ${condition}`);
  for (const table of weighedTables) await connection.run(`DELETE FROM ${table} WHERE "group" IN (SELECT "group" FROM forgotten_group)`);
  await connection.run('DELETE FROM icicle_name WHERE number NOT IN (SELECT tool FROM icicle UNION SELECT target FROM icicle)');
  await connection.run(`UPDATE session SET weighed = NULL WHERE weighed_group IN (SELECT "group" FROM forgotten_group)`);
  await connection.run(
    `DELETE FROM session WHERE number NOT IN (SELECT DISTINCT session FROM entry) AND number NOT IN (SELECT DISTINCT "group" FROM session s
       WHERE s.number IN (SELECT DISTINCT session FROM entry))`,
  );
  await connection.run('DELETE FROM chain WHERE session NOT IN (SELECT number FROM session)');
  await connection.run(
    `DELETE FROM skipped WHERE file IN (SELECT path FROM file WHERE number IN (SELECT file FROM forgotten_file) AND number NOT IN (SELECT DISTINCT file FROM entry))`,
  );
  return count;
}
