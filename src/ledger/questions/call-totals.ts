import { numberCell, optionalNumber, optionalText } from './cells.ts';
import type { QueryRunner } from '../query-runner.ts';
import { conditionOf, type Selection } from './selection.ts';

/** Sums over calls; a field is `null` where no call states it, and `unknown` counts those that do not. */
export interface CallTotals {
  readonly calls: number;
  readonly sums: Readonly<Record<CallField, number | null>>;
  readonly unknown: Readonly<Record<CallField, number>>;
  readonly placeholders: number;
  readonly unpriced: number;
  readonly inferred: number;
  readonly usdLogged: number | null;
  readonly usdReconstructed: number | null;
  /** Mean context over output tokens: what a generated token attends to; `null` where no call states both. */
  readonly meanContext: number | null;
  /** All known input and output, output reconstructed where the log holds a placeholder. */
  readonly gross: number;
}

const columns = {
  inputUncached: 'input_uncached',
  cacheRead: 'cache_read',
  cacheWrite5m: 'cache_write_5m',
  cacheWrite1h: 'cache_write_1h',
  cacheWriteUnsplit: 'cache_write_unsplit',
  outputLogged: 'output_logged',
  output: 'coalesce(output_reconstructed, output_logged)',
  reasoning: 'reasoning',
} as const;

export type CallField = keyof typeof columns;
export const callFields = Object.keys(columns) as CallField[];

/** Where a source splits its writes by duration, nothing about the unsplit ones is unknown. */
const anyWrite = 'coalesce(cache_write_unsplit, cache_write_5m, cache_write_1h)';

/** Billed tokens of one row of `call`. */
export const grossOfCall =
  'coalesce(input_uncached, 0) + coalesce(cache_read, 0) + coalesce(cache_write_5m, 0) + coalesce(cache_write_1h, 0) + coalesce(cache_write_unsplit, 0) + coalesce(output_reconstructed, output_logged, 0)';

function totalsOf(row: Record<string, string | number | boolean | null>): CallTotals {
  const sums = {} as Record<CallField, number | null>;
  const unknown = {} as Record<CallField, number>;
  for (const field of callFields) {
    sums[field] = optionalNumber(row, `sum_${field}`);
    unknown[field] = numberCell(row, 'calls') - numberCell(row, `known_${field}`);
  }
  return {
    calls: numberCell(row, 'calls'),
    sums,
    unknown,
    placeholders: numberCell(row, 'placeholders'),
    unpriced: numberCell(row, 'unpriced'),
    inferred: numberCell(row, 'inferred'),
    usdLogged: optionalNumber(row, 'usd_logged'),
    usdReconstructed: optionalNumber(row, 'usd_reconstructed'),
    meanContext: optionalNumber(row, 'mean_context'),
    gross: optionalNumber(row, 'gross') ?? 0,
  };
}

const empty: CallTotals = totalsOf({
  calls: 0,
  placeholders: 0,
  unpriced: 0,
  inferred: 0,
  ...Object.fromEntries(callFields.map((field) => [`known_${field}`, 0])),
});

/**
 * Copilot states the input of several calls of a session together: a row that is no call, and by which the input of
 * that session's calls is known in sum (docs/sources.md).
 */
const statedChains = (column: 'number' | 'session'): string => `SELECT ${column} FROM chain WHERE chain = 'stated-at-shutdown'`;

/** Totals over the calls of the transcripts, and over those seen only in progress lines. */
export async function callTotals(
  query: QueryRunner,
  selection: Selection,
): Promise<{ readonly transcript: CallTotals; readonly progressOnly: CallTotals }> {
  const condition = conditionOf(selection);
  const fields = Object.entries(columns).flatMap(([field, column]) => {
    const known = `(${field === 'cacheWriteUnsplit' ? anyWrite : column}) IS NOT NULL`;
    const isInput = field !== 'outputLogged' && field !== 'output' && field !== 'reasoning';
    return [
      `sum(${column})::DOUBLE AS "sum_${field}"`,
      `count(*) FILTER (NOT stated AND (${known}${isInput ? ' OR covered' : ''}))::DOUBLE AS "known_${field}"`,
    ];
  });
  const rows = await query.rows(
    `SELECT progress_only, count(*) FILTER (NOT stated)::DOUBLE AS calls, ${fields.join(', ')},
       count(output_reconstructed)::DOUBLE AS placeholders,
       count(*) FILTER (price_state = 'unpriced')::DOUBLE AS unpriced, count(*) FILTER (price_state = 'inferred')::DOUBLE AS inferred,
       sum(usd_logged) AS usd_logged, sum(usd_reconstructed) AS usd_reconstructed,
       sum(context::DOUBLE * coalesce(output_reconstructed, output_logged)) / nullif(sum(CASE WHEN context IS NOT NULL THEN coalesce(output_reconstructed, output_logged) END), 0) AS mean_context,
       sum(${grossOfCall})::DOUBLE AS gross
     FROM (SELECT *, chain IN (${statedChains('number')}) AS stated, session IN (${statedChains('session')}) AS covered FROM call WHERE ${condition.sql})
     GROUP BY progress_only`,
    condition.parameters,
  );
  const of = (progressOnly: boolean): CallTotals => {
    const row = rows.find((candidate) => candidate['progress_only'] === progressOnly);
    return row === undefined ? empty : totalsOf(row);
  };
  return { transcript: of(false), progressOnly: of(true) };
}

/** Sessions with at least one call, and the price books their calls were priced with. */
export async function sessionCount(
  query: QueryRunner,
  selection: Selection,
): Promise<{ readonly sessions: number; readonly priceVersion: string | null }> {
  const condition = conditionOf(selection);
  const [row] = await query.rows(
    `SELECT count(DISTINCT session)::DOUBLE AS sessions, max(price_version) AS price_version FROM call WHERE ${condition.sql}`,
    condition.parameters,
  );
  return row === undefined
    ? { sessions: 0, priceVersion: null }
    : { sessions: numberCell(row, 'sessions'), priceVersion: optionalText(row, 'price_version') };
}
