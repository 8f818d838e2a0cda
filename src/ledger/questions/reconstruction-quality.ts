import type { QueryRunner } from '../query-runner.ts';
import { numberCell } from './cells.ts';

/** How good reconstructed outputs are, on responses whose log is right. Errors are shares of the logged output. */
export interface ReconstructionQuality {
  readonly checked: number;
  readonly medianError: number;
  /** Reconstructed / logged, summed. */
  readonly totalRatio: number;
}

/** Shorter outputs are never taken for a placeholder, so they say nothing of the method. */
const shortestChecked = 50;

/** `null` where there is nothing to check it on. */
export async function reconstructionQuality(query: QueryRunner): Promise<ReconstructionQuality | null> {
  const [row] = await query.rows(
    `SELECT count(*) AS checked, median(abs(output_shown / output_logged - 1)) AS error, sum(output_shown) / sum(output_logged) AS ratio
     FROM call WHERE output_shown IS NOT NULL AND output_logged >= ${shortestChecked}`,
  );
  if (row === undefined || numberCell(row, 'checked') === 0) return null;
  return { checked: numberCell(row, 'checked'), medianError: numberCell(row, 'error'), totalRatio: numberCell(row, 'ratio') };
}
