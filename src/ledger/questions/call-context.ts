import type { QueryRunner } from '../query-runner.ts';
import { numberCell, optionalText, textCell } from './cells.ts';
import { listOfNumbers } from './entry-packs.ts';

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
  const chains = await query.rows(
    'SELECT h.number FROM chain h JOIN session s ON s.number = h.session WHERE s.id = $session AND h.chain = $chain',
    { session, chain },
  );
  const numbers = chains.map((row) => numberCell(row, 'number'));
  await query.carry(numbers);
  const inChain = `chain IN (${listOfNumbers(numbers)})`;
  const rows = await query.rows(
    `WITH p AS (SELECT chain, segment, kind, tier, position, tokens FROM placement
                WHERE ${inChain} AND from_call <= $call AND to_call >= $call)
     SELECT p.segment, p.kind::VARCHAR AS kind, p.tier::VARCHAR AS tier, w.label, w.tool, w.target, p.tokens::DOUBLE AS tokens,
       coalesce(w.first_call, $call)::DOUBLE AS since
     FROM p LEFT JOIN (SELECT * FROM weight WHERE ${inChain}) w ON w.chain = p.chain AND w.segment = p.segment ORDER BY (p.tier = 'output'), p.position, p.segment`,
    { call },
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
