import type { QueryRunner } from '../query-runner.ts';
import { numberCell, optionalNumber, optionalText, textCell } from './cells.ts';
import { mayCarry } from './entry-packs.ts';

/** A segment within one chain: what it is and what it weighed there. */
export interface StoredLife {
  readonly chain: number;
  readonly session: string;
  readonly chainName: string;
  readonly agentType: string | null;
  readonly kind: string;
  readonly label: string | null;
  readonly tool: string | null;
  readonly target: string | null;
  readonly tokens: number;
  readonly weight: number;
  readonly usd: number | null;
  readonly calls: number;
  readonly firstCall: number;
  readonly lastCall: number;
}

/** Calls in a row that carried it at one tier. */
export interface StoredStretch {
  readonly chain: number;
  readonly from: number;
  readonly to: number;
  readonly tier: string;
  readonly tokens: number;
}

/** Lives of a segment, heaviest first: a forked session carries it in several chains. */
export async function segmentLives(query: QueryRunner, segment: string): Promise<readonly StoredLife[]> {
  const rows = await query.rows(
    `SELECT w.chain::DOUBLE AS chain, s.id AS session, h.chain AS chain_name, h.agent_type, w.kind::VARCHAR AS kind, w.label, w.tool, w.target,
       w.tokens::DOUBLE AS tokens, w.weight::DOUBLE AS weight, w.usd, w.calls::DOUBLE AS calls, w.first_call::DOUBLE AS first_call, w.last_call::DOUBLE AS last_call
     FROM (SELECT * FROM weight WHERE ${await mayCarry(query, [segment])} AND segment = $segment) w JOIN chain h ON h.number = w.chain JOIN session s ON s.number = h.session
     ORDER BY w.weight DESC, w.chain LIMIT 20`,
    { segment },
  );
  return rows.map((row) => ({
    chain: numberCell(row, 'chain'),
    session: textCell(row, 'session'),
    chainName: textCell(row, 'chain_name'),
    agentType: optionalText(row, 'agent_type'),
    kind: textCell(row, 'kind'),
    label: optionalText(row, 'label'),
    tool: optionalText(row, 'tool'),
    target: optionalText(row, 'target'),
    tokens: numberCell(row, 'tokens'),
    weight: numberCell(row, 'weight'),
    usd: optionalNumber(row, 'usd'),
    calls: numberCell(row, 'calls'),
    firstCall: numberCell(row, 'first_call'),
    lastCall: numberCell(row, 'last_call'),
  }));
}

/** Where its tokens stood, call by call, in order. */
export async function segmentStretches(query: QueryRunner, segment: string): Promise<readonly StoredStretch[]> {
  const rows = await query.rows(
    `SELECT chain::DOUBLE AS chain, from_call::DOUBLE AS from_call, to_call::DOUBLE AS to_call, tier::VARCHAR AS tier, sum(tokens)::DOUBLE AS tokens
     FROM placement WHERE ${await mayCarry(query, [segment])} AND segment = $segment GROUP BY ALL ORDER BY chain, from_call, tier`,
    { segment },
  );
  return rows.map((row) => ({
    chain: numberCell(row, 'chain'),
    from: numberCell(row, 'from_call'),
    to: numberCell(row, 'to_call'),
    tier: textCell(row, 'tier'),
    tokens: numberCell(row, 'tokens'),
  }));
}

/** Calls of a chain that found their cache lost, in order. */
export async function lossesOf(query: QueryRunner, chain: number): Promise<readonly { readonly call: number; readonly detail: string }[]> {
  const rows = await query.rows(`SELECT call::DOUBLE AS call, detail FROM loss WHERE chain = $chain ORDER BY call`, { chain });
  return rows.map((row) => ({ call: numberCell(row, 'call'), detail: textCell(row, 'detail') }));
}

/** Findings that rest on a segment, dearest first. */
export async function findingsOn(
  query: QueryRunner,
  segment: string,
): Promise<readonly { readonly id: string; readonly cause: string; readonly state: string; readonly title: string }[]> {
  const rows = await query.rows(
    `SELECT f.id, f.cause, f.state, f.title FROM finding f
     WHERE f.id IN (SELECT finding FROM finding_claim WHERE ${await mayCarry(query, [segment])} AND segment = $segment) OR list_contains(from_json(f.segments, '["VARCHAR"]'), $segment)
     ORDER BY (f.state = 'refuted'), f.usd DESC NULLS LAST, f.id LIMIT 10`,
    { segment },
  );
  return rows.map((row) => ({
    id: textCell(row, 'id'),
    cause: textCell(row, 'cause'),
    state: textCell(row, 'state'),
    title: textCell(row, 'title'),
  }));
}
