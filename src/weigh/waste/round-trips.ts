import { readTier } from '../../call/tier.ts';
import { addRemoval, type Claim } from './claims.ts';
import { firstRowReaching } from './intervals.ts';
import type { CarriedSegment, RunView } from './waste-view.ts';

/** All that calls read from cache, claimed: round trips that need not have been. */
export function claimRoundTrips(run: RunView, tripCalls: readonly number[]): Claim[] {
  const calls = [...new Set(tripCalls)].sort((a, b) => a - b);
  const claims: Claim[] = [];
  if (calls.length === 0) return claims;
  for (const carried of run.segments) {
    for (const call of calls) {
      if (call > carried.carriedTo) break;
      if (call < carried.carriedFrom || !isReadAt(carried, call)) continue;
      addRemoval(claims, run, carried, call, call);
    }
  }
  return claims;
}

function isReadAt(carried: CarriedSegment, call: number): boolean {
  const { placements, end } = carried;
  for (let row = firstRowReaching(carried, call); row < end; row++) {
    if ((placements.from[row] as number) > call) return false;
    if (placements.tier[row] === readTier) return true;
  }
  return false;
}
