import type { Tokens } from '../../base/units.ts';
import type { ClaimedTokens } from '../../call/finding.ts';
import type { CarriedSegment, RunView } from './waste-view.ts';

export interface ClaimSpan {
  readonly from: number;
  readonly to: number;
  /** Part of the segment's tokens, 0 to 1; rounded down to whole tokens. */
  readonly share?: number;
}

/** Claims that a segment, or a share of it, need not have stood in the calls of a span; its output included. */
export function claimRemoval(run: RunView, carried: CarriedSegment, { from, to, share = 1 }: ClaimSpan): ClaimedTokens[] {
  const claims: ClaimedTokens[] = [];
  for (const { from: start, to: end, tokens } of sizesOf(carried)) {
    const first = Math.max(from, start);
    const last = Math.min(to, end);
    const claimed = Math.floor(tokens * share);
    if (first > last || claimed <= 0) continue;
    claims.push({ segment: carried.id, run: run.id, from: first, to: last, tokens: claimed as Tokens, effect: 'removed' });
  }
  return claims;
}

/** Intervals of calls in which a segment has one size, over all its tiers. */
function sizesOf(carried: CarriedSegment): { from: number; to: number; tokens: number }[] {
  const sizes: { from: number; to: number; tokens: number }[] = [];
  for (const placement of carried.placements) {
    const last = sizes.at(-1);
    // The tiers of one call are written as placements with the same interval.
    if (last !== undefined && last.from === placement.from && last.to === placement.to) last.tokens += placement.tokens;
    else sizes.push({ from: placement.from, to: placement.to, tokens: placement.tokens });
  }
  return sizes;
}

/** Billed tokens that claims cover: tokens in each call, times calls. */
export function claimedTokens(claims: readonly ClaimedTokens[]): number {
  let sum = 0;
  for (const claim of claims) sum += claim.tokens * (claim.to - claim.from + 1);
  return sum;
}
