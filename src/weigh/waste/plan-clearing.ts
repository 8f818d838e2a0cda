import { isComputed, readTier, type Tier } from '../../call/tier.ts';
import type { WeighedCall } from '../../call/weighing.ts';
import { claimRemoval, type Claim } from './claims.ts';
import { firstFrom, firstRowReaching } from './intervals.ts';
import { onceARun } from './once-a-run.ts';
import { savingOf } from './saving.ts';
import type { CarriedSegment, RunView } from './waste-view.ts';

/** A segment, or a share of it, that the work no longer needs from a call on. */
export interface StaleSegment {
  readonly carried: CarriedSegment;
  readonly from: number;
  /** 0 to 1. */
  readonly share: number;
}

/** A stale segment that leaves in a call. */
export interface Cleared {
  readonly stale: StaleSegment;
  readonly claims: readonly Claim[];
  readonly at: number;
}

/** Which stale segments leave the context when, and what that costs. */
export interface ClearingPlan {
  readonly cleared: readonly Cleared[];
  /** Dollars of writing to cache again what stood behind the first segment cleared out of turn. */
  readonly editUsd: number;
}

/** Points in time at which a clearing is weighed up; more change little. */
const mostMoments = 24;

/**
 * Plans how to take stale content out of a running context. Taking a segment out breaks the cache behind it: what
 * follows is written again, and at usual prices that pays only after 11.5 calls for each token behind per token taken.
 * So a segment leaves for nothing at the next call that found its place in the prompt uncached anyway; and at most one
 * clearing happens out of turn, at the moment and from the position at which its saving, less the writing again, is
 * largest. What pays at no moment stays.
 */
export function planClearing(run: RunView, stale: readonly StaleSegment[]): ClearingPlan {
  const items: Timed[] = [];
  for (const item of stale) {
    if (item.carried.carriedTo < item.from || item.carried.carriedFrom > item.from) continue;
    items.push({ item, free: freeMoment(item, rewrittenFrom(run)) });
  }
  const paid = items.length === 0 ? undefined : bestPaidClearing(run, items);
  const cleared: Cleared[] = [];
  for (const { item, free } of items) {
    const at = paid?.items.has(item) === true ? paid.at : free;
    const claims = at === undefined ? [] : claimsFrom(run, item, at);
    if (at !== undefined && claims.length > 0) cleared.push({ stale: item, claims, at });
  }
  return { cleared, editUsd: paid?.cost ?? 0 };
}

const claimsFrom = (run: RunView, { carried, share }: StaleSegment, from: number, to = carried.carriedTo): Claim[] =>
  claimRemoval(run, carried, { from, to, share });

/** For each call that lost its cache, in order: the position from which it was billed anew. */
const rewrittenFrom = onceARun((run): ReadonlyMap<number, number> => {
  const calls = [...new Set(run.losses.map((loss) => loss.call))].sort((a, b) => a - b);
  const first = new Map(calls.map((call) => [call, Number.POSITIVE_INFINITY]));
  for (const { placements, start, end } of calls.length === 0 ? [] : run.segments) {
    for (let row = start; row < end; row++) {
      if (!isComputed(placements.tier[row] as number)) continue;
      const to = placements.to[row] as number;
      const position = placements.position[row] as number;
      for (let index = firstFrom(calls, placements.from[row] as number); index < calls.length && (calls[index] as number) <= to; index++) {
        const call = calls[index] as number;
        if (position < (first.get(call) as number)) first.set(call, position);
      }
    }
  }
  return first;
});

function freeMoment({ carried, from }: StaleSegment, rewritten: ReadonlyMap<number, number>): number | undefined {
  for (const [call, position] of rewritten) {
    if (call >= from && call <= carried.carriedTo && carried.position >= position) return call;
  }
  return undefined;
}

interface Timed {
  readonly item: StaleSegment;
  readonly free: number | undefined;
}

interface PaidClearing {
  readonly at: number;
  readonly items: ReadonlySet<StaleSegment>;
  readonly cost: number;
  /** Saving less cost. */
  readonly net: number;
}

function bestPaidClearing(run: RunView, items: readonly Timed[]): PaidClearing | undefined {
  let best: PaidClearing | undefined;
  for (const at of momentsOf(items)) best = clearingAt(run, items, at, best?.net ?? 0) ?? best;
  return best;
}

function momentsOf(items: readonly Timed[]): readonly number[] {
  const moments = [...new Set(items.map(({ item }) => item.from))].sort((a, b) => a - b);
  if (moments.length <= mostMoments) return moments;
  return Array.from({ length: mostMoments }, (_, index) => moments[Math.floor((index * moments.length) / mostMoments)] as number);
}

interface Eligible {
  readonly item: StaleSegment;
  /** Dollars. */
  readonly saved: number;
}

/** The best clearing in a call, if it is better than one that nets `least`. */
function clearingAt(run: RunView, items: readonly Timed[], at: number, least: number): PaidClearing | undefined {
  const rates = run.calls[at]?.price.usdPerMillion;
  if (rates === undefined) return undefined;
  const eligible: Eligible[] = [];
  for (const { item, free } of items) {
    const isThere = item.from <= at && item.carried.carriedTo >= at;
    if (isThere && (free === undefined || free > at)) eligible.push({ item, saved: savedFrom(run, item, at, free) });
  }
  eligible.sort((a, b) => b.item.carried.position - a.item.carried.position);
  let possible = 0;
  for (const { saved } of eligible) possible += saved;
  if (possible <= least) return undefined;
  const above = (rates[rewriteTier(run, at)] - rates.read) / 1e6;
  const ordered = lastPositionFirst(run);
  let next = 0;
  let behind = 0;
  let net = least;
  let cost = 0;
  let count = 0;
  let saved = 0;
  let taken = 0;
  for (let place = 0; place < eligible.length; place++) {
    const { item, saved: own } = eligible[place] as Eligible;
    for (; next < ordered.length && (ordered[next] as CarriedSegment).position > item.carried.position; next++) {
      behind += readTokensAt(ordered[next] as CarriedSegment, at);
    }
    const rewriting = Math.max(0, behind - taken) * above;
    taken += readTokensAt(item.carried, at) * item.share;
    saved += own;
    if (saved - rewriting <= net) continue;
    net = saved - rewriting;
    cost = rewriting;
    count = place + 1;
  }
  if (count === 0) return undefined;
  const cleared = new Set<StaleSegment>();
  for (let place = 0; place < count; place++) cleared.add((eligible[place] as Eligible).item);
  return { at, items: cleared, cost, net };
}

/** Dollars that a segment no longer costs from a call on, up to where it could leave for nothing. */
function savedFrom(run: RunView, item: StaleSegment, at: number, free: number | undefined): number {
  let usd = 0;
  for (const claim of claimsFrom(run, item, at, free === undefined ? item.carried.carriedTo : free - 1)) {
    usd += savingOf(claim) ?? 0;
  }
  return usd;
}

const lastPositionFirst = onceARun((run) => run.segments.toSorted((a, b) => b.position - a.position));

function readTokensAt(carried: CarriedSegment, call: number): number {
  if (call < carried.carriedFrom || call > carried.carriedTo) return 0;
  const { placements, end } = carried;
  let read = 0;
  for (let row = firstRowReaching(carried, call); row < end; row++) {
    if ((placements.from[row] as number) > call) break;
    if (placements.tier[row] === readTier) read += placements.tokens[row] as number;
  }
  return read;
}

/** At which tier the run writes to cache at a call; uncached where it never did. */
function rewriteTier(run: RunView, at: number): Tier {
  for (let index = at; index >= 0; index--) {
    const { usage } = run.calls[index] as WeighedCall;
    if ((usage.cacheWrite1h ?? 0) > 0) return 'write1h';
    if ((usage.cacheWrite5m ?? 0) > 0) return 'write5m';
    if ((usage.cacheWriteUnsplit ?? 0) > 0) return 'writeUnsplit';
  }
  return 'uncached';
}
