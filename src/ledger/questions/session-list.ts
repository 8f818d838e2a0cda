import type { QueryRunner } from '../query-runner.ts';
import { grossOfCall } from './call-totals.ts';
import { numberCell, optionalNumber, optionalText, textCell } from './cells.ts';
import { conditionOf, type Selection } from './selection.ts';

export interface SessionSummary {
  readonly id: string;
  readonly source: string;
  readonly directory: string | null;
  readonly branch: string | null;
  readonly start: number | null;
  readonly end: number | null;
  readonly calls: number;
  readonly tokens: number;
  readonly usd: number | null;
  readonly tare: number;
}

/** Sessions with calls in the selection, latest first. */
export async function sessionList(query: QueryRunner, selection: Selection, limit: number): Promise<readonly SessionSummary[]> {
  const condition = conditionOf(selection);
  const rows = await query.rows(
    `WITH c AS (SELECT session, min(time) AS start, max(time) AS "end", count(*) AS calls, sum(${grossOfCall}) AS tokens, sum(usd_reconstructed) AS usd
                FROM call WHERE ${condition.sql} GROUP BY session),
       t AS (SELECT session, sum(tokens) AS tare FROM finding_rollup WHERE ${condition.sql} AND state <> 'refuted' GROUP BY session)
     SELECT s.id, s.source, s.directory, s.branch, c.start::DOUBLE AS start, c."end"::DOUBLE AS "end", c.calls::DOUBLE AS calls,
       c.tokens::DOUBLE AS tokens, c.usd, coalesce(t.tare, 0)::DOUBLE AS tare
     FROM c JOIN session s ON s.number = c.session LEFT JOIN t ON t.session = c.session
     ORDER BY c.start DESC NULLS LAST, s.id LIMIT ${limit}`,
    condition.parameters,
  );
  return rows.map((row) => ({
    id: textCell(row, 'id'),
    source: textCell(row, 'source'),
    directory: optionalText(row, 'directory'),
    branch: optionalText(row, 'branch'),
    start: optionalNumber(row, 'start'),
    end: optionalNumber(row, 'end'),
    calls: numberCell(row, 'calls'),
    tokens: numberCell(row, 'tokens'),
    usd: optionalNumber(row, 'usd'),
    tare: numberCell(row, 'tare'),
  }));
}

/** Ids of the sessions whose id contains a text; an exact match comes alone. */
export async function sessionsNamed(query: QueryRunner, text: string): Promise<readonly string[]> {
  const rows = await query.rows(
    `SELECT id FROM session WHERE number IN (SELECT session FROM call) AND contains(id, $text)
     ORDER BY (id = $text OR split_part(id, ':', 2) = $text) DESC, id LIMIT 20`,
    { text },
  );
  const ids = rows.map((row) => textCell(row, 'id'));
  const exact = ids.filter((id) => id === text || id.slice(id.indexOf(':') + 1) === text);
  return exact.length > 0 ? exact : ids;
}
