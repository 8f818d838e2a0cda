import type { DuckDBConnection } from '@duckdb/node-api';

/*
 * Settling merges what came since the last time: entries with one key become one, and sessions that share context
 * become one group. It is a few joins over the new rows, so its cost grows with what is new and with one pass over
 * the keys of what is there. Runs inside a transaction.
 */

/** Rank of entries with one key: the first stays. Independent of the order in which files were read. */
const precedence = `format DESC, usage_sum DESC NULLS LAST, time ASC NULLS LAST, session_id ASC, path ASC, line DESC, number DESC`;

async function numberOf(connection: DuckDBConnection, sql: string): Promise<number> {
  const result = await connection.runAndReadAll(sql);
  return Number(result.getRows()[0]?.[0] ?? 0);
}

export async function settledBatch(connection: DuckDBConnection): Promise<number> {
  return numberOf(connection, "SELECT max(value::BIGINT) FROM fact WHERE name = 'settled-batch'");
}

/** Merges everything that came since the last settling. Returns the sessions of which entries were merged with others. */
export async function settle(connection: DuckDBConnection): Promise<readonly number[]> {
  const settled = await settledBatch(connection);
  const newest = await numberOf(connection, 'SELECT max(batch) FROM entry');
  if (newest <= settled) return [];
  await connection.run(`CREATE OR REPLACE TEMP TABLE link (a INTEGER, b INTEGER)`);
  const merged = await mergeTwins(connection, settled, newest);
  await connection.run(
    `UPDATE session SET changed = ${newest} WHERE number IN (SELECT DISTINCT session FROM entry WHERE batch > ${settled})`,
  );
  await gatherFacts(connection, newest);
  await findLinks(connection, settled);
  await joinGroups(connection, newest);
  await connection.run("DELETE FROM fact WHERE name = 'settled-batch'");
  await connection.run(`INSERT INTO fact VALUES ('settled-batch', '${newest}')`);
  return merged;
}

async function mergeTwins(connection: DuckDBConnection, settled: number, newest: number): Promise<readonly number[]> {
  const candidates = settled === 0 ? 'entry' : `entry SEMI JOIN (SELECT key FROM entry WHERE batch > ${settled}) USING (key)`;
  await connection.run(`CREATE OR REPLACE TEMP TABLE twin_key AS SELECT key FROM ${candidates} GROUP BY key HAVING count(*) > 1`);
  if ((await numberOf(connection, 'SELECT count(*) FROM twin_key')) === 0) return [];
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE twin AS
       SELECT e.number, e.batch, e.key, e.session, s.id AS session_id, f.path, e.usage_sum, e.time, e.line, e.format,
         hash(e.content, e.type, e.time, e.parent, e.call, e.chain) AS sameness
       FROM entry e SEMI JOIN twin_key USING (key) JOIN session s ON s.number = e.session
       LEFT JOIN file f ON f.number = e.file`,
  );
  // The same line read again: the first reading stays, so that nothing counts as changed.
  await connection.run(
    `CREATE OR REPLACE TEMP TABLE loser AS
       SELECT number FROM twin QUALIFY row_number() OVER (PARTITION BY key, session, path, sameness ORDER BY number) > 1`,
  );
  await connection.run(
    `INSERT INTO loser SELECT number FROM (
       SELECT number, row_number() OVER (PARTITION BY key ORDER BY ${precedence}) AS place FROM twin ANTI JOIN loser USING (number))
       WHERE place > 1`,
  );
  await connection.run(
    `INSERT INTO link SELECT DISTINCT w.session, l.session FROM twin l SEMI JOIN loser USING (number)
       JOIN (SELECT key, session FROM twin ANTI JOIN loser USING (number)) w ON w.key = l.key WHERE w.session <> l.session`,
  );
  await connection.run(
    `UPDATE session SET changed = ${newest} WHERE number IN (
       SELECT DISTINCT session FROM twin SEMI JOIN loser USING (number) WHERE batch <= ${settled})`,
  );
  await connection.run('DELETE FROM entry WHERE number IN (SELECT number FROM loser)');
  const sessions = await connection.runAndReadAll('SELECT DISTINCT session FROM twin');
  return sessions.getRows().map(([session]) => session as number);
}

const firstKnown = (name: string): string =>
  `arg_min(content ->> '$.${name}', struct_pack(t := coalesce(time, 9e15::BIGINT), k := key)) FILTER (content ->> '$.${name}' IS NOT NULL)`;

/** Brings the columns of `session` and `chain` up to date with their entries. */
async function gatherFacts(connection: DuckDBConnection, newest: number): Promise<void> {
  const touched = `SELECT number FROM session WHERE changed = ${newest}`;
  await connection.run(
    `UPDATE session SET start = t.start, "end" = t."end" FROM (
       SELECT session, min(time) AS start, max(time) AS "end" FROM entry WHERE session IN (${touched}) GROUP BY session) t
     WHERE t.session = session.number`,
  );
  await connection.run(
    `UPDATE session SET directory = f.directory, branch = f.branch, agent_version = f.version, parent_session = f.parent, experiment = f.experiment
     FROM (SELECT session, ${firstKnown('directory')} AS directory, ${firstKnown('gitBranch')} AS branch,
         ${firstKnown('agentVersion')} AS version, ${firstKnown('parentSession')} AS parent, ${firstKnown('experiment')} AS experiment
       FROM entry WHERE type = 'session' AND session IN (${touched}) GROUP BY session) f
     WHERE f.session = session.number`,
  );
  await connection.run(
    `UPDATE chain SET agent_type = f.agent_type, spawned_by = f.spawned_by
     FROM (SELECT chain, ${firstKnown('agentType')} AS agent_type, ${firstKnown('spawnedBy')} AS spawned_by
       FROM entry WHERE type = 'session' AND session IN (${touched}) GROUP BY chain) f
     WHERE f.chain = chain.number`,
  );
}

/** Pairs of sessions that share context: a parent, a fork, or tellers of the same call. */
async function findLinks(connection: DuckDBConnection, settled: number): Promise<void> {
  await connection.run(
    `INSERT INTO link SELECT DISTINCT e.session, p.session
       FROM (SELECT session, batch, foreign_parent FROM entry WHERE foreign_parent IS NOT NULL) e
       JOIN entry p ON p.key = e.foreign_parent
       WHERE e.session <> p.session AND (e.batch > ${settled} OR p.batch > ${settled})`,
  );
  await connection.run(
    `INSERT INTO link SELECT s.number, p.number FROM session s JOIN session p ON p.id = s.parent_session WHERE s.number <> p.number`,
  );
  const calls = `entry ${settled === 0 ? '' : `SEMI JOIN (SELECT call FROM entry WHERE batch > ${settled}) USING (call)`}`;
  await connection.run(
    `INSERT INTO link SELECT DISTINCT e.session, c.lowest FROM entry e
       JOIN (SELECT call, min(session) AS lowest FROM ${calls} WHERE call IS NOT NULL GROUP BY call HAVING min(session) <> max(session)) c
         ON c.call = e.call WHERE e.session <> c.lowest`,
  );
}

/** Joins linked sessions into groups; the number of a group is that of its session with the lowest id. */
async function joinGroups(connection: DuckDBConnection, newest: number): Promise<void> {
  const links = await connection.runAndReadAll('SELECT DISTINCT a, b FROM link');
  if (links.currentRowCount === 0) return;
  const sessions = await connection.runAndReadAll('SELECT number, id, "group" FROM session');
  const idOf = new Map<number, string>();
  const parentOf = new Map<number, number>();
  const before = new Map<number, number>();
  for (const [number, id, group] of sessions.getRows()) {
    idOf.set(number as number, id as string);
    before.set(number as number, group as number);
    if (!parentOf.has(number as number)) parentOf.set(number as number, number as number);
  }
  const rootOf = (number: number): number => {
    let root = number;
    while (parentOf.get(root) !== root) root = parentOf.get(root) ?? root;
    parentOf.set(number, root);
    return root;
  };
  const join = (a: number, b: number): void => {
    const [rootA, rootB] = [rootOf(a), rootOf(b)];
    if (rootA === rootB) return;
    const aFirst = (idOf.get(rootA) ?? '') < (idOf.get(rootB) ?? '');
    parentOf.set(aFirst ? rootB : rootA, aFirst ? rootA : rootB);
  };
  for (const [number, group] of before) join(number, group);
  for (const [a, b] of links.getRows()) join(a as number, b as number);
  const moved = [...before].filter(([number, group]) => rootOf(number) !== group).map(([number]) => number);
  for (let from = 0; from < moved.length; from += 1000) {
    const values = moved.slice(from, from + 1000).map((number) => `(${number}, ${rootOf(number)})`);
    await connection.run(
      `UPDATE session SET "group" = m.root, changed = ${newest} FROM (VALUES ${values.join(', ')}) m(number, root) WHERE m.number = session.number`,
    );
  }
}
