import type { QueryRunner, QueryRow } from '../query-runner.ts';
import { cutNodes } from './cut-nodes.ts';
import { conditionOf, sessionCondition, type Selection } from './selection.ts';

/** What is counted: a sum of tokens by what serving them costs, and of dollars, each times its factor. */
export interface IcicleMeasure {
  readonly computed: number;
  readonly read: number;
  readonly output: number;
  readonly usd: number;
}

/** Sum of a row of `icicle` or `icicle_stretch`. The factors are numbers of this program, never text. */
export function measureSql(measure: IcicleMeasure): string {
  const parts = (['computed', 'read', 'output', 'usd'] as const).filter((part) => measure[part] !== 0);
  if (parts.length === 0) return '0::DOUBLE';
  return parts.map((part) => (measure[part] === 1 ? `${part}::DOUBLE` : `${part} * ${measure[part]}::DOUBLE`)).join(' + ');
}

/**
 * `WITH` parts and their parameters. `n` has a row a node, as far as the selection has a part of it: `chain`, `turn`, `kind` (its
 * place among the kinds), `tool` and `target` (numbers of names), `start`, `value`. `p` says of each
 * chain its session and its project, the lowest number of a session in the same folder.
 */
export interface IcicleSource {
  readonly sql: string;
  readonly parameters: QueryRow;
}

export const chainsOfProjects = `SELECT h.number AS chain, h.session, s.project FROM chain h
    JOIN (SELECT number, min(number) OVER (PARTITION BY directory) AS project FROM session) s ON s.number = h.session`;

function chainCondition(selection: Selection): string {
  const bySession = sessionCondition(selection).sql;
  const ofSessions = bySession === 'TRUE' ? '' : `WHERE session IN (SELECT number FROM session WHERE ${bySession})`;
  const isWhole = selection.since === undefined && selection.until === undefined && selection.model === undefined;
  if (isWhole) return ofSessions === '' ? '' : `WHERE chain IN (SELECT number FROM chain ${ofSessions})`;
  return `WHERE chain IN (SELECT chain FROM icicle_stretch ${ofSessions} GROUP BY chain HAVING bool_and(coalesce(${conditionOf(selection).sql}, FALSE)))`;
}

/** Chains that the selection takes a part of. */
async function chainsCut(query: QueryRunner, selection: Selection): Promise<readonly number[]> {
  if (selection.since === undefined && selection.until === undefined && selection.model === undefined) return [];
  const { sql, parameters } = conditionOf(selection);
  const rows = await query.rows<{ readonly chain: number }>(
    `SELECT chain FROM icicle_stretch GROUP BY chain HAVING bool_or(coalesce(${sql}, FALSE)) AND NOT bool_and(coalesce(${sql}, FALSE)) ORDER BY chain`,
    parameters,
  );
  return rows.map(({ chain }) => chain);
}

/** Nodes of the selection: whole chains as they are rolled up, and of chains that it cuts the part inside. */
export async function icicleNodes(query: QueryRunner, selection: Selection, measure: IcicleMeasure): Promise<IcicleSource> {
  const cut = await cutNodes(query, selection, measure, await chainsCut(query, selection));
  const columns = Object.entries(cut);
  const isCut = cut.chain.length > 0;
  const cutSql = isCut
    ? ` UNION ALL SELECT ${columns.map(([name]) => `unnest(from_json($cut_${name}, '["${name === 'value' ? 'DOUBLE' : 'INTEGER'}"]')) AS ${name}`).join(', ')}`
    : '';
  return {
    sql: `n AS (SELECT chain, turn, enum_code(kind)::INTEGER AS kind, tool, target, start, ${measureSql(measure)} AS value
      FROM icicle ${chainCondition(selection)}${cutSql}), p AS MATERIALIZED (${chainsOfProjects})`,
    parameters: {
      ...conditionOf(selection).parameters,
      ...(isCut ? Object.fromEntries(columns.map(([name, values]) => [`cut_${name}`, JSON.stringify(values)])) : {}),
    },
  };
}
