import type { QueryRow, QueryRunner } from '../query-runner.ts';
import { numberCell } from './cells.ts';
import type { IcicleSource } from './icicle-nodes.ts';

/** By what a node is named on a level: numbers, see {@link IcicleSource}. */
export type NodeName = 'project' | 'session' | 'chain' | 'turn' | 'kind' | 'tool' | 'target';

/** Nodes with the same names. */
export interface IcicleBranch {
  /** A number a level; {@link folded} on the last one for small ones taken together. */
  readonly path: readonly number[];
  readonly value: number;
  /** How many small ones a folded row stands for: a file or command counts once in each turn that had it. */
  readonly merged: number;
  /** Order among siblings, where they stand in order of time. */
  readonly start: number;
}

/** In place of a name: small ones taken together. */
export const folded = -1;

const branchOf =
  (levels: readonly NodeName[]) =>
  (row: QueryRow): IcicleBranch => ({
    path: levels.map((level) => numberCell(row, level)),
    value: numberCell(row, 'value'),
    merged: numberCell(row, 'merged'),
    start: 0,
  });

/** The parents whose children are wanted, as a table `v`. */
function wanted(
  levels: readonly NodeName[],
  parents: readonly (readonly number[])[],
): { readonly sql: string; readonly parameters: QueryRow } {
  return {
    sql: `v AS MATERIALIZED (SELECT ${levels.map((level) => `unnest(from_json($v_${level}, '["INTEGER"]')) AS ${level}`).join(', ')})`,
    parameters: Object.fromEntries(levels.map((level, index) => [`v_${level}`, JSON.stringify(parents.map((path) => path[index]))])),
  };
}

/** Sums by project, kind and tool: few rows, whatever the ledger holds. */
export async function coarseBranches(query: QueryRunner, { sql, parameters }: IcicleSource): Promise<readonly IcicleBranch[]> {
  const rows = await query.rows(
    `WITH ${sql} SELECT project, kind, tool, sum(value) AS value, 0 AS merged FROM n JOIN p USING (chain)
     GROUP BY project, kind, tool HAVING sum(value) > 0`,
    parameters,
  );
  return rows.map(branchOf(['project', 'kind', 'tool']));
}

/** Which parents to look below: those named by the first levels, or all. */
export interface WantedParents {
  /** How many levels they are named by; 0 for all. */
  readonly known: number;
  readonly paths: readonly (readonly number[])[];
}

/**
 * Sums by the levels given, which are project, kind, tool and target in some order; small ones of the last level folded.
 * A target whose nodes do not add up to `smallest` anywhere cannot be drawn, so that only the others are told apart; that
 * keeps the work small where there are as many targets as calls.
 */
export async function targetBranches(
  query: QueryRunner,
  { sql, parameters }: IcicleSource,
  levels: readonly NodeName[],
  { known, paths }: WantedParents,
  smallest: number,
): Promise<readonly IcicleBranch[]> {
  const last = levels.at(-1) as NodeName;
  const others = levels.slice(0, -1).join(', ');
  const { sql: view, parameters: viewed } = wanted(levels.slice(0, known), paths);
  const semi = known === 0 ? '' : `SEMI JOIN v USING (${levels.slice(0, known).join(', ')})`;
  const rows = await query.rows(
    `WITH ${sql}${known === 0 ? '' : `, ${view}`},
       m AS (SELECT kind, tool, target, value, project FROM n JOIN p USING (chain) ${semi}),
       heavy AS MATERIALIZED (SELECT target FROM ${known === 0 ? 'n' : 'm'} GROUP BY target HAVING sum(value) >= $smallest),
       g AS (SELECT project, kind, tool, CASE WHEN target IN (SELECT target FROM heavy) THEN target ELSE ${folded} END AS target,
               sum(value) AS value, count(*) AS pieces FROM m GROUP BY ALL HAVING sum(value) > 0),
       s AS (SELECT * EXCLUDE (${last}), value >= $smallest AND target >= 0 AS large,
               CASE WHEN value >= $smallest AND target >= 0 THEN ${last} ELSE ${folded} END AS ${last}, (target < 0) AS light FROM g)
     SELECT ${others}, ${last}, sum(value) AS value,
       CASE WHEN large THEN 0 ELSE sum(CASE WHEN light THEN pieces ELSE 1 END) END::DOUBLE AS merged
     FROM s GROUP BY ${others}, ${last}, large`,
    { ...parameters, ...(known === 0 ? {} : viewed), smallest },
  );
  return rows.map(branchOf(levels));
}

/** The sessions below the parents named, small ones folded. */
export async function sessionBranches(
  query: QueryRunner,
  { sql, parameters }: IcicleSource,
  levels: readonly NodeName[],
  parents: readonly (readonly number[])[],
  smallest: number,
): Promise<readonly IcicleBranch[]> {
  const above = levels.join(', ');
  const { sql: view, parameters: viewed } = wanted(levels, parents);
  const rows = await query.rows(
    `WITH ${sql}, ${view},
       m AS (SELECT chain, kind, tool, target, sum(value) AS value FROM n SEMI JOIN v USING (target, kind, tool) GROUP BY ALL),
       g AS (SELECT ${above}, session, sum(value) AS value FROM m JOIN p USING (chain) SEMI JOIN v USING (${above}) GROUP BY ALL HAVING sum(value) > 0),
       s AS (SELECT * EXCLUDE (session), value >= $smallest AS large, CASE WHEN value >= $smallest THEN session ELSE ${folded} END AS session FROM g)
     SELECT ${above}, session, sum(value) AS value, CASE WHEN large THEN 0 ELSE count(*) END::DOUBLE AS merged
     FROM s GROUP BY ${above}, session, large`,
    { ...parameters, ...viewed, smallest },
  );
  return rows.map(branchOf([...levels, 'session']));
}

const inChain = ['chain', 'turn', 'kind', 'tool', 'target'] as const;

/** Children on one level of chains in order of time: each run of small ones between two large ones is folded by itself. */
function levelInTime(level: number): string {
  const own = inChain[level] as string;
  const parents = inChain.slice(0, level).join(', ');
  const inOrder = `ORDER BY start, ${own}`;
  return `SELECT ${level} AS level, ${inChain.map((name, index) => (index < level ? name : index === level ? `CASE WHEN large THEN ${own} ELSE ${folded} END AS ${own}` : `0 AS ${name}`)).join(', ')},
      sum(value) AS value, CASE WHEN large THEN 0 ELSE count(*) END::DOUBLE AS merged, min(start)::DOUBLE AS start
    FROM (SELECT *, CASE WHEN large THEN 0 ELSE row_number() OVER (PARTITION BY ${parents} ${inOrder}) - row_number() OVER (PARTITION BY ${parents}, large ${inOrder}) END AS run
      FROM (SELECT ${parents}, ${own}, sum(value) AS value, sum(value) >= $smallest AS large, min(start) AS start,
              sum(sum(value)) OVER (PARTITION BY ${parents}) AS parent_value FROM b GROUP BY ${parents}, ${own})
      WHERE parent_value >= $smallest)
    GROUP BY ${parents}, CASE WHEN large THEN ${own} ELSE ${folded} END, large, run`;
}

/** What these chains had, in order of time: by turn, kind, tool and target. */
export async function branchesInTime(
  query: QueryRunner,
  { sql, parameters }: IcicleSource,
  chains: readonly number[],
  smallest: number,
): Promise<readonly IcicleBranch[]> {
  const rows = await query.rows(
    `WITH ${sql}, v AS MATERIALIZED (SELECT unnest(from_json($v_chain, '["INTEGER"]')) AS chain),
       b AS MATERIALIZED (SELECT chain, turn, kind, tool, target, start, value FROM n SEMI JOIN v USING (chain))
     ${[1, 2, 3, 4].map(levelInTime).join('\nUNION ALL\n')} ORDER BY level, start`,
    { ...parameters, v_chain: JSON.stringify(chains), smallest },
  );
  return rows.map((row) => ({
    ...branchOf(inChain.slice(0, numberCell(row, 'level') + 1))(row),
    start: numberCell(row, 'start'),
  }));
}

/** Sums by kind. */
export async function kindSums(
  query: QueryRunner,
  { sql, parameters }: IcicleSource,
): Promise<readonly { readonly kind: number; readonly value: number }[]> {
  return query.rows<{ readonly kind: number; readonly value: number }>(
    `WITH ${sql} SELECT kind, sum(value) AS value FROM n GROUP BY kind`,
    parameters,
  );
}
