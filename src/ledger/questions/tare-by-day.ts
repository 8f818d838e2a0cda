import { numberCell, optionalNumber, textCell } from './cells.ts';
import type { QueryRunner } from '../query-runner.ts';
import { conditionOf, type Selection } from './selection.ts';

/** What findings cost on one local day; certain: proved or measured. */
export interface DayTare {
  readonly day: string;
  readonly certain: boolean;
  readonly tokens: number;
  readonly usd: number | null;
}

/** Tare by local day, in order; calls of unknown time stand under `unknown`, refuted findings are not counted. */
export async function tareByDay(query: QueryRunner, selection: Selection, timeZone: string): Promise<readonly DayTare[]> {
  const condition = conditionOf(selection);
  const rows = await query.rows(
    `WITH t AS (SELECT bucket, state <> 'suspected' AS certain, sum(tokens) AS tokens, sum(usd) AS usd
                FROM finding_rollup WHERE ${condition.sql} AND state <> 'refuted' GROUP BY ALL)
     SELECT coalesce(strftime(timezone($timeZone, to_timestamp(bucket * 900)), '%Y-%m-%d'), 'unknown') AS day, certain,
       sum(tokens)::DOUBLE AS tokens, sum(usd) AS usd
     FROM t GROUP BY ALL ORDER BY day, certain`,
    { ...condition.parameters, timeZone },
  );
  return rows.map((row) => ({
    day: textCell(row, 'day'),
    certain: row['certain'] === true,
    tokens: numberCell(row, 'tokens'),
    usd: optionalNumber(row, 'usd'),
  }));
}
