import type { Tokens } from '../../base/units.ts';
import type { ClaimedTokens, ClaimEffect } from '../../call/finding.ts';
import { firstRowReaching } from './intervals.ts';
import type { CarriedSegment, RunView } from './waste-view.ts';

/** {@link ClaimedTokens} with the run and the segment themselves, which detectors and the settling of overlaps look into. */
export interface Claim {
  readonly run: RunView;
  readonly carried: CarriedSegment;
  readonly from: number;
  readonly to: number;
  readonly tokens: number;
  readonly effect: ClaimEffect;
}

export interface ClaimSpan {
  readonly from: number;
  readonly to: number;
  /** Part of the segment's tokens, 0 to 1; rounded down to whole tokens. */
  readonly share?: number | undefined;
}

/** Claims that a segment, or a share of it, need not have stood in the calls of a span; its output included. */
export function claimRemoval(run: RunView, carried: CarriedSegment, { from, to, share = 1 }: ClaimSpan): Claim[] {
  const claims: Claim[] = [];
  addRemoval(claims, run, carried, from, to, share);
  return claims;
}

/** Adds what {@link claimRemoval} claims to other claims. */
export function addRemoval(claims: Claim[], run: RunView, carried: CarriedSegment, from: number, to: number, share = 1): void {
  const { placements, end } = carried;
  let row = firstRowReaching(carried, from);
  while (row < end) {
    const start = placements.from[row] as number;
    if (start > to) break;
    const stop = placements.to[row] as number;
    let tokens = 0;
    // The tiers of one interval are placements of their own.
    for (; row < end && placements.from[row] === start; row++) tokens += placements.tokens[row] as number;
    const claimed = Math.floor(tokens * share);
    if (claimed <= 0) continue;
    claims.push({ run, carried, from: Math.max(from, start), to: Math.min(to, stop), tokens: claimed, effect: 'removed' });
  }
}

/** Billed tokens that claims cover: tokens in each call, times calls. */
export function claimedTokens(claims: readonly Claim[]): number {
  let sum = 0;
  for (const claim of claims) sum += claim.tokens * (claim.to - claim.from + 1);
  return sum;
}

/** Claims as they are told to others. */
export function toldClaims(claims: readonly Claim[]): ClaimedTokens[] {
  const told: ClaimedTokens[] = [];
  for (const { run, carried, from, to, tokens, effect } of claims) {
    told.push({ segment: carried.id, run: run.id, from, to, tokens: tokens as Tokens, effect });
  }
  return told;
}
