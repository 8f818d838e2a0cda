import { formatPercent } from '../../base/number-format.ts';
import { randomFrom, seed, type Random } from '../../base/random.ts';
import { quantileOfSorted } from '../../base/statistics.ts';
import type { QueryRunner } from '../../ledger/query-runner.ts';
import { sessionTotals, type SessionTotals } from '../../ledger/questions/session-totals.ts';
import { answerWeigh } from './answer-weigh.ts';
import type { CompareAnswer, ComparedRow } from './compare-answer.ts';
import type { Filter } from './filter.ts';

type Measure = (sums: SessionTotals & { readonly sessions: number }) => number | null;

const ratio = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);

const measures: readonly {
  readonly name: string;
  readonly unit: ComparedRow['unit'];
  readonly of: Measure;
  readonly resampled: boolean;
}[] = [
  { name: 'calls', unit: 'calls', of: (sums) => sums.calls, resampled: false },
  { name: 'billed', unit: 'tokens', of: (sums) => sums.gross, resampled: false },
  { name: 'list price', unit: 'usd', of: (sums) => (sums.calls === 0 ? null : sums.usd), resampled: false },
  { name: 'billed per call', unit: 'tokens/call', of: (sums) => ratio(sums.gross, sums.calls), resampled: true },
  { name: 'list price per call', unit: 'usd/call', of: (sums) => ratio(sums.usd, sums.calls), resampled: true },
  { name: 'output per call', unit: 'tokens/call', of: (sums) => ratio(sums.output, sums.calls), resampled: true },
  { name: 'read from cache, share of input', unit: 'fraction', of: (sums) => ratio(sums.cacheRead, sums.input), resampled: true },
  { name: 'tare, share of billed', unit: 'fraction', of: (sums) => ratio(sums.tare, sums.gross), resampled: true },
];

const resamples = 2000;
const fewestSessions = 5;

function sumSessions(sessions: readonly SessionTotals[], pick: (index: number) => number): SessionTotals & { readonly sessions: number } {
  const sums = { calls: 0, gross: 0, usd: 0, input: 0, cacheRead: 0, output: 0, tare: 0 };
  for (let index = 0; index < sessions.length; index++) {
    const session = sessions[pick(index)] as SessionTotals;
    for (const field of Object.keys(sums) as (keyof typeof sums)[]) sums[field] += session[field];
  }
  return { ...sums, sessions: sessions.length };
}

/**
 * 90 % percentile interval of after / before, by resampling whole sessions on both sides (calls of one session are
 * alike, so they are no independent observations).
 */
function ratioInterval(
  before: readonly SessionTotals[],
  after: readonly SessionTotals[],
  of: Measure,
  random: Random,
): readonly [number, number] | null {
  if (before.length < fewestSessions || after.length < fewestSessions) return null;
  const ratios: number[] = [];
  const draw = (count: number) => (): number => Math.floor(random.next() * count);
  for (let round = 0; round < resamples; round++) {
    const b = of(sumSessions(before, draw(before.length)));
    const a = of(sumSessions(after, draw(after.length)));
    if (a !== null && b !== null && b > 0) ratios.push(a / b);
  }
  if (ratios.length < resamples / 2) return null;
  const sorted = Float64Array.from(ratios).sort();
  return [quantileOfSorted(sorted, 0.05), quantileOfSorted(sorted, 0.95)];
}

function verdictOf(rows: readonly ComparedRow[], names: readonly [string, string]): string {
  const price = rows.find((row) => row.name === 'list price per call');
  if (price?.change === null || price?.change === undefined) return `Nothing to compare: ${names[0]} or ${names[1]} holds no priced call.`;
  const change = `A call costs ${formatPercent(Math.abs(price.change))} ${price.change < 0 ? 'less' : 'more'} in ${names[1]} than in ${names[0]}`;
  if (price.interval === null)
    return `${change}; too few sessions to say whether that is more than chance (${fewestSessions} on each side are needed).`;
  const [low, high] = price.interval;
  if (high < 1 || low > 1)
    return `${change}, and the difference holds: the 90 % interval over sessions leaves out no change. Other work may explain it; tare prove replays the same work.`;
  return `${change}, within what sessions differ by anyway: the change is not shown to hold.`;
}

/** Two filters side by side, with intervals from resampling sessions. Seeded, so the same question has the same answer. */
export async function answerCompare(
  query: QueryRunner,
  before: { readonly name: string; readonly filter: Filter },
  after: { readonly name: string; readonly filter: Filter },
): Promise<CompareAnswer> {
  const sessionsBefore = await sessionTotals(query, before.filter);
  const sessionsAfter = await sessionTotals(query, after.filter);
  const whole = { before: sumSessions(sessionsBefore, (index) => index), after: sumSessions(sessionsAfter, (index) => index) };
  const rows = measures.map((measure): ComparedRow => {
    const b = measure.of(whole.before);
    const a = measure.of(whole.after);
    return {
      name: measure.name,
      unit: measure.unit,
      before: b,
      after: a,
      change: a === null || b === null || b === 0 ? null : a / b - 1,
      interval: measure.resampled ? ratioInterval(sessionsBefore, sessionsAfter, measure.of, randomFrom(seed(1), measure.name)) : null,
    };
  });
  return {
    before: { name: before.name, weigh: await answerWeigh(query, before.filter, null) },
    after: { name: after.name, weigh: await answerWeigh(query, after.filter, null) },
    rows,
    verdict: verdictOf(rows, [before.name, after.name]),
  };
}
