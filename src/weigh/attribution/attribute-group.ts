import { placementsOf, type HeldRun } from '../../call/held-run.ts';
import type { RunId } from '../../call/run-id.ts';
import type { SegmentId } from '../../call/segment.ts';
import type { SessionGroup } from '../../call/session-group.ts';
import type { CacheLoss, Placement, WeighedCall } from '../../call/weighing.ts';
import type { TokenEstimator } from '../../measure/tokens/token-estimator.ts';
import type { PriceBook } from '../prices/price-book.ts';
import type { PlacedSegment, WeighedGroup } from '../weighed-group.ts';
import { indexGroup } from './group-index.ts';
import type { CallOutput } from './output-book.ts';
import { RunAccount } from './run-account.ts';
import { ratesOf, weighCall, type BilledCall } from './weigh-call.ts';
import { weightsOf } from './weight-of.ts';

export interface AttributionTools {
  readonly prices: PriceBook;
  readonly estimator: TokenEstimator;
}

/** Gives every billed token of a group to a placement: per call and tier they add up to the bill exactly. */
export function attributeGroup(group: SessionGroup, { prices, estimator }: AttributionTools): WeighedGroup {
  const index = indexGroup(group);
  const runs = new Map<RunId, readonly WeighedCall[]>();
  const held: HeldRun[] = [];
  const losses: CacheLoss[] = [];
  for (const { id, entries } of index.runs) {
    const account = new RunAccount(id, index, estimator);
    const billed: BilledCall[] = [];
    for (const entry of entries) {
      const call = account.follow(entry);
      if (call === undefined) continue;
      const rates = ratesOf(call, prices);
      account.settle(call, rates.state === 'unpriced' ? undefined : rates.usdPerMillion);
      billed.push({ call, rates });
    }
    account.finish();
    if (billed.length === 0) continue;
    const calls: WeighedCall[] = [];
    for (const call of billed) calls.push(weighCall(id, calls.length, call, account.outputs[calls.length] as CallOutput, prices.version));
    runs.set(id, calls);
    held.push(account.writer.heldIn(calls));
    for (const loss of account.losses) losses.push(loss);
  }
  return {
    group,
    runs,
    held,
    losses,
    get weights() {
      return weightsOf(held);
    },
    get placements() {
      return bySegment(held);
    },
    get segments() {
      return segmentsOf(group);
    },
  };
}

function bySegment(held: readonly HeldRun[]): Map<SegmentId, Placement[]> {
  const placements = new Map<SegmentId, Placement[]>();
  for (const run of held) {
    for (const [number, { id }] of run.segments.entries()) {
      const own = placementsOf(run, number);
      placements.set(id, placements.get(id)?.concat(own) ?? own);
    }
  }
  return placements;
}

function segmentsOf(group: SessionGroup): Map<SegmentId, PlacedSegment> {
  const segments = new Map<SegmentId, PlacedSegment>();
  for (const entry of group.entries) {
    if (!('segments' in entry)) continue;
    for (const segment of entry.segments) segments.set(segment.id, { segment, entry });
  }
  return segments;
}
