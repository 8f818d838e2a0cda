import { numberCell, optionalNumber, textCell } from './cells.ts';
import type { QueryRow, QueryRunner } from '../query-runner.ts';
import { grossOfCall } from './call-totals.ts';
import { conditionOf, type Selection } from './selection.ts';

/** Billed tokens of everything with one name. */
export interface NamedWeight {
  readonly name: string;
  readonly calls: number;
  readonly tokens: number;
  readonly usd: number | null;
}

const namedWeight = (row: QueryRow): NamedWeight => ({
  name: textCell(row, 'name'),
  calls: numberCell(row, 'calls'),
  tokens: optionalNumber(row, 'tokens') ?? 0,
  usd: optionalNumber(row, 'usd'),
});

/** Names of calls that can be read off the call itself. */
const callNames = {
  source: 's.source',
  project: "coalesce(s.directory, 'unknown')",
  model: "coalesce(c.model, 'unknown')",
  agent: "CASE WHEN h.chain = 'main' THEN 'main' ELSE coalesce(h.agent_type, 'sub-agent') END",
  session: 's.id',
} as const;

type CallName = keyof typeof callNames;

/** Whole calls by names of theirs, heaviest first, out of one pass over the calls; at most so many rows of each name. */
export async function callsByNames(
  query: QueryRunner,
  selection: Selection,
  limits: Readonly<Partial<Record<CallName, number>>>,
): Promise<(name: CallName) => readonly NamedWeight[]> {
  const condition = conditionOf(selection);
  const names = (Object.keys(callNames) as CallName[]).filter((name) => limits[name] !== undefined);
  const rows = await query.rows(
    `WITH c AS (SELECT session, chain, model, count(*) AS calls, sum(${grossOfCall}) AS tokens, sum(usd_reconstructed) AS usd
                FROM call WHERE ${condition.sql} GROUP BY ALL),
       named AS (SELECT ${names.map((name) => `${callNames[name]} AS "${name}"`).join(', ')}, c.calls, c.tokens, c.usd
                 FROM c JOIN session s ON s.number = c.session JOIN chain h ON h.number = c.chain)
     SELECT * FROM (
       SELECT CASE ${names.map((name) => `WHEN grouping("${name}") = 0 THEN '${name}'`).join(' ')} END AS "by",
         coalesce(${names.map((name) => `"${name}"`).join(', ')}) AS name,
         sum(calls)::DOUBLE AS calls, sum(tokens)::DOUBLE AS tokens, sum(usd) AS usd
       FROM named GROUP BY GROUPING SETS (${names.map((name) => `("${name}")`).join(', ')}))
     QUALIFY row_number() OVER (PARTITION BY "by" ORDER BY tokens DESC, name)
       <= CASE "by" ${names.map((name) => `WHEN '${name}' THEN ${limits[name] ?? 0}`).join(' ')} END
     ORDER BY tokens DESC, name`,
    condition.parameters,
  );
  return (name) => rows.filter((row) => row['by'] === name).map(namedWeight);
}

/** Whole calls by local day, in order; calls of unknown time stand under `unknown`. */
export async function callsByDay(query: QueryRunner, selection: Selection, timeZone: string): Promise<readonly NamedWeight[]> {
  const condition = conditionOf(selection);
  const rows = await query.rows(
    `WITH c AS (SELECT bucket, count(*) AS calls, sum(${grossOfCall}) AS tokens, sum(usd_reconstructed) AS usd
                FROM call WHERE ${condition.sql} GROUP BY bucket)
     SELECT coalesce(strftime(timezone($timeZone, to_timestamp(bucket * 900)), '%Y-%m-%d'), 'unknown') AS name,
       sum(calls)::DOUBLE AS calls, sum(tokens)::DOUBLE AS tokens, sum(usd) AS usd
     FROM c GROUP BY 1 ORDER BY name`,
    { ...condition.parameters, timeZone },
  );
  return rows.map(namedWeight);
}

/** Weight over life by kind or by tool, heaviest first. */
export async function weightBy(query: QueryRunner, selection: Selection, name: 'kind' | 'tool'): Promise<readonly NamedWeight[]> {
  const condition = conditionOf(selection);
  const rows = await query.rows(
    `SELECT ${name}::VARCHAR AS name, sum(${name}_calls)::DOUBLE AS calls, sum(tokens)::DOUBLE AS tokens, sum(usd) AS usd
     FROM rollup WHERE ${condition.sql} AND ${name} IS NOT NULL GROUP BY 1 ORDER BY tokens DESC, name`,
    condition.parameters,
  );
  return rows.map(namedWeight);
}
