import type { Tokens } from '../../base/units.ts';
import type { ClaimedTokens } from '../../call/finding.ts';
import { firstRowReaching } from './intervals.ts';
import type { CarriedSegment, RunView } from './waste-view.ts';

export interface ClaimSpan {
  readonly from: number;
  readonly to: number;
  /** Part of the segment's tokens, 0 to 1; rounded down to whole tokens. */
  readonly share?: number;
}

/** Claims that a segment, or a share of it, need not have stood in the calls of a span; its output included. */
export function claimRemoval(run: RunView, carried: CarriedSegment, span: ClaimSpan): ClaimedTokens[] {
  const claims: ClaimedTokens[] = [];
  addRemoval(claims, run, carried, span);
  return claims;
}

/** Adds what {@link claimRemoval} claims to other claims. */
export function addRemoval(claims: ClaimedTokens[], run: RunView, carried: CarriedSegment, { from, to, share = 1 }: ClaimSpan): void {
  const { placements, end } = carried;
  let row = firstRowReaching(carried, from);
  while (row < end) {
    const start = placements.from[row] as number;
    if (start > to) break;
    const stop = placements.to[row] as number;
    let tokens = 0;
    // The tiers of one interval are placements of their own.
    for (; row < end && placements.from[row] === start; row++) tokens += placements.tokens[row] as number;
    const claimed = Math.floor(tokens * share) as Tokens;
    if (claimed <= 0) continue;
    claims.push({
      segment: carried.id,
      run: run.id,
      from: Math.max(from, start),
      to: Math.min(to, stop),
      tokens: claimed,
      effect: 'removed',
    });
  }
}

/** Billed tokens that claims cover: tokens in each call, times calls. */
export function claimedTokens(claims: readonly ClaimedTokens[]): number {
  let sum = 0;
  for (const claim of claims) sum += claim.tokens * (claim.to - claim.from + 1);
  return sum;
}
