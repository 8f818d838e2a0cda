import type { ClaimedTokens } from '../../call/finding.ts';
import type { Tier } from '../../call/tier.ts';
import type { Placement, WeighedCall } from '../../call/weighing.ts';
import { claimRemoval } from './claims.ts';
import { firstReaching } from './intervals.ts';
import { savingOf } from './saving.ts';
import type { CarriedSegment, RunView } from './waste-view.ts';

/** A segment, or a share of it, that the work no longer needs from a call on. */
export interface StaleSegment {
  readonly carried: CarriedSegment;
  readonly from: number;
  /** 0 to 1; absent: all of it. */
  readonly share?: number;
}

/** Which stale segments leave the context when, and what that costs. */
export interface ClearingPlan {
  readonly cleared: readonly { readonly stale: StaleSegment; readonly claims: readonly ClaimedTokens[]; readonly at: number }[];
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
  const candidates = stale.filter(({ carried, from }) => carried.carriedTo >= from && carried.carriedFrom <= from);
  if (candidates.length === 0) return { cleared: [], editUsd: 0 };
  const rewritten = rewrittenFrom(run);
  const items = candidates.map((item) => ({ item, free: freeMoment(item, rewritten) }));
  const paid = bestPaidClearing(run, items);
  const cleared = items.flatMap(({ item, free }) => {
    const at = paid?.items.has(item) === true ? paid.at : free;
    if (at === undefined) return [];
    const claims = claimsFrom(run, item, at);
    return claims.length === 0 ? [] : [{ stale: item, claims, at }];
  });
  return { cleared, editUsd: paid?.cost ?? 0 };
}

const claimsFrom = (run: RunView, { carried, share }: StaleSegment, from: number, to = carried.carriedTo): ClaimedTokens[] =>
  claimRemoval(run, carried, { from, to, ...(share === undefined ? {} : { share }) });

/** For each call that lost its cache, in order: the position from which it was billed anew. */
function rewrittenFrom(run: RunView): ReadonlyMap<number, number> {
  const calls = [...new Set(run.losses.map((loss) => loss.call))].sort((a, b) => a - b);
  return new Map(calls.map((call) => [call, firstUncached(run, call)]));
}

function firstUncached(run: RunView, call: number): number {
  let first = Number.POSITIVE_INFINITY;
  for (const { placements } of run.segments) {
    for (let index = firstReaching(placements, call); index < placements.length; index++) {
      const { tier, from, position } = placements[index] as Placement;
      if (from > call) break;
      if (tier !== 'read' && tier !== 'output' && position < first) first = position;
    }
  }
  return first;
}

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
}

function bestPaidClearing(run: RunView, items: readonly Timed[]): PaidClearing | undefined {
  let best: (PaidClearing & { readonly net: number }) | undefined;
  for (const at of momentsOf(items)) {
    const found = clearingAt(run, items, at);
    if (found !== undefined && found.net > (best?.net ?? 0)) best = found;
  }
  return best;
}

function momentsOf(items: readonly Timed[]): readonly number[] {
  const moments = [...new Set(items.map(({ item }) => item.from))].sort((a, b) => a - b);
  if (moments.length <= mostMoments) return moments;
  return Array.from({ length: mostMoments }, (_, index) => moments[Math.floor((index * moments.length) / mostMoments)] as number);
}

function clearingAt(run: RunView, items: readonly Timed[], at: number): (PaidClearing & { readonly net: number }) | undefined {
  const call = run.calls[at];
  const rates = call?.price.usdPerMillion;
  if (call === undefined || rates === undefined) return undefined;
  const eligible = items
    .filter(({ item, free }) => item.from <= at && item.carried.carriedTo >= at && (free === undefined || free > at))
    .sort((a, b) => b.item.carried.position - a.item.carried.position);
  if (eligible.length === 0) return undefined;
  const behind = readTokensBehind(run, at);
  const above = (rates[rewriteTier(run, at)] - rates.read) / 1e6;
  const chosen = new Set<StaleSegment>();
  let best: (PaidClearing & { readonly net: number }) | undefined;
  let saved = 0;
  let taken = 0;
  for (const { item, free } of eligible) {
    let own = 0;
    for (const claim of claimsFrom(run, item, at, free === undefined ? item.carried.carriedTo : free - 1)) {
      own += savingOf(claim, item.carried.placements, run.prices) ?? 0;
    }
    const cost = Math.max(0, behind(item.carried.position) - taken) * above;
    taken += readTokensAt(item.carried, at) * (item.share ?? 1);
    saved += own;
    chosen.add(item);
    if (saved - cost > (best?.net ?? 0)) best = { at, items: new Set(chosen), cost, net: saved - cost };
  }
  return best;
}

function readTokensAt({ placements }: CarriedSegment, call: number): number {
  let read = 0;
  for (let index = firstReaching(placements, call); index < placements.length; index++) {
    const { tier, from, tokens } = placements[index] as Placement;
    if (from > call) break;
    if (tier === 'read') read += tokens;
  }
  return read;
}

/** Tokens that a call read from cache behind a position. */
function readTokensBehind(run: RunView, call: number): (position: number) => number {
  const read: { position: number; tokens: number }[] = [];
  for (const carried of run.segments) {
    const tokens = readTokensAt(carried, call);
    if (tokens > 0) read.push({ position: carried.position, tokens });
  }
  read.sort((a, b) => b.position - a.position);
  let sum = 0;
  const sums = read.map(({ tokens }) => (sum += tokens));
  return (position) => {
    let low = 0;
    let high = read.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((read[middle] as { position: number }).position > position) low = middle + 1;
      else high = middle;
    }
    return low === 0 ? 0 : (sums[low - 1] as number);
  };
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
