import type { QueryRunner } from '../query-runner.ts';
import { numberCell, optionalNumber } from './cells.ts';
import { conditionOf, type Selection } from './selection.ts';

/** What calls were like; `null` where no call states it. */
export interface Traffic {
  readonly calls: number;
  /** Quarter hours with at least one call. */
  readonly activeQuarters: number;
  readonly meanInput: number | null;
  readonly meanCacheRead: number | null;
  readonly meanOutput: number | null;
  /** Standard deviation of the input over its mean. */
  readonly inputVariation: number | null;
  /** Over calls that state both. */
  readonly cacheHit: number | null;
  readonly reasoningShare: number | null;
}

export async function traffic(query: QueryRunner, selection: Selection): Promise<Traffic> {
  const condition = conditionOf(selection);
  const [row] = await query.rows(
    `SELECT count(*)::DOUBLE AS calls, count(DISTINCT bucket)::DOUBLE AS quarters, avg(context)::DOUBLE AS input, avg(cache_read)::DOUBLE AS cache_read,
       avg(coalesce(output_reconstructed, output_logged))::DOUBLE AS output, stddev_samp(context) / nullif(avg(context), 0) AS variation,
       sum(CASE WHEN context IS NOT NULL THEN cache_read END)::DOUBLE / nullif(sum(CASE WHEN cache_read IS NOT NULL THEN context END), 0) AS cache_hit,
       sum(reasoning)::DOUBLE / nullif(sum(CASE WHEN reasoning IS NOT NULL THEN coalesce(output_reconstructed, output_logged) END), 0) AS reasoning
     FROM call WHERE ${condition.sql}`,
    condition.parameters,
  );
  return {
    calls: row === undefined ? 0 : numberCell(row, 'calls'),
    activeQuarters: row === undefined ? 0 : numberCell(row, 'quarters'),
    meanInput: row === undefined ? null : optionalNumber(row, 'input'),
    meanCacheRead: row === undefined ? null : optionalNumber(row, 'cache_read'),
    meanOutput: row === undefined ? null : optionalNumber(row, 'output'),
    inputVariation: row === undefined ? null : optionalNumber(row, 'variation'),
    cacheHit: row === undefined ? null : optionalNumber(row, 'cache_hit'),
    reasoningShare: row === undefined ? null : optionalNumber(row, 'reasoning'),
  };
}
