import { formatQuantity, formatUsd } from '../../base/number-format.ts';
import type { Usd } from '../../base/units.ts';
import type { CallKey } from '../../call/entry.ts';
import type { FindingCause } from '../../call/finding.ts';
import type { SegmentId } from '../../call/segment.ts';
import { isComputed } from '../../call/tier.ts';
import type { CacheLoss, CacheLossCause } from '../../call/weighing.ts';
import type { Claim } from './claims.ts';
import type { Detector, Nomination, Settled } from './detector.ts';
import { firstFrom } from './intervals.ts';
import { times } from './pieces.ts';
import { enteredAt, type CarriedSegment, type RunView, type WasteView } from './waste-view.ts';

/** A lost cache with the run it happened in. */
export interface LossInRun {
  readonly run: RunView;
  readonly loss: CacheLoss;
}

export interface LostCache {
  readonly cause: FindingCause;
  readonly of: CacheLossCause['cause'];
  /** Losses of one session that were worth avoiding, and what avoiding them costs elsewhere. */
  readonly keep?: (losses: readonly LossInRun[]) => { readonly losses: readonly LossInRun[]; readonly editUsd: number };
  /** What happened, after `Cache lost twice`. */
  readonly how: (losses: readonly LossInRun[]) => string;
  readonly fix: (losses: readonly LossInRun[]) => string;
}

/**
 * A detector of caches lost by one cause. Measured: the bill itself says that tokens which the call before had in cache
 * were written, or sent uncached, again. They stay in the context, so what is saved is the price above a read.
 */
export const lostCacheDetector = (lost: LostCache): Detector => ({ cause: lost.cause, find: (view) => findLosses(lost, view) });

/** One function for all causes, so that it is compiled once. */
function findLosses(lost: LostCache, { bySession }: WasteView): Nomination[] {
  const nominations: Nomination[] = [];
  for (const runs of bySession.values()) {
    const all = lossesOf(runs, lost.of);
    const nomination = all.length === 0 ? undefined : nominate(lost, all);
    if (nomination !== undefined) nominations.push(nomination);
  }
  return nominations;
}

function lossesOf(runs: readonly RunView[], cause: CacheLossCause['cause']): LossInRun[] {
  const losses: LossInRun[] = [];
  for (const run of runs) for (const loss of run.losses) if (loss.cause.cause === cause) losses.push({ run, loss });
  return losses;
}

function nominate({ cause, keep, how, fix }: LostCache, all: readonly LossInRun[]): Nomination | undefined {
  const { losses, editUsd } = keep === undefined ? { losses: all, editUsd: 0 } : keep(all);
  const [first] = losses;
  if (first === undefined) return undefined;
  const claims = claimLosses(losses);
  if (claims.length === 0) return undefined;
  const largest = losses.toSorted((a, b) => b.loss.tokens - a.loss.tokens).slice(0, 24);
  return {
    cause,
    state: 'measured',
    session: first.run.session,
    anchor: keyOf(first),
    calls: largest.map(keyOf),
    segments: segmentsOf(claims),
    claims,
    editUsd: editUsd as Usd,
    title: (settled) => `Cache lost ${times(losses.length)}, ${how(losses)}: ${paidText(settled)}`,
    fix: fix(losses),
  };
}

const keyOf = ({ run, loss }: LossInRun): CallKey => run.calls[loss.call]?.key as CallKey;

function paidText({ repriced, usd }: Settled): string {
  const text = `${formatQuantity(repriced, 'tok')} billed again`;
  return usd === undefined ? text : `${text}, ${formatUsd(usd)} above a read`;
}

function segmentsOf(claims: readonly Claim[]): SegmentId[] {
  const sizes = new Map<SegmentId, number>();
  for (const { carried, tokens } of claims) sizes.set(carried.id, (sizes.get(carried.id) ?? 0) + tokens);
  return [...sizes]
    .sort((a, b) => b[1] - a[1])
    .slice(0, 24)
    .map(([segment]) => segment);
}

/** The tokens of each loss, in prompt order: what was in the context before and was not read. */
function claimLosses(losses: readonly LossInRun[]): Claim[] {
  const byRun = new Map<RunView, Map<number, number>>();
  for (const { run, loss } of losses) {
    const calls = byRun.get(run) ?? new Map<number, number>();
    byRun.set(run, calls.set(loss.call, loss.tokens));
  }
  return Array.from(byRun).flatMap(([run, calls]) => claimRun(run, calls));
}

/** A placement that was billed again in a call. */
interface BilledAgain {
  readonly carried: CarriedSegment;
  readonly position: number;
  readonly tokens: number;
}

function claimRun(run: RunView, lostAt: ReadonlyMap<number, number>): Claim[] {
  const billedAgain = billedAgainIn(run, [...lostAt.keys()]);
  const claims: Claim[] = [];
  for (const [call, lost] of lostAt) {
    let left = lost;
    for (const { carried, tokens } of (billedAgain.get(call) as BilledAgain[]).sort((a, b) => a.position - b.position)) {
      const claimed = Math.min(left, tokens);
      if (claimed <= 0) break;
      left -= claimed;
      const last = claims.at(-1);
      // Two tiers of one segment in one call are one claim.
      const isSame = last !== undefined && last.carried === carried && last.from === call;
      const claim: Claim = { run, carried, from: call, to: call, tokens: isSame ? last.tokens + claimed : claimed, effect: 'repriced' };
      if (isSame) claims[claims.length - 1] = claim;
      else claims.push(claim);
    }
  }
  return claims;
}

/** What stood in the context before each of some calls, and was billed in it anew. */
function billedAgainIn(run: RunView, lossCalls: number[]): ReadonlyMap<number, BilledAgain[]> {
  const calls = lossCalls.sort((a, b) => a - b);
  const billedAgain = new Map(calls.map((call): [number, BilledAgain[]] => [call, []]));
  for (const carried of run.segments) {
    const { placements, start, end } = carried;
    const before = enteredAt(carried);
    for (let row = start; row < end; row++) {
      if (!isComputed(placements.tier[row] as number)) continue;
      const to = placements.to[row] as number;
      for (let index = firstFrom(calls, placements.from[row] as number); index < calls.length; index++) {
        const call = calls[index] as number;
        if (call > to) break;
        if (before >= call) continue;
        billedAgain.get(call)?.push({ carried, position: placements.position[row] as number, tokens: placements.tokens[row] as number });
      }
    }
  }
  return billedAgain;
}
