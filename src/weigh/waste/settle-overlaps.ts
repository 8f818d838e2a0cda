import type { Tokens, Usd } from '../../base/units.ts';
import { statePrecedence, type ClaimedTokens } from '../../call/finding.ts';
import type { RunId } from '../../call/run-id.ts';
import type { SegmentId } from '../../call/segment.ts';
import type { Placement } from '../../call/weighing.ts';
import { claimedTokens } from './claims.ts';
import type { Nomination, Settled } from './detector.ts';
import { savingOf } from './saving.ts';
import type { RunView, WasteView } from './waste-view.ts';

export interface SettledNomination {
  readonly nomination: Nomination;
  /** What is left of its claims: no token of a call is claimed twice over all nominations. */
  readonly claims: readonly ClaimedTokens[];
  readonly settled: Settled;
}

/** Calls in which a number of tokens of one segment already belongs to a finding. */
interface Taken {
  readonly from: number;
  readonly to: number;
  readonly tokens: number;
}

/**
 * Gives every claimed token to one nomination: by state, then the larger claim, then its name, whatever the order they
 * came in. Two claims on parts of one segment are taken to mean the same tokens as far as they can. What `accept`
 * refuses (too small for what is left of it) gives its tokens back.
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
  const runs = new Map(view.runs.map((run) => [run.id, run]));
  const register = new ClaimRegister(view.group.placements);
  const kept: SettledNomination[] = [];
  for (const { nomination } of ranked) {
    const claims = register.take(nomination.claims);
    const settled = sumUp(claims, nomination, runs, view.group.placements);
    if (claims.length > 0 && accept(nomination, settled)) kept.push({ nomination, claims, settled });
    else register.undo();
  }
  return kept;
}

const nameOf = ({ session, cause, anchor }: Nomination): string => `${session} ${cause} ${anchor}`;
const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function sumUp(
  claims: readonly ClaimedTokens[],
  nomination: Nomination,
  runs: ReadonlyMap<RunId, RunView>,
  placements: ReadonlyMap<SegmentId, readonly Placement[]>,
): Settled {
  let removed = 0;
  let repriced = 0;
  let usd: number | undefined = 0 - nomination.editUsd;
  for (const claim of claims) {
    const billed = claim.tokens * (claim.to - claim.from + 1);
    if (claim.effect === 'removed') removed += billed;
    else repriced += billed;
    const saved: Usd | undefined = savingOf(claim, placements.get(claim.segment) ?? [], runs.get(claim.run)?.prices);
    usd = saved === undefined || usd === undefined ? undefined : usd + saved;
  }
  return { removed, repriced, usd };
}

/** Who has which tokens, by run and segment. */
class ClaimRegister {
  readonly #placements: ReadonlyMap<SegmentId, readonly Placement[]>;
  readonly #taken = new Map<RunId, Map<SegmentId, readonly Taken[]>>();
  #before: { readonly run: RunId; readonly segment: SegmentId; readonly taken: readonly Taken[] }[] = [];

  constructor(placements: ReadonlyMap<SegmentId, readonly Placement[]>) {
    this.#placements = placements;
  }

  /** What is free of these claims; it belongs to them from now on. */
  take(claims: readonly ClaimedTokens[]): ClaimedTokens[] {
    this.#before = [];
    return claims.flatMap((claim) => this.#takeOne(claim));
  }

  /** Gives back what was taken last. */
  undo(): void {
    for (const { run, segment, taken } of this.#before.reverse()) this.#taken.get(run)?.set(segment, taken);
  }

  #takeOne(claim: ClaimedTokens): ClaimedTokens[] {
    let ofRun = this.#taken.get(claim.run);
    if (ofRun === undefined) this.#taken.set(claim.run, (ofRun = new Map()));
    const taken = ofRun.get(claim.segment) ?? [];
    const granted: ClaimedTokens[] = [];
    const raised: Taken[] = [];
    for (const span of cut(claim, this.#placements.get(claim.segment) ?? [], taken)) {
      const tokens = Math.max(span.taken, Math.min(claim.tokens, span.capacity));
      if (tokens > 0) raised.push({ from: span.from, to: span.to, tokens });
      const grant = (tokens - span.taken) as Tokens;
      if (grant <= 0) continue;
      const last = granted.at(-1);
      if (last !== undefined && last.to === span.from - 1 && last.tokens === grant) granted[granted.length - 1] = { ...last, to: span.to };
      else granted.push({ ...claim, from: span.from, to: span.to, tokens: grant });
    }
    if (granted.length === 0) return [];
    this.#before.push({ run: claim.run, segment: claim.segment, taken });
    ofRun.set(
      claim.segment,
      [...outside(taken, claim), ...raised].sort((a, b) => a.from - b.from),
    );
    return granted;
  }
}

/** Intervals within a claim in which the segment has one size and one number of tokens is taken. */
function cut(claim: ClaimedTokens, placements: readonly Placement[], taken: readonly Taken[]) {
  const edges = new Set([claim.from, claim.to + 1]);
  const cutAt = (edge: number): void => {
    if (edge > claim.from && edge <= claim.to) edges.add(edge);
  };
  const relevant = placements.filter(({ run, from, to, tier }) => {
    if (run !== claim.run || to < claim.from || from > claim.to) return false;
    cutAt(from);
    cutAt(to + 1);
    return claim.effect === 'removed' || (tier !== 'read' && tier !== 'output');
  });
  for (const { from, to } of taken) {
    cutAt(from);
    cutAt(to + 1);
  }
  const sorted = [...edges].sort((a, b) => a - b);
  return sorted.slice(0, -1).map((from, index) => {
    const to = (sorted[index + 1] as number) - 1;
    let capacity = 0;
    for (const placement of relevant) if (placement.from <= from && placement.to >= to) capacity += placement.tokens;
    const before = taken.find((span) => span.from <= from && span.to >= to);
    return { from, to, capacity, taken: before?.tokens ?? 0 };
  });
}

/** The parts of taken intervals that lie outside a claim. */
function outside(taken: readonly Taken[], claim: ClaimedTokens): Taken[] {
  return taken.flatMap((span) => {
    if (span.to < claim.from || span.from > claim.to) return [span];
    const parts: Taken[] = [];
    if (span.from < claim.from) parts.push({ ...span, to: claim.from - 1 });
    if (span.to > claim.to) parts.push({ ...span, from: claim.to + 1 });
    return parts;
  });
}
