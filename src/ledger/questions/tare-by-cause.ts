import { numberCell, optionalNumber, textCell } from './cells.ts';
import type { QueryRunner } from '../query-runner.ts';
import { conditionOf, type Selection } from './selection.ts';

/** What findings of one cause and state cost within a period. */
export interface CauseWeight {
  readonly cause: string;
  readonly state: string;
  readonly findings: number;
  readonly tokens: number;
  readonly usd: number | null;
}

/** Tare by cause and state, dearest first; refuted findings are not counted. */
export async function tareByCause(query: QueryRunner, selection: Selection): Promise<readonly CauseWeight[]> {
  const condition = conditionOf(selection);
  const rows = await query.rows(
    `SELECT cause, state, count(DISTINCT finding)::DOUBLE AS findings, sum(tokens)::DOUBLE AS tokens, sum(usd) AS usd
     FROM finding_rollup WHERE ${condition.sql} AND state <> 'refuted' GROUP BY cause, state
     ORDER BY usd DESC NULLS LAST, tokens DESC, cause`,
    condition.parameters,
  );
  return rows.map((row) => ({
    cause: textCell(row, 'cause'),
    state: textCell(row, 'state'),
    findings: numberCell(row, 'findings'),
    tokens: numberCell(row, 'tokens'),
    usd: optionalNumber(row, 'usd'),
  }));
}
