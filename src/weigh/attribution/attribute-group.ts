import type { Tokens, Usd } from '../../base/units.ts';
import { mainChain, type EntryKey, type SessionId } from '../../call/entry.ts';
import type { RunId } from '../../call/run-id.ts';
import type { SegmentId } from '../../call/segment.ts';
import type { SessionGroup } from '../../call/session-group.ts';
import type { Tier } from '../../call/tier.ts';
import { inputOf } from '../../call/usage.ts';
import type { CacheLoss, Placement, SegmentWeight, WeighedCall } from '../../call/weighing.ts';
import type { TokenEstimator } from '../../measure/tokens/token-estimator.ts';
import type { CallRates, PriceBook } from '../prices/price-book.ts';
import type { PlacedSegment, WeighedGroup } from '../weighed-group.ts';
import { billOf } from './bill.ts';
import type { KnownSizes } from './context-sizes.ts';
import { indexGroup } from './group-index.ts';
import type { MergedCall } from './merged-call.ts';
import { inputTiers } from './context-stack.ts';
import type { CallOutput } from './output-book.ts';
import { RunAccount } from './run-account.ts';

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
  const turns = turnsOf(group);
  for (const [run, entries] of index.runs) {
    const account = new RunAccount(run, index, tools.estimator, known);
    const billed: BilledCall[] = [];
    for (const entry of entries) {
      const call = account.follow(entry);
      if (call === undefined) continue;
      const rates = ratesOf(call, tools.prices);
      account.settle(call, rates.state === 'unpriced' ? undefined : rates.usdPerMillion);
      billed.push({ call, rates, turn: turns.get(call.first.key) ?? 0 });
    }
    account.finish();
    if (billed.length === 0) continue;
    runs.set(
      run,
      billed.map((call, place) => weighCall(run, place, call, account.outputs[place] as CallOutput, tools.prices.version)),
    );
    for (const [segment, own] of account.writer.bySegment()) {
      const held = placements.get(segment);
      if (held === undefined) placements.set(segment, own);
      else for (const placement of own) held.push(placement);
    }
    for (const weight of account.writer.weights()) weights.push(weight);
    for (const loss of account.losses) losses.push(loss);
  }
  return { group, runs, placements, weights, losses, segments: segmentsOf(group) };
}

/** For every response: how many messages of the person its session has seen by then. */
function turnsOf(group: SessionGroup): Map<EntryKey, number> {
  const counts = new Map<SessionId, number>();
  const turns = new Map<EntryKey, number>();
  for (const entry of group.entries) {
    const count = counts.get(entry.session) ?? 0;
    if (entry.type === 'response') turns.set(entry.key, count);
    else if (entry.type === 'input' && entry.startsTurn && entry.chain === mainChain) counts.set(entry.session, count + 1);
  }
  return turns;
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

interface BilledCall {
  readonly call: MergedCall;
  readonly rates: CallRates;
  readonly turn: number;
}

function weighCall(run: RunId, index: number, { call, rates, turn }: BilledCall, output: CallOutput, version: string): WeighedCall {
  const { record, usage } = call;
  const context = inputOf(usage);
  const { reconstructed, reasoning } = output;
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
    ...(reconstructed === undefined ? {} : { outputReconstructed: reconstructed }),
    ...(output.shown === undefined || reconstructed !== undefined ? {} : { outputShown: output.shown }),
    ...(reasoning === undefined ? {} : { reasoning }),
    progressOnly: call.progressOnly,
    price: { state: rates.state, version, ...priceOf(call, rates, reconstructed) },
    ...(context === undefined ? {} : { context }),
    ...(call.stopReason === undefined ? {} : { stopReason: call.stopReason }),
  };
}

function priceOf(call: MergedCall, rates: CallRates, reconstructed: Tokens | undefined): Omit<WeighedCall['price'], 'state' | 'version'> {
  if (rates.state === 'unpriced') return {};
  const { usdPerMillion } = rates;
  const bill = billOf(call.usage);
  const logged = call.usage.output ?? 0;
  return {
    logged: usdOf(bill, logged, usdPerMillion),
    reconstructed: usdOf(bill, reconstructed ?? logged, usdPerMillion),
    usdPerMillion,
  };
}
