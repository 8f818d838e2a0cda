import type { ClaimedTokens } from '../../call/finding.ts';
import type { Placement } from '../../call/weighing.ts';
import { addRemoval } from './claims.ts';
import { firstReaching } from './intervals.ts';
import type { CarriedSegment, RunView } from './waste-view.ts';

/** All that calls read from cache, claimed: round trips that need not have been. */
export function claimRoundTrips(run: RunView, tripCalls: readonly number[]): ClaimedTokens[] {
  const calls = [...new Set(tripCalls)].sort((a, b) => a - b);
  const claims: ClaimedTokens[] = [];
  if (calls.length === 0) return claims;
  for (const carried of run.segments) {
    for (const call of calls) {
      if (call > carried.carriedTo) break;
      if (call < carried.carriedFrom || !isReadAt(carried.placements, call)) continue;
      addRemoval(claims, run, carried, { from: call, to: call });
    }
  }
  return claims;
}

function isReadAt(placements: CarriedSegment['placements'], call: number): boolean {
  for (let index = firstReaching(placements, call); index < placements.length; index++) {
    const { tier, from } = placements[index] as Placement;
    if (from > call) return false;
    if (tier === 'read') return true;
  }
  return false;
}
