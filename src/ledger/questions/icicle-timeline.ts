import type { QueryRunner } from '../query-runner.ts';
import { measureSql, type IcicleMeasure } from './icicle-nodes.ts';
import { conditionOf, type Selection } from './selection.ts';

/** What was billed in each quarter hour of a selection, in order; calls of unknown time are not in it. */
export async function icicleTimeline(
  query: QueryRunner,
  selection: Selection,
  measure: IcicleMeasure,
): Promise<readonly { readonly bucket: number; readonly value: number }[]> {
  const { sql, parameters } = conditionOf(selection);
  return query.rows<{ readonly bucket: number; readonly value: number }>(
    `SELECT bucket, sum(${measureSql(measure)}) AS value FROM icicle_stretch WHERE bucket IS NOT NULL AND ${sql} GROUP BY bucket ORDER BY bucket`,
    parameters,
  );
}
