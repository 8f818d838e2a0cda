import { statePrecedence, type ClaimedTokens } from '../../call/finding.ts';
import { ClaimRegister } from './claim-register.ts';
import { claimedTokens } from './claims.ts';
import type { Nomination, Settled } from './detector.ts';
import { savingOf } from './saving.ts';
import { placementsIn, type WasteView } from './waste-view.ts';

export interface SettledNomination {
  readonly nomination: Nomination;
  /** What is left of its claims: no token of a call is claimed twice over all nominations. */
  readonly claims: readonly ClaimedTokens[];
  readonly settled: Settled;
}

/**
 * Gives every claimed token to one nomination: by state, then the larger claim, then its name, whatever the order they
 * came in. What `accept` refuses (too small for what is left of it) gives its tokens back.
 */
export function settleOverlaps(
  view: WasteView,
  nominations: readonly Nomination[],
  accept: (nomination: Nomination, settled: Settled) => boolean,
): readonly SettledNomination[] {
  const ranked = nominations.map((nomination) => ({ nomination, size: claimedTokens(nomination.claims) }));
  ranked.sort(
    (a, b) =>
      statePrecedence.indexOf(a.nomination.state) - statePrecedence.indexOf(b.nomination.state) ||
      b.size - a.size ||
      compareText(nameOf(a.nomination), nameOf(b.nomination)),
  );
  const register = new ClaimRegister((run, segment) => placementsIn(view, run, segment));
  const kept: SettledNomination[] = [];
  for (const { nomination } of ranked) {
    const claims = register.take(nomination.claims);
    const settled = sumUp(claims, nomination, view);
    if (claims.length > 0 && accept(nomination, settled)) kept.push({ nomination, claims, settled });
    else register.undo();
  }
  return kept;
}

const nameOf = ({ session, cause, anchor }: Nomination): string => `${session} ${cause} ${anchor}`;
const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function sumUp(claims: readonly ClaimedTokens[], nomination: Nomination, view: WasteView): Settled {
  let removed = 0;
  let repriced = 0;
  let usd: number | undefined = 0 - nomination.editUsd;
  for (const claim of claims) {
    const billed = claim.tokens * (claim.to - claim.from + 1);
    if (claim.effect === 'removed') removed += billed;
    else repriced += billed;
    const saved = savingOf(claim, placementsIn(view, claim.run, claim.segment), view.byRun.get(claim.run)?.prices);
    usd = saved === undefined || usd === undefined ? undefined : usd + saved;
  }
  return { removed, repriced, usd };
}
