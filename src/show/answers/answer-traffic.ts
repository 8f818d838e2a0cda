import { fraction, tokens, type Fraction, type Tokens } from '../../base/units.ts';
import type { QueryRunner } from '../../ledger/query-runner.ts';
import { bucketMilliseconds } from '../../ledger/questions/selection.ts';
import { traffic } from '../../ledger/questions/traffic.ts';
import type { Filter } from './filter.ts';
import type { TrafficAnswer } from './traffic-answer.ts';

const asTokens = (value: number | null): Tokens | null => (value === null ? null : tokens(Math.round(value)));
const asFraction = (value: number | null): Fraction | null => (value === null ? null : fraction(value));

/** The mean call within a filter, and how often calls come while somebody works. */
export async function answerTraffic(query: QueryRunner, filter: Filter): Promise<TrafficAnswer> {
  const found = await traffic(query, filter);
  return {
    calls: found.calls,
    requestsPerSecond: found.activeQuarters === 0 ? null : found.calls / (found.activeQuarters * (bucketMilliseconds / 1000)),
    inputTokens: asTokens(found.meanInput),
    cachedTokens: asTokens(found.meanCacheRead),
    outputTokens: asTokens(found.meanOutput),
    lengthVariation: found.inputVariation,
    cacheHit: asFraction(found.cacheHit),
    reasoningShare: asFraction(found.reasoningShare),
  };
}
