import { assertNever } from '../../base/assert.ts';
import { addLatency, latencyHistogram, mergeLatencies, type LatencyHistogram } from './latency-histogram.ts';
import { requestOutcome, type RequestTable } from './request-table.ts';
import type { Tier } from './tier.ts';

/** What became of the requests of one tier; plain data that threads can send, and that adds up. */
export interface TierTally {
  readonly ttft: LatencyHistogram;
  readonly tpot: LatencyHistogram;
  readonly endToEnd: LatencyHistogram;
  requests: number;
  served: number;
  /** Served within the objective of the tier. */
  good: number;
  refusedByLimit: number;
  refusedByLoad: number;
  refusedAsTooLong: number;
  throttled: number;
  throttleSeconds: number;
  preempted: number;
  inputTokens: number;
  cachedTokens: number;
  outputTokens: number;
}

export const tierTally = (): TierTally => ({
  ttft: latencyHistogram(),
  tpot: latencyHistogram(),
  endToEnd: latencyHistogram(),
  requests: 0,
  served: 0,
  good: 0,
  refusedByLimit: 0,
  refusedByLoad: 0,
  refusedAsTooLong: 0,
  throttled: 0,
  throttleSeconds: 0,
  preempted: 0,
  inputTokens: 0,
  cachedTokens: 0,
  outputTokens: 0,
});

/** Tallies a finished run by tier. */
export function tallyTiers(table: RequestTable, tiers: readonly Tier[]): TierTally[] {
  const tallies = tiers.map(tierTally);
  for (let request = 0; request < table.length; request++) {
    const tierIndex = table.tiers[request] as number;
    tallyRequest(tallies[tierIndex] as TierTally, table, request, tiers[tierIndex] as Tier);
  }
  return tallies;
}

type Outcome = (typeof requestOutcome)[keyof typeof requestOutcome];

function tallyRequest(tally: TierTally, table: RequestTable, request: number, tier: Tier): void {
  tally.requests++;
  if ((table.throttles[request] as number) > 0) tally.throttled++;
  const outcome = table.outcomes[request] as Outcome;
  switch (outcome) {
    case requestOutcome.refusedByLimit:
      tally.refusedByLimit++;
      return;
    case requestOutcome.refusedByLoad:
      tally.refusedByLoad++;
      return;
    case requestOutcome.refusedAsTooLong:
      tally.refusedAsTooLong++;
      return;
    case requestOutcome.pending:
      return;
    case requestOutcome.served:
      return tallyServed(tally, table, request, tier);
    default:
      assertNever(outcome);
  }
}

function tallyServed(tally: TierTally, table: RequestTable, request: number, tier: Tier): void {
  const accepted = table.accepted[request] as number;
  const first = table.firstTokens[request] as number;
  const finish = table.finishes[request] as number;
  const output = table.outputTokens[request] as number;
  const ttft = first - accepted;
  const tpot = output > 1 ? (finish - first) / (output - 1) : undefined;
  tally.served++;
  if (ttft <= tier.objective.ttft && (tpot === undefined || tpot <= tier.objective.tpot)) tally.good++;
  if ((table.preemptions[request] as number) > 0) tally.preempted++;
  tally.throttleSeconds += accepted - (table.arrivals[request] as number);
  tally.inputTokens += table.inputTokens[request] as number;
  tally.cachedTokens += table.cachedTokens[request] as number;
  tally.outputTokens += output;
  addLatency(tally.ttft, ttft);
  if (tpot !== undefined) addLatency(tally.tpot, tpot);
  addLatency(tally.endToEnd, finish - accepted);
}

export function mergeTallies(into: TierTally, from: TierTally): void {
  mergeLatencies(into.ttft, from.ttft);
  mergeLatencies(into.tpot, from.tpot);
  mergeLatencies(into.endToEnd, from.endToEnd);
  for (const field of counted) into[field] += from[field];
}

const counted = [
  'requests',
  'served',
  'good',
  'refusedByLimit',
  'refusedByLoad',
  'refusedAsTooLong',
  'throttled',
  'throttleSeconds',
  'preempted',
  'inputTokens',
  'cachedTokens',
  'outputTokens',
] as const;
