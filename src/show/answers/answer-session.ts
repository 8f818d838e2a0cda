import { TareError } from '../../base/tare-error.ts';
import { timestamp, tokens, usd, type Tokens, type Usd } from '../../base/units.ts';
import type { SessionId } from '../../call/entry.ts';
import type { RunId } from '../../call/run-id.ts';
import type { SegmentId } from '../../call/segment.ts';
import type { SegmentKind } from '../../call/segment-kind.ts';
import type { Tier } from '../../call/tier.ts';
import type { CacheLossCause, PriceState } from '../../call/weighing.ts';
import type { QueryRunner } from '../../ledger/query-runner.ts';
import { findingList } from '../../ledger/questions/finding-list.ts';
import { placesOfSegments } from '../../ledger/questions/places.ts';
import {
  compactions,
  sessionCalls,
  sessionChains,
  sessionFacts,
  sessionPlacements,
  sessionSpans,
  type StoredCall,
  type StoredPlacement,
  type StoredSpan,
} from '../../ledger/questions/session-detail.ts';
import { sessionsNamed } from '../../ledger/questions/session-list.ts';
import { findingRows, type FileExists } from './answer-findings.ts';
import type { SessionAnswer, SessionCall, SessionRun, SessionSpan } from './session-answer.ts';

const asUsd = (value: number | null): Usd | null => (value === null ? null : usd(value));
const asTokens = (value: number | null): Tokens | null => (value === null ? null : tokens(value));
const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

function sumKnownUsd(values: readonly (number | null)[]): Usd | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : usd(sumOf(known));
}

/**
 * The one session whose id is or contains `text`.
 * @throws {TareError} when none or several do
 */
export async function findSession(query: QueryRunner, text: string): Promise<SessionId> {
  if (text === '')
    throw new TareError({ code: 'unknown-session', message: 'an empty session id', hint: 'tare session lists all of them.' });
  const ids = await sessionsNamed(query, text);
  const [only] = ids;
  if (only !== undefined && ids.length === 1) return only as SessionId;
  if (only === undefined) {
    throw new TareError({
      code: 'unknown-session',
      message: `no session with calls has an id like ${text}`,
      hint: 'tare session lists all of them.',
    });
  }
  throw new TareError({
    code: 'ambiguous-session',
    message: `${text} is part of ${ids.length} session ids: ${ids.slice(0, 4).join(', ')}…`,
    hint: 'Give more of the id.',
  });
}

/** Kinds and tiers of each call of a chain: placements are intervals, columns are calls. */
function spread(calls: readonly StoredCall[], placements: readonly StoredPlacement[]): Pick<SessionCall, 'byKind' | 'byTier'>[] {
  const columns = calls.map(() => ({ byKind: {} as Partial<Record<SegmentKind, Tokens>>, byTier: {} as Partial<Record<Tier, Tokens>> }));
  const columnOf = new Map(calls.map((call, column) => [call.index, column]));
  for (const placement of placements) {
    for (let call = placement.from; call <= placement.to; call++) {
      const column = columnOf.get(call);
      if (column === undefined) continue;
      const { byKind, byTier } = columns[column] as (typeof columns)[number];
      const kind = placement.kind as SegmentKind;
      const tier = placement.tier as Tier;
      if (tier !== 'output') byKind[kind] = tokens((byKind[kind] ?? 0) + placement.tokens);
      byTier[tier] = tokens((byTier[tier] ?? 0) + placement.tokens);
    }
  }
  return columns;
}

const spanOf = (span: StoredSpan, places: ReadonlyMap<string, { readonly file: string; readonly line: number }>): SessionSpan => ({
  segment: span.segment as SegmentId,
  kind: span.kind as SegmentKind,
  label: span.label,
  tool: span.tool,
  target: span.target,
  tokens: tokens(span.tokens),
  weight: tokens(span.weight),
  usd: asUsd(span.usd),
  firstCall: span.firstCall,
  lastCall: span.lastCall,
  file: places.get(span.segment)?.file ?? null,
  line: places.get(span.segment)?.line ?? null,
});

function callOf(call: StoredCall, column: Pick<SessionCall, 'byKind' | 'byTier'>, compacted: ReadonlySet<string>): SessionCall {
  return {
    index: call.index,
    time: call.time === null ? null : timestamp(call.time),
    model: call.model,
    turn: call.turn,
    context: asTokens(call.context),
    ...column,
    output: asTokens(call.output),
    outputLogged: asTokens(call.outputLogged),
    usd: asUsd(call.usd),
    price: call.priceState as PriceState,
    loss:
      call.lossDetail === null
        ? null
        : { cause: JSON.parse(call.lossDetail) as CacheLossCause, tokens: tokens(call.lossTokens ?? 0), usd: asUsd(call.lossUsd) },
    afterCompaction: compacted.has(`${call.chain}/${call.index}`),
  };
}

function lossesByCause(runs: readonly SessionRun[]): SessionAnswer['losses'] {
  const byCause = new Map<CacheLossCause['cause'], { count: number; tokens: number; usd: (number | null)[] }>();
  for (const call of runs.flatMap((run) => run.calls)) {
    if (call.loss === null) continue;
    const row = byCause.get(call.loss.cause.cause) ?? { count: 0, tokens: 0, usd: [] };
    row.count++;
    row.tokens += call.loss.tokens;
    row.usd.push(call.loss.usd);
    byCause.set(call.loss.cause.cause, row);
  }
  return Array.from(byCause, ([cause, row]) => ({ cause, count: row.count, tokens: tokens(row.tokens), usd: sumKnownUsd(row.usd) })).sort(
    (a, b) => b.tokens - a.tokens,
  );
}

/** One session with its runs, the context of every call, lost caches and findings. */
export async function answerSession(query: QueryRunner, text: string, exists: FileExists): Promise<SessionAnswer> {
  const session = await findSession(query, text);
  const facts = await sessionFacts(query, session);
  if (facts === undefined)
    throw new TareError({ code: 'unknown-session', message: `no session ${text}`, hint: 'tare session lists all of them.' });
  const chains = await sessionChains(query, session);
  const calls = await sessionCalls(query, session);
  const placements = await sessionPlacements(query, session);
  const spans = await sessionSpans(query, session, 200);
  const places = await placesOfSegments(
    query,
    spans.map((span) => span.segment),
  );
  const compacted = new Set((await compactions(query, session)).map((row) => `${row.chain}/${row.call}`));
  const findings = await findingList(query, { session }, 100);
  const runs = chains.map((chain): SessionRun => {
    const ofChain = calls.filter((call) => call.chain === chain.number);
    const columns = spread(
      ofChain,
      placements.filter((placement) => placement.chain === chain.number),
    );
    return {
      run: `${session}/${chain.chain}` as RunId,
      agent: chain.chain === 'main' ? 'main' : `${chain.agentType ?? 'sub-agent'} ${chain.chain}`,
      calls: ofChain.map((call, column) => callOf(call, columns[column] as (typeof columns)[number], compacted)),
      spans: spans.filter((span) => span.chain === chain.number).map((span) => spanOf(span, places)),
      tokens: tokens(sumOf(ofChain.map((call) => call.gross))),
      usd: sumKnownUsd(ofChain.map((call) => call.usd)),
    };
  });
  const times = calls.map((call) => call.time).filter((time) => time !== null);
  const folder = facts.directory?.split(/[\\/]/).at(-1);
  return {
    session,
    title: folder === undefined || folder === '' ? facts.source : folder,
    source: facts.source,
    project: facts.directory,
    branch: facts.branch,
    start: times.length === 0 ? null : timestamp(Math.min(...times)),
    end: times.length === 0 ? null : timestamp(Math.max(...times)),
    calls: calls.length,
    tokens: tokens(sumOf(calls.map((call) => call.gross))),
    usd: sumKnownUsd(calls.map((call) => call.usd)),
    runs,
    losses: lossesByCause(runs),
    findings: await findingRows(query, findings.findings, exists),
  };
}
