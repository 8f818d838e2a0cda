import type { QueryRunner } from '../query-runner.ts';
import { grossOfCall } from './call-totals.ts';
import { numberCell } from './cells.ts';
import { conditionOf, type Selection } from './selection.ts';

/** What a session sums to, for resampling sessions. */
export interface SessionTotals {
  readonly calls: number;
  readonly gross: number;
  readonly usd: number;
  readonly input: number;
  readonly cacheRead: number;
  readonly output: number;
  readonly tare: number;
}

/** One row a session with calls in the selection, in order of session id. */
export async function sessionTotals(query: QueryRunner, selection: Selection): Promise<readonly SessionTotals[]> {
  const condition = conditionOf(selection);
  const rows = await query.rows(
    `WITH c AS (SELECT session, count(*) AS calls, sum(${grossOfCall}) AS gross, coalesce(sum(usd_reconstructed), 0) AS usd, coalesce(sum(context), 0) AS input,
         coalesce(sum(cache_read), 0) AS cache_read, coalesce(sum(coalesce(output_reconstructed, output_logged)), 0) AS output
       FROM call WHERE ${condition.sql} GROUP BY session),
       t AS (SELECT session, sum(tokens) AS tare FROM finding_rollup WHERE ${condition.sql} AND state <> 'refuted' GROUP BY session)
     SELECT c.calls::DOUBLE AS calls, c.gross::DOUBLE AS gross, c.usd::DOUBLE AS usd, c.input::DOUBLE AS input, c.cache_read::DOUBLE AS cache_read,
       c.output::DOUBLE AS output, coalesce(t.tare, 0)::DOUBLE AS tare
     FROM c JOIN session s ON s.number = c.session LEFT JOIN t ON t.session = c.session ORDER BY s.id`,
    condition.parameters,
  );
  return rows.map((row) => ({
    calls: numberCell(row, 'calls'),
    gross: numberCell(row, 'gross'),
    usd: numberCell(row, 'usd'),
    input: numberCell(row, 'input'),
    cacheRead: numberCell(row, 'cache_read'),
    output: numberCell(row, 'output'),
    tare: numberCell(row, 'tare'),
  }));
}
