import type { QueryRunner } from '../query-runner.ts';
import { numberCell, optionalText, textCell } from './cells.ts';

/** A segment in the context of one call, or its output. */
export interface StoredContextRow {
  readonly segment: string;
  readonly kind: string;
  readonly tier: string;
  readonly label: string | null;
  readonly tool: string | null;
  readonly target: string | null;
  readonly tokens: number;
  readonly since: number;
}

/** Everything that stood in one call, in prompt order; what the call wrote comes last. */
export async function callContext(query: QueryRunner, session: string, chain: string, call: number): Promise<readonly StoredContextRow[]> {
  const rows = await query.rows(
    `WITH p AS (SELECT p.chain, p.segment, p.kind, p.tier, p.position, p.tokens FROM placement p
                WHERE p.chain = (SELECT h.number FROM chain h JOIN session s ON s.number = h.session WHERE s.id = $session AND h.chain = $chain)
                  AND p.from_call <= $call AND p.to_call >= $call)
     SELECT p.segment, p.kind::VARCHAR AS kind, p.tier::VARCHAR AS tier, w.label, w.tool, w.target, p.tokens::DOUBLE AS tokens,
       coalesce(w.first_call, $call)::DOUBLE AS since
     FROM p LEFT JOIN weight w ON w.chain = p.chain AND w.segment = p.segment ORDER BY (p.tier = 'output'), p.position, p.segment`,
    { session, chain, call },
  );
  return rows.map((row) => ({
    segment: textCell(row, 'segment'),
    kind: textCell(row, 'kind'),
    tier: textCell(row, 'tier'),
    label: optionalText(row, 'label'),
    tool: optionalText(row, 'tool'),
    target: optionalText(row, 'target'),
    tokens: numberCell(row, 'tokens'),
    since: numberCell(row, 'since'),
  }));
}
