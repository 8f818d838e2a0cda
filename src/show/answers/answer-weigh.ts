import { roundedUsd } from '../../base/money.ts';
import { tokens, type Tokens, type Usd } from '../../base/units.ts';
import type { FindingCause, FindingState } from '../../call/finding.ts';
import type { SegmentKind } from '../../call/segment-kind.ts';
import { callFields, callTotals, sessionCount, type CallTotals } from '../../ledger/questions/call-totals.ts';
import type { QueryRunner } from '../../ledger/query-runner.ts';
import { reading } from '../../ledger/questions/reading.ts';
import { tareByCause, type CauseWeight } from '../../ledger/questions/tare-by-cause.ts';
import { tareByDay, type DayTare } from '../../ledger/questions/tare-by-day.ts';
import { callsByDay, callsByNames, weightBy, type NamedWeight } from '../../ledger/questions/weight-by.ts';
import type { Filter } from './filter.ts';
import type { CauseRow, DayTareRow, NetRange, ServingMix, TokenTotals, WeighAnswer, WeightRow } from './weigh-answer.ts';

const asUsd = (value: number | null): Usd | null => (value === null ? null : roundedUsd(value));
const sumKnown = (values: readonly (number | null)[]): number | null => {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0);
};

const weightRow = (row: NamedWeight): WeightRow => ({ name: row.name, calls: row.calls, tokens: tokens(row.tokens), usd: asUsd(row.usd) });

function tokenTotals(totals: CallTotals): TokenTotals {
  return Object.fromEntries(callFields.map((field) => [field, totals.sums[field]])) as unknown as Record<keyof TokenTotals, Tokens | null>;
}

const sum = <Row>(rows: readonly Row[], of: (row: Row) => number): number => rows.reduce((total, row) => total + of(row), 0);

/** High end: gross without what is proved or measured. Low end: also without what is suspected. */
export function netRange(gross: { readonly tokens: number; readonly usd: number | null }, causes: readonly CauseWeight[]): NetRange {
  const certain = causes.filter((row) => row.state === 'proved' || row.state === 'measured');
  const suspected = causes.filter((row) => row.state === 'suspected');
  const high = gross.tokens - sum(certain, (row) => row.tokens);
  const low = high - sum(suspected, (row) => row.tokens);
  if (gross.usd === null) return { tokens: { low: tokens(low), high: tokens(high) }, usd: null };
  const highUsd = gross.usd - sum(certain, (row) => row.usd ?? 0);
  const lowUsd = highUsd - sum(suspected, (row) => row.usd ?? 0);
  return { tokens: { low: tokens(low), high: tokens(high) }, usd: { low: roundedUsd(lowUsd), high: roundedUsd(highUsd) } };
}

function dayTareRows(rows: readonly DayTare[]): DayTareRow[] {
  return [...new Set(rows.map(({ day }) => day))].map((name) => {
    const of = (certain: boolean): DayTareRow['certain'] => {
      const row = rows.find((candidate) => candidate.day === name && candidate.certain === certain);
      return { tokens: tokens(row?.tokens ?? 0), usd: roundedUsd(row?.usd ?? 0) };
    };
    return { name, certain: of(true), suspected: of(false) };
  });
}

function servingMix(parts: readonly CallTotals[]): ServingMix {
  const sumOf = (fields: readonly (keyof CallTotals['sums'])[]): number =>
    sum(parts, (part) => fields.reduce((total, field) => total + (part.sums[field] ?? 0), 0));
  const output = sumOf(['output']);
  const attended = sum(parts, (part) => (part.meanContext ?? 0) * (part.sums.output ?? 0));
  return {
    uncachedInput: tokens(sumOf(['inputUncached', 'cacheWrite5m', 'cacheWrite1h', 'cacheWriteUnsplit'])),
    cacheRead: tokens(sumOf(['cacheRead'])),
    output: tokens(output),
    meanContext: tokens(output === 0 ? 0 : Math.round(attended / output)),
  };
}

/** Most rows of each name. */
const namedRows = { source: 1000, project: 1000, model: 1000, agent: 1000, session: 20 };

/** What was billed within a filter, where it went, and what the work needed. */
export async function answerWeigh(query: QueryRunner, filter: Filter, reconstruction: WeighAnswer['reconstruction']): Promise<WeighAnswer> {
  const { transcript, progressOnly } = await callTotals(query, filter);
  const { sessions, priceVersion } = await sessionCount(query, filter);
  const causes = await tareByCause(query, filter);
  const read = await reading(query, filter);
  const named = await callsByNames(query, filter, namedRows);
  const gross = {
    tokens: tokens(transcript.gross + progressOnly.gross),
    usd: asUsd(sumKnown([transcript.usdReconstructed, progressOnly.usdReconstructed])),
  };
  return {
    calls: transcript.calls,
    sessions,
    tokens: tokenTotals(transcript),
    unknownCalls: transcript.unknown,
    placeholderResponses: transcript.placeholders,
    reconstruction,
    progressOnly: { calls: progressOnly.calls, tokens: tokenTotals(progressOnly) },
    usd: {
      logged: asUsd(transcript.usdLogged),
      reconstructed: asUsd(transcript.usdReconstructed),
      unpricedCalls: transcript.unpriced + progressOnly.unpriced,
      inferredCalls: transcript.inferred + progressOnly.inferred,
      priceVersion: priceVersion ?? 'none',
    },
    gross,
    net: netRange(gross, causes),
    servingMix: servingMix([transcript, progressOnly]),
    byKind: (await weightBy(query, filter, 'kind')).map((row) => ({ ...weightRow(row), name: row.name as SegmentKind })),
    byCause: causes.map((row): CauseRow => ({
      cause: row.cause as FindingCause,
      state: row.state as FindingState,
      findings: row.findings,
      tokens: tokens(row.tokens),
      usd: asUsd(row.usd),
    })),
    bySource: named('source').map(weightRow),
    byProject: named('project').map(weightRow),
    byModel: named('model').map(weightRow),
    byAgent: named('agent').map(weightRow),
    byTool: (await weightBy(query, filter, 'tool')).map(weightRow),
    byDay: (await callsByDay(query, filter, filter.timeZone)).map(weightRow),
    tareByDay: dayTareRows(await tareByDay(query, filter, filter.timeZone)),
    bySession: named('session').map(weightRow),
    skipped: { lines: read.skippedLines, first: read.firstSkipped, ofLines: read.lines },
    files: read.files,
  };
}
