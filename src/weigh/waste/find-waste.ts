import { hashText } from '../../base/content-hash.ts';
import type { Tokens, Usd } from '../../base/units.ts';
import type { SessionId } from '../../call/entry.ts';
import type { Finding, FindingId, FindingState } from '../../call/finding.ts';
import type { WeighedGroup } from '../weighed-group.ts';
import { toldClaims } from './claims.ts';
import { detectors } from './detectors.ts';
import type { Nomination } from './detector.ts';
import { isWorthListing, sessionBill, type SessionBill } from './minimum-size.ts';
import { settleOverlaps, type SettledNomination } from './settle-overlaps.ts';
import { viewGroup } from './waste-view.ts';

/** What replays have since shown of findings. */
export type ReplayedStates = ReadonlyMap<FindingId, Extract<FindingState, 'proved' | 'refuted'>>;

/** All waste found in a group of sessions, overlaps settled, the dearest first. Pure. */
export function findWaste(group: WeighedGroup, replayed: ReplayedStates = new Map()): readonly Finding[] {
  const view = viewGroup(group);
  const bills = new Map<SessionId, SessionBill>();
  for (const [session, runs] of view.bySession) bills.set(session, sessionBill(session, runs));
  const nominations: Nomination[] = [];
  for (const detector of detectors) {
    for (const nomination of detector.find(view)) {
      const state = replayed.size === 0 ? undefined : replayed.get(idOf(nomination));
      nominations.push(state === undefined ? nomination : { ...nomination, state });
    }
  }
  const settled = settleOverlaps(nominations, (nomination, left) => {
    const bill = bills.get(nomination.session);
    return bill !== undefined && isWorthListing(left, bill);
  });
  const findings: Finding[] = [];
  for (const each of settled) findings.push(toFinding(each));
  return findings.sort((a, b) => (b.usd ?? 0) - (a.usd ?? 0) || b.tokens - a.tokens || (a.id < b.id ? -1 : 1));
}

/** Named after what it began with, so it keeps its name while its session grows or sizes are estimated better. */
const idOf = ({ session, cause, anchor }: Nomination): FindingId => hashText(`${session}\n${cause}\n${anchor}`) as string as FindingId;

function toFinding({ nomination, claims, settled }: SettledNomination): Finding {
  return {
    id: idOf(nomination),
    cause: nomination.cause,
    state: nomination.state,
    session: nomination.session,
    title: nomination.title(settled),
    fix: nomination.fix,
    calls: nomination.calls,
    segments: nomination.segments,
    claims: toldClaims(claims),
    tokens: settled.removed as Tokens,
    usd: settled.usd as Usd | undefined,
  };
}
