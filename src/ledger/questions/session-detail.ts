import type { QueryRow, QueryRunner } from '../query-runner.ts';
import { grossOfCall } from './call-totals.ts';
import { numberCell, optionalNumber, optionalText, textCell } from './cells.ts';
import { carriedInSession } from './entry-packs.ts';
import { storedEntries } from './stored-entries.ts';

export interface SessionFacts {
  readonly id: string;
  readonly source: string;
  readonly directory: string | null;
  readonly branch: string | null;
}

/** A call of a session as stored. */
export interface StoredCall {
  readonly chain: number;
  readonly index: number;
  readonly time: number | null;
  readonly model: string | null;
  readonly turn: number;
  readonly context: number | null;
  readonly outputLogged: number | null;
  readonly output: number | null;
  readonly gross: number;
  readonly usd: number | null;
  readonly priceState: string;
  readonly lossDetail: string | null;
  readonly lossTokens: number | null;
  readonly lossUsd: number | null;
}

/** Placements of one kind and tier in an interval of calls, summed. */
export interface StoredPlacement {
  readonly chain: number;
  readonly kind: string;
  readonly tier: string;
  readonly from: number;
  readonly to: number;
  readonly tokens: number;
  readonly position: number;
}

export interface StoredSpan {
  readonly chain: number;
  readonly segment: string;
  readonly kind: string;
  readonly label: string | null;
  readonly tool: string | null;
  readonly target: string | null;
  readonly tokens: number;
  readonly weight: number;
  readonly usd: number | null;
  readonly firstCall: number;
  readonly lastCall: number;
}

export interface StoredChain {
  readonly number: number;
  readonly chain: string;
  readonly agentType: string | null;
}

const storedCall = (row: QueryRow): StoredCall => ({
  chain: numberCell(row, 'chain'),
  index: numberCell(row, 'index'),
  time: optionalNumber(row, 'time'),
  model: optionalText(row, 'model'),
  turn: numberCell(row, 'turn'),
  context: optionalNumber(row, 'context'),
  outputLogged: optionalNumber(row, 'output_logged'),
  output: optionalNumber(row, 'output'),
  gross: numberCell(row, 'gross'),
  usd: optionalNumber(row, 'usd'),
  priceState: textCell(row, 'price_state'),
  lossDetail: optionalText(row, 'loss_detail'),
  lossTokens: optionalNumber(row, 'loss_tokens'),
  lossUsd: optionalNumber(row, 'loss_usd'),
});

/** Facts of one session; `undefined` where the ledger has none of that id. */
export async function sessionFacts(query: QueryRunner, session: string): Promise<SessionFacts | undefined> {
  const [row] = await query.rows('SELECT id, source, directory, branch FROM session WHERE id = $session', { session });
  return row === undefined
    ? undefined
    : {
        id: textCell(row, 'id'),
        source: textCell(row, 'source'),
        directory: optionalText(row, 'directory'),
        branch: optionalText(row, 'branch'),
      };
}

/** The chains of a session that have calls, main first, then by first call. */
export async function sessionChains(query: QueryRunner, session: string): Promise<readonly StoredChain[]> {
  const rows = await query.rows(
    `SELECT h.number::DOUBLE AS number, h.chain, h.agent_type FROM chain h
     JOIN (SELECT chain, min(time) AS start FROM call WHERE session = (SELECT number FROM session WHERE id = $session) GROUP BY chain) c ON c.chain = h.number
     ORDER BY (h.chain <> 'main'), c.start NULLS LAST, h.chain`,
    { session },
  );
  return rows.map((row) => ({
    number: numberCell(row, 'number'),
    chain: textCell(row, 'chain'),
    agentType: optionalText(row, 'agent_type'),
  }));
}

export async function sessionCalls(query: QueryRunner, session: string): Promise<readonly StoredCall[]> {
  const rows = await query.rows(
    `SELECT c.chain::DOUBLE AS chain, c."index"::DOUBLE AS "index", c.time::DOUBLE AS time, c.model, c.turn::DOUBLE AS turn, c.context::DOUBLE AS context,
       c.output_logged::DOUBLE AS output_logged, coalesce(c.output_reconstructed, c.output_logged)::DOUBLE AS output,
       (${grossOfCall})::DOUBLE AS gross, c.usd_reconstructed AS usd, c.price_state,
       l.detail AS loss_detail, l.tokens::DOUBLE AS loss_tokens, l.usd AS loss_usd
     FROM call c LEFT JOIN loss l ON l.chain = c.chain AND l.call = c."index"
     WHERE c.session = (SELECT number FROM session WHERE id = $session) ORDER BY c.chain, c."index"`,
    { session },
  );
  return rows.map(storedCall);
}

export async function sessionPlacements(query: QueryRunner, session: string): Promise<readonly StoredPlacement[]> {
  const rows = await query.rows(
    `SELECT p.chain::DOUBLE AS chain, p.kind::VARCHAR AS kind, p.tier::VARCHAR AS tier, p.from_call::DOUBLE AS from_call, p.to_call::DOUBLE AS to_call,
       sum(p.tokens)::DOUBLE AS tokens, min(p.position)::DOUBLE AS position
     FROM placement p WHERE ${await carriedInSession(query, session)}
     GROUP BY ALL ORDER BY chain, from_call, position`,
  );
  return rows.map((row) => ({
    chain: numberCell(row, 'chain'),
    kind: textCell(row, 'kind'),
    tier: textCell(row, 'tier'),
    from: numberCell(row, 'from_call'),
    to: numberCell(row, 'to_call'),
    tokens: numberCell(row, 'tokens'),
    position: numberCell(row, 'position'),
  }));
}

/** The heaviest segments of each chain, heaviest first. */
export async function sessionSpans(query: QueryRunner, session: string, perChain: number): Promise<readonly StoredSpan[]> {
  const rows = await query.rows(
    `SELECT chain::DOUBLE AS chain, segment, kind::VARCHAR AS kind, label, tool, target, tokens::DOUBLE AS tokens, weight::DOUBLE AS weight, usd,
       first_call::DOUBLE AS first_call, last_call::DOUBLE AS last_call
     FROM weight WHERE ${await carriedInSession(query, session)}
     QUALIFY row_number() OVER (PARTITION BY chain ORDER BY weight DESC, segment) <= ${perChain}
     ORDER BY chain, weight DESC, segment`,
  );
  return rows.map((row) => ({
    chain: numberCell(row, 'chain'),
    segment: textCell(row, 'segment'),
    kind: textCell(row, 'kind'),
    label: optionalText(row, 'label'),
    tool: optionalText(row, 'tool'),
    target: optionalText(row, 'target'),
    tokens: numberCell(row, 'tokens'),
    weight: numberCell(row, 'weight'),
    usd: optionalNumber(row, 'usd'),
    firstCall: numberCell(row, 'first_call'),
    lastCall: numberCell(row, 'last_call'),
  }));
}

/** Calls before which the context was compacted, by chain. */
export async function compactions(
  query: QueryRunner,
  session: string,
): Promise<readonly { readonly chain: number; readonly call: number }[]> {
  const [stored] = await query.rows('SELECT number FROM session WHERE id = $session', { session });
  if (stored === undefined) return [];
  const entries = await storedEntries(query, `p.session = ${numberCell(stored, 'number')} AND p.compactions > 0`);
  const moments = entries.flatMap(({ entry, chain }) =>
    entry.type === 'compaction' && entry.time !== undefined ? [{ chain, time: entry.time }] : [],
  );
  if (moments.length === 0) return [];
  const rows = await query.rows(
    `SELECT c.chain::DOUBLE AS chain, min(c."index")::DOUBLE AS call
     FROM (SELECT chain, time, row_number() OVER () AS place FROM (SELECT unnest(from_json($moments, '[{"chain":"BIGINT","time":"BIGINT"}]'), recursive := true))) e
       JOIN call c ON c.chain = e.chain AND c.time >= e.time GROUP BY c.chain, e.place`,
    { moments: JSON.stringify(moments) },
  );
  return rows.map((row) => ({ chain: numberCell(row, 'chain'), call: numberCell(row, 'call') }));
}
