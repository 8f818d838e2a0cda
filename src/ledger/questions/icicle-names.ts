import type { QueryRunner } from '../query-runner.ts';
import { textCell } from './cells.ts';
import type { NodeName } from './icicle-branches.ts';

const sqlOf = {
  project: "SELECT number, coalesce(directory, 'unknown') AS name FROM session",
  session: 'SELECT number, id AS name FROM session',
  chain:
    "SELECT number, CASE WHEN chain = 'main' THEN 'main' ELSE coalesce(agent_type, 'sub-agent') || ' ' || chain END AS name FROM chain",
  tool: 'SELECT number, name FROM icicle_name',
  target: 'SELECT number, name FROM icicle_name',
} as const;

/** Names that stand in the ledger under numbers. */
export type StoredName = keyof typeof sqlOf;

export const isStoredName = (name: NodeName): name is StoredName => Object.hasOwn(sqlOf, name);

/** Names by number; 0 is no tool and no target. */
export async function icicleNames(query: QueryRunner, of: StoredName, numbers: readonly number[]): Promise<ReadonlyMap<number, string>> {
  if (numbers.length === 0) return new Map();
  const rows = await query.rows(
    `SELECT number, name FROM (${sqlOf[of]}) WHERE number IN (SELECT unnest(from_json($numbers, '["INTEGER"]')))`,
    { numbers: JSON.stringify(numbers) },
  );
  return new Map(rows.map((row) => [Number(row['number']), textCell(row, 'name')]));
}
