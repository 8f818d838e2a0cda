import { statePrecedence } from '../../call/finding.ts';
import { ClaimRegister } from './claim-register.ts';
import { claimedTokens, type Claim } from './claims.ts';
import type { Nomination, Settled } from './detector.ts';
import { savingOf } from './saving.ts';

export interface SettledNomination {
  readonly nomination: Nomination;
  /** What is left of its claims: no token of a call is claimed twice over all nominations. */
  readonly claims: readonly Claim[];
  readonly settled: Settled;
}

/**
 * Gives every claimed token to one nomination: by state, then the larger claim, then its name, whatever the order they
 * came in. What `accept` refuses (too small for what is left of it) gives its tokens back.
 */
export function settleOverlaps(
  nominations: readonly Nomination[],
  accept: (nomination: Nomination, settled: Settled) => boolean,
): readonly SettledNomination[] {
  const ranked: Ranked[] = [];
  for (const nomination of nominations) ranked.push({ nomination, size: claimedTokens(nomination.claims) });
  ranked.sort(
    (a, b) => rankOf(a.nomination) - rankOf(b.nomination) || b.size - a.size || compareText(nameOf(a.nomination), nameOf(b.nomination)),
  );
  const register = new ClaimRegister();
  const kept: SettledNomination[] = [];
  for (const { nomination } of ranked) {
    register.begin();
    const { claims, settled } = takeFree(nomination, register);
    if (claims.length > 0 && accept(nomination, settled)) kept.push({ nomination, claims, settled });
    else register.undo();
  }
  return kept;
}

interface Ranked {
  readonly nomination: Nomination;
  readonly size: number;
}

/** What was refuted takes only tokens that nothing else claims. */
const rankOf = ({ state }: Nomination): number => (state === 'refuted' ? statePrecedence.length : statePrecedence.indexOf(state));
const nameOf = ({ session, cause, anchor }: Nomination): string => `${session} ${cause} ${anchor}`;
const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** What is free of a nomination's claims, and what that comes to. */
function takeFree(nomination: Nomination, register: ClaimRegister): Omit<SettledNomination, 'nomination'> {
  const claims: Claim[] = [];
  for (const claim of nomination.claims) register.take(claim, claims);
  let removed = 0;
  let repriced = 0;
  let usd: number | undefined = 0 - nomination.editUsd;
  for (const claim of claims) {
    const billed = claim.tokens * (claim.to - claim.from + 1);
    if (claim.effect === 'removed') removed += billed;
    else repriced += billed;
    const saved = savingOf(claim);
    usd = saved === undefined || usd === undefined ? undefined : usd + saved;
  }
  return { claims, settled: { removed, repriced, usd } };
}
