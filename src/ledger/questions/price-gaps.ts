import type { QueryRunner } from '../query-runner.ts';
import { numberCell, optionalText, textCell } from './cells.ts';
import { conditionOf, type Selection } from './selection.ts';

/** Calls of a model that no exact row of the price book covers. */
export interface PriceGap {
  readonly state: 'inferred' | 'unpriced';
  readonly provider: string | null;
  /** `unknown` where the source names none. */
  readonly model: string;
  readonly calls: number;
}

/** Models that are unpriced or priced by likeness, most calls first. */
export async function priceGaps(query: QueryRunner, selection: Selection): Promise<readonly PriceGap[]> {
  const condition = conditionOf(selection);
  const rows = await query.rows(
    `SELECT price_state AS state, any_value(provider) AS provider, coalesce(model, 'unknown') AS model, count(*)::DOUBLE AS calls
     FROM call WHERE price_state <> 'priced' AND ${condition.sql} GROUP BY price_state, model ORDER BY calls DESC, model`,
    condition.parameters,
  );
  return rows.map((row) => ({
    state: textCell(row, 'state') === 'inferred' ? 'inferred' : 'unpriced',
    provider: optionalText(row, 'provider'),
    model: textCell(row, 'model'),
    calls: numberCell(row, 'calls'),
  }));
}
