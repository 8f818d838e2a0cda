import type { Usd } from '../../base/units.ts';
import type { RunId } from '../../call/run-id.ts';
import type { SegmentId } from '../../call/segment.ts';
import type { SessionGroup } from '../../call/session-group.ts';
import type { Tier } from '../../call/tier.ts';
import { inputOf } from '../../call/usage.ts';
import type { CacheLoss, Placement, SegmentWeight, WeighedCall } from '../../call/weighing.ts';
import type { TokenEstimator } from '../../measure/tokens/token-estimator.ts';
import type { CallRates, PriceBook } from '../prices/price-book.ts';
import type { PlacedSegment, WeighedGroup } from '../weighed-group.ts';
import { indexGroup } from './group-index.ts';
import type { MergedCall } from './merged-call.ts';
import { RunAccount, billOf, type KnownSizes } from './run-account.ts';
import { inputTiers } from './context-stack.ts';

export interface AttributionTools {
  readonly prices: PriceBook;
  readonly estimator: TokenEstimator;
}

/** Gives every billed token of a group to a placement: per call and tier they add up to the bill exactly. */
export function attributeGroup(group: SessionGroup, tools: AttributionTools): WeighedGroup {
  const index = indexGroup(group);
  const known: KnownSizes = new Map();
  const runs = new Map<RunId, readonly WeighedCall[]>();
  const placements = new Map<SegmentId, Placement[]>();
  const weights: SegmentWeight[] = [];
  const losses: CacheLoss[] = [];
  const turns = new Map<string, number>();
  for (const [run, entries] of index.runs) {
    const account = new RunAccount(run, index, tools.estimator, known);
    const calls: WeighedCall[] = [];
    for (const entry of entries) {
      if (entry.type === 'input' && entry.startsTurn) turns.set(entry.session, (turns.get(entry.session) ?? 0) + 1);
      const call = account.follow(entry);
      if (call === undefined) continue;
      const rates = ratesOf(call, tools.prices);
      account.settle(call, call.usage.output, rates.state === 'unpriced' ? undefined : rates.usdPerMillion);
      calls.push(weighCall(call, run, calls.length, turns.get(call.session) ?? 0, rates, tools.prices.version));
    }
    account.finish();
    if (calls.length === 0) continue;
    runs.set(run, calls);
    for (const placement of account.writer.placements) {
      const held = placements.get(placement.segment);
      if (held === undefined) placements.set(placement.segment, [placement]);
      else held.push(placement);
    }
    for (const weight of account.writer.weights()) weights.push(weight);
  }
  return { group, runs, placements, weights, losses, segments: segmentsOf(group) };
}

function segmentsOf(group: SessionGroup): Map<SegmentId, PlacedSegment> {
  const segments = new Map<SegmentId, PlacedSegment>();
  for (const entry of group.entries) {
    if (!('segments' in entry)) continue;
    for (const segment of entry.segments) segments.set(segment.id, { segment, entry });
  }
  return segments;
}

function ratesOf(call: MergedCall, prices: PriceBook): CallRates {
  const { record } = call;
  const context = inputOf(call.usage);
  return prices.ratesFor({
    ...(record.provider === undefined ? {} : { provider: record.provider }),
    ...(record.model === undefined ? {} : { model: record.model }),
    ...(call.time === undefined ? {} : { time: call.time }),
    ...(context === undefined ? {} : { context }),
    ...(record.serviceTier === undefined ? {} : { serviceTier: record.serviceTier }),
    ...(record.speed === undefined ? {} : { speed: record.speed }),
  });
}

function usdOf(bill: readonly number[], output: number, usdPerMillion: Readonly<Record<Tier, number>>): Usd {
  let sum = output * usdPerMillion.output;
  for (const [place, tier] of inputTiers.entries()) sum += (bill[place] as number) * usdPerMillion[tier];
  return (sum / 1e6) as Usd;
}

function weighCall(call: MergedCall, run: RunId, index: number, turn: number, rates: CallRates, version: string): WeighedCall {
  const { record, usage } = call;
  const context = inputOf(usage);
  const usd = rates.state === 'unpriced' ? undefined : usdOf(billOf(usage), usage.output ?? 0, rates.usdPerMillion);
  return {
    key: call.key,
    run,
    index,
    source: record.source,
    session: call.session,
    chain: call.chain,
    ...(call.time === undefined ? {} : { time: call.time }),
    ...(record.model === undefined ? {} : { model: record.model }),
    ...(record.provider === undefined ? {} : { provider: record.provider }),
    turn,
    usage,
    ...(usage.reasoning === undefined ? {} : { reasoning: usage.reasoning }),
    progressOnly: call.progressOnly,
    price: {
      state: rates.state,
      version,
      ...(rates.state === 'unpriced' || usd === undefined ? {} : { logged: usd, reconstructed: usd, usdPerMillion: rates.usdPerMillion }),
    },
    ...(context === undefined ? {} : { context }),
    ...(call.stopReason === undefined ? {} : { stopReason: call.stopReason }),
  };
}
