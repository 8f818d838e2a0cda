import type { Tokens } from '../../base/units.ts';
import type { ClaimedTokens } from '../../call/finding.ts';
import type { Placement } from '../../call/weighing.ts';
import { firstReaching } from './intervals.ts';
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
export function addRemoval(
  claims: ClaimedTokens[],
  run: RunView,
  { id, placements }: CarriedSegment,
  { from, to, share = 1 }: ClaimSpan,
): void {
  let index = firstReaching(placements, from);
  while (index < placements.length) {
    const first = placements[index] as Placement;
    if (first.from > to) break;
    let tokens = 0;
    // The tiers of one interval are placements of their own.
    for (; index < placements.length && placements[index]?.from === first.from; index++) tokens += (placements[index] as Placement).tokens;
    const claimed = Math.floor(tokens * share) as Tokens;
    if (claimed <= 0) continue;
    claims.push({
      segment: id,
      run: run.id,
      from: Math.max(from, first.from),
      to: Math.min(to, first.to),
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
