import type { QueryRunner } from '../query-runner.ts';
import { numberCell, optionalText, textCell } from './cells.ts';
import { mayCarry } from './entry-packs.ts';

/** What a segment is and how large it was while carried. */
export interface SegmentFacts {
  readonly kind: string;
  readonly label: string | null;
  readonly tool: string | null;
  readonly target: string | null;
  readonly tokens: number;
}

/** Facts of segments by id, from the weights; the largest where a segment lived in several runs. */
export async function segmentFacts(query: QueryRunner, segments: readonly string[]): Promise<ReadonlyMap<string, SegmentFacts>> {
  if (segments.length === 0) return new Map();
  const rows = await query.rows(
    `SELECT segment, arg_max(kind, tokens)::VARCHAR AS kind, arg_max(label, tokens) AS label, arg_max(tool, tokens) AS tool,
       arg_max(target, tokens) AS target, max(tokens)::DOUBLE AS tokens
     FROM weight WHERE ${await mayCarry(query, segments)} AND segment IN (SELECT unnest(from_json($segments, '["VARCHAR"]'))) GROUP BY segment`,
    { segments: JSON.stringify([...new Set(segments)]) },
  );
  return new Map(
    rows.map((row) => [
      textCell(row, 'segment'),
      {
        kind: textCell(row, 'kind'),
        label: optionalText(row, 'label'),
        tool: optionalText(row, 'tool'),
        target: optionalText(row, 'target'),
        tokens: numberCell(row, 'tokens'),
      },
    ]),
  );
}
