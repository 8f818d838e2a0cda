import type { DuckDBConnection } from '@duckdb/node-api';
import type { SessionFacts } from './session-facts.ts';

/** A session that stood in the ledger before and has changed. */
export interface ChangedSession {
  readonly number: number;
  readonly group: number;
  /** Absent where only its group changed. */
  readonly facts: SessionFacts | undefined;
}

const listOf = (fields: Readonly<Record<string, string>>): string => `unnest(from_json($rows, '[${JSON.stringify(fields)}]'))`;

const sessionRow = {
  number: 'INTEGER',
  group: 'INTEGER',
  timed: 'BOOLEAN',
  start: 'BIGINT',
  end: 'BIGINT',
  told: 'BOOLEAN',
  directory: 'VARCHAR',
  gitBranch: 'VARCHAR',
  agentVersion: 'VARCHAR',
  parentSession: 'VARCHAR',
  experiment: 'VARCHAR',
};

const chainRow = { number: 'INTEGER', agentType: 'VARCHAR', spawnedBy: 'VARCHAR' };

/**
 * Brings the rows of sessions and of their chains up to date. What no entry tells of any more stays as it was told.
 * `isNewChain`: its row has not been stored.
 */
export async function updateSessions(
  connection: DuckDBConnection,
  sessions: readonly ChangedSession[],
  batch: number,
  isNewChain: (chain: number) => boolean,
): Promise<void> {
  if (sessions.length === 0) return;
  const rows = sessions.map(({ number, group, facts }) => ({
    number,
    group,
    ...facts,
    chains: undefined,
    timed: facts?.start !== undefined,
    told: facts?.isTold === true,
  }));
  const told = (column: string, field: string): string => `${column} = CASE WHEN r.told THEN r."${field}" ELSE session.${column} END`;
  await connection.run(
    `UPDATE session SET "group" = r."group", changed = ${batch}, start = CASE WHEN r.timed THEN r.start ELSE session.start END,
       "end" = CASE WHEN r.timed THEN r."end" ELSE session."end" END, ${told('directory', 'directory')}, ${told('branch', 'gitBranch')},
       ${told('agent_version', 'agentVersion')}, ${told('parent_session', 'parentSession')}, ${told('experiment', 'experiment')}
     FROM (SELECT r.* FROM (SELECT ${listOf(sessionRow)} AS r)) r WHERE r.number = session.number`,
    { rows: JSON.stringify(rows) },
  );
  const chains = sessions.flatMap(({ facts }) => [...(facts?.chains ?? [])]).filter(([number]) => !isNewChain(number));
  if (chains.length === 0) return;
  await connection.run(
    `UPDATE chain SET agent_type = r."agentType", spawned_by = r."spawnedBy"
     FROM (SELECT r.* FROM (SELECT ${listOf(chainRow)} AS r)) r WHERE r.number = chain.number`,
    { rows: JSON.stringify(chains.map(([number, facts]) => ({ number, ...facts }))) },
  );
}
