import type { QueryRunner } from '../query-runner.ts';
import { numberCell, optionalNumber, optionalText, textCell } from './cells.ts';
import { conditionOf, type Selection } from './selection.ts';

export interface StoredFinding {
  readonly id: string;
  readonly cause: string;
  readonly state: string;
  readonly session: string;
  readonly directory: string | null;
  readonly time: number | null;
  readonly title: string;
  readonly fix: string;
  readonly tokens: number;
  readonly usd: number | null;
  readonly calls: number;
  readonly callKeys: readonly string[];
  readonly segments: readonly string[];
  /** Largest size of each of the segments; `null` where it weighs nothing. */
  readonly segmentTokens: readonly (number | null)[];
}

const list = <Value>(text: string): Value[] => JSON.parse(text) as Value[];

/** Findings whose saving lies at least in part in the selection, dearest first; refuted ones last. */
export async function findingList(
  query: QueryRunner,
  selection: Selection,
  limit: number,
): Promise<{ readonly findings: readonly StoredFinding[]; readonly count: number; readonly tokens: number; readonly usd: number | null }> {
  const condition = conditionOf(selection);
  const rows = await query.rows(
    `WITH r AS (SELECT finding, sum(tokens) AS tokens, sum(usd) AS usd, min(bucket) AS bucket FROM finding_rollup WHERE ${condition.sql} GROUP BY finding)
     SELECT f.id, f.cause, f.state, s.id AS session, s.directory, r.bucket::DOUBLE * 900000 AS time, f.title, f.fix, r.tokens::DOUBLE AS tokens, r.usd,
       f.call_count::DOUBLE AS calls, f.calls AS call_keys, f.segments, coalesce(f.segment_tokens, '[]') AS segment_tokens, count(*) OVER ()::DOUBLE AS total,
       sum(CASE WHEN f.state <> 'refuted' THEN r.tokens END) OVER ()::DOUBLE AS total_tokens, sum(CASE WHEN f.state <> 'refuted' THEN r.usd END) OVER () AS total_usd
     FROM r JOIN finding f ON f.id = r.finding JOIN session s ON s.number = f.session
     ORDER BY (f.state = 'refuted'), r.usd DESC NULLS LAST, r.tokens DESC, f.id LIMIT ${limit}`,
    condition.parameters,
  );
  const [first] = rows;
  return {
    count: first === undefined ? 0 : numberCell(first, 'total'),
    tokens: first === undefined ? 0 : (optionalNumber(first, 'total_tokens') ?? 0),
    usd: first === undefined ? null : optionalNumber(first, 'total_usd'),
    findings: rows.map((row) => ({
      id: textCell(row, 'id'),
      cause: textCell(row, 'cause'),
      state: textCell(row, 'state'),
      session: textCell(row, 'session'),
      directory: optionalText(row, 'directory'),
      time: optionalNumber(row, 'time'),
      title: textCell(row, 'title'),
      fix: textCell(row, 'fix'),
      tokens: numberCell(row, 'tokens'),
      usd: optionalNumber(row, 'usd'),
      calls: numberCell(row, 'calls'),
      callKeys: list(textCell(row, 'call_keys')),
      segments: list(textCell(row, 'segments')),
      segmentTokens: list(textCell(row, 'segment_tokens')),
    })),
  };
}
