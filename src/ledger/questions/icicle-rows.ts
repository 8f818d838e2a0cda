import type { QueryRunner, QueryRow } from '../query-runner.ts';
import { numberCell, optionalText, textCell } from './cells.ts';
import { conditionOf, type Selection } from './selection.ts';

/** Names by which tokens are nested, outermost first. */
export const icicleLevels = {
  time: ['project', 'session', 'agent', 'turn', 'kind', 'tool', 'target'],
  weight: ['project', 'kind', 'tool', 'target', 'session'],
  tool: ['tool', 'target', 'kind', 'project', 'session'],
} as const;

export type IcicleNesting = keyof typeof icicleLevels;

/** Boxes of one level with the same parent: one that is large enough, or all the small ones together. */
export interface IcicleRow {
  readonly level: number;
  /** Names from the outermost level down; of a merged box without its own. */
  readonly path: readonly string[];
  readonly value: number;
  readonly kind: string;
  /** Siblings merged into this row; 0 for a box of its own. */
  readonly merged: number;
  /** The heaviest segment in it. */
  readonly segment: string;
  /** Order among siblings where they stand in order of time. */
  readonly start: number;
}

const names: Readonly<Record<string, string>> = {
  project: "coalesce(s.directory, 'unknown')",
  session: 's.id',
  agent: "CASE WHEN h.chain = 'main' THEN 'main' ELSE coalesce(h.agent_type, 'sub-agent') || ' ' || h.chain END",
  turn: "'turn ' || g.turn",
  kind: 'g.kind::VARCHAR',
  tool: "coalesce(g.tool, '')",
  target: 'g.target',
};

const tierRates = [
  ['uncached', 'rate_uncached'],
  ['read', 'rate_read'],
  ['write5m', 'rate_write_5m'],
  ['write1h', 'rate_write_1h'],
  ['writeUnsplit', 'rate_write_unsplit'],
  ['output', 'rate_output'],
] as const;

/**
 * Tokens and dollars of every segment within the selection. Where it takes a part of a chain's calls, the rates of
 * the calls inside it are summed along the chain, so that an interval of calls is a difference of two sums: exact,
 * and as much work as there are intervals.
 */
function weights(selection: Selection): { readonly sql: string; readonly parameters: QueryRow } {
  const condition = conditionOf(selection);
  const whole = selection.since === undefined && selection.until === undefined && selection.model === undefined;
  if (whole)
    return {
      sql: `SELECT * FROM weight${condition.sql === 'TRUE' ? '' : ` WHERE chain IN (SELECT DISTINCT chain FROM call WHERE ${condition.sql})`}`,
      parameters: condition.parameters,
    };
  return {
    sql: `SELECT w.* REPLACE (p.tokens AS weight, p.usd AS usd)
      FROM (SELECT p.chain, p.segment, sum(p.tokens * (h.n - coalesce(l.n, 0))) AS tokens,
              sum(p.tokens * CASE p.tier::VARCHAR ${tierRates.map(([tier, rate]) => `WHEN '${tier}' THEN h.${rate} - coalesce(l.${rate}, 0)`).join(' ')} END) / 1e6 AS usd
            FROM placement p JOIN k h ON h.chain = p.chain AND h."index" = p.to_call
              LEFT JOIN k l ON l.chain = p.chain AND l."index" = p.from_call - 1
            GROUP BY ALL HAVING tokens > 0) p JOIN weight w ON w.chain = p.chain AND w.segment = p.segment`,
    parameters: condition.parameters,
  };
}

/** Calls inside the selection and the sums of their rates, along each chain that it touches. */
function ratesAlongChains(selection: Selection): string {
  const { sql } = conditionOf(selection);
  const sums = tierRates.map(([, rate]) => `sum(CASE WHEN inside THEN coalesce(${rate}, 0) ELSE 0 END) OVER along AS ${rate}`);
  return `SELECT chain, "index", sum(inside::INTEGER) OVER along AS n, ${sums.join(', ')}
    FROM (SELECT *, coalesce(${sql}, FALSE) AS inside FROM call WHERE chain IN (SELECT chain FROM call WHERE ${sql}))
    WINDOW along AS (PARTITION BY chain ORDER BY "index")`;
}

/**
 * Boxes of one level. Small siblings become one box; in order of time, each run of small ones between two large ones
 * becomes its own, so that nothing leaves its place.
 */
function levelSql(columns: readonly string[], level: number, byTime: boolean): string {
  const own = columns[level] as string;
  const parents = columns.slice(0, level);
  const within = parents.length === 0 ? '' : `PARTITION BY ${parents.join(', ')}`;
  const withinSize = `PARTITION BY ${[...parents, 'value >= $smallest'].join(', ')}`;
  const run = byTime
    ? `CASE WHEN value >= $smallest THEN 0 ELSE row_number() OVER (${within} ORDER BY start, ${own}) - row_number() OVER (${withinSize} ORDER BY start, ${own}) END`
    : '0';
  const shown = columns.map((name, index) =>
    index < level
      ? name
      : index === level
        ? `CASE WHEN any_value(value) >= $smallest THEN any_value(${own}) END AS ${name}`
        : `NULL AS ${name}`,
  );
  return `SELECT ${level} AS level, ${shown.join(', ')}, sum(value) AS value, arg_max(kind, value) AS kind,
      CASE WHEN any_value(value) >= $smallest THEN 0 ELSE count(*) END::DOUBLE AS merged, arg_max(segment, heaviest) AS segment, min(start) AS start
    FROM (SELECT *, ${run} AS run FROM
      (SELECT ${[...parents, own].join(', ')}, sum(value) AS value, arg_max(kind, value) AS kind, arg_max(segment, heaviest) AS segment,
         max(heaviest) AS heaviest, min(start) AS start, sum(sum(value)) OVER (${within}) AS parent_value FROM b GROUP BY ${[...parents, own].join(', ')})
      WHERE parent_value >= $smallest)
    GROUP BY ${[...parents, `CASE WHEN value >= $smallest THEN ${own} END`, 'value >= $smallest', 'run'].join(', ')}`;
}

/**
 * Nested weights. What is under `smallest` is summed per parent into one row that counts it, so that an answer is
 * as large as a picture of it can be, however many segments there are.
 */
export async function icicleRows(
  query: QueryRunner,
  selection: Selection,
  nesting: IcicleNesting,
  unit: 'tokens' | 'usd',
  smallest: number,
): Promise<readonly IcicleRow[]> {
  const levels = icicleLevels[nesting];
  const { sql, parameters } = weights(selection);
  const columns = levels.map((_, level) => `l${level}`);
  const value = unit === 'usd' ? 'coalesce(w.usd, 0)' : 'w.weight::DOUBLE';
  const byTime = nesting === 'time';
  // First by numbers, and by names only what is left: names of millions of rows would take longer than all the rest.
  const grouped = `SELECT w.chain, ${byTime ? 'c.turn' : '0'} AS turn, w.kind, w.tool, coalesce(w.target, w.label, '') AS target, sum(${value}) AS value,
      arg_max(w.segment, ${value}) AS segment, max(${value}) AS heaviest, min(${byTime ? 'coalesce(c.time, 0)' : '0'})::DOUBLE AS start
    FROM w ${byTime ? 'LEFT JOIN call c ON c.chain = w.chain AND c."index" = w.first_call' : ''} GROUP BY ALL HAVING sum(${value}) > 0`;
  const base = `SELECT ${levels.map((level, index) => `${names[level]} AS l${index}`).join(', ')}, arg_max(g.kind::VARCHAR, g.value) AS kind,
      arg_max(g.segment, g.heaviest) AS segment, sum(g.value) AS value, max(g.heaviest) AS heaviest, min(g.start) AS start
    FROM g JOIN chain h ON h.number = g.chain JOIN session s ON s.number = h.session GROUP BY ${columns.join(', ')}`;
  const parts = levels.map((_, level) => levelSql(columns, level, byTime));
  const rows = await query.rows(
    `WITH k AS (${ratesAlongChains(selection)}), w AS (${sql}), g AS MATERIALIZED (${grouped}), b AS MATERIALIZED (${base}) ${parts.join('\nUNION ALL\n')} ORDER BY level, start`,
    {
      ...parameters,
      smallest,
    },
  );
  return rows.map((row) => {
    const level = numberCell(row, 'level');
    return {
      level,
      path: columns.slice(0, level + 1).flatMap((name) => optionalText(row, name) ?? []),
      value: numberCell(row, 'value'),
      kind: textCell(row, 'kind'),
      merged: numberCell(row, 'merged'),
      segment: textCell(row, 'segment'),
      start: numberCell(row, 'start'),
    };
  });
}
