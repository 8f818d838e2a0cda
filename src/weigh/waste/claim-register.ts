import type { Tokens } from '../../base/units.ts';
import type { ClaimedTokens } from '../../call/finding.ts';
import type { RunId } from '../../call/run-id.ts';
import type { SegmentId } from '../../call/segment.ts';
import type { Placement } from '../../call/weighing.ts';
import { firstReaching } from './intervals.ts';

/** Calls in which a number of tokens of one segment already belongs to a finding. */
interface Taken {
  readonly from: number;
  readonly to: number;
  readonly tokens: number;
}

/** Placements of one segment in one run, by first call. */
export type PlacementsOf = (run: RunId, segment: SegmentId) => readonly Placement[];

/**
 * Who has which tokens, by run and segment. A claim gets what is free of it; two claims on parts of one segment are
 * taken to mean the same tokens as far as they can, so the second gets only what it claims beyond the first.
 */
export class ClaimRegister {
  readonly #placementsOf: PlacementsOf;
  readonly #taken = new Map<RunId, Map<SegmentId, readonly Taken[]>>();
  #before: { readonly run: RunId; readonly segment: SegmentId; readonly taken: readonly Taken[] }[] = [];

  constructor(placementsOf: PlacementsOf) {
    this.#placementsOf = placementsOf;
  }

  /** What is free of these claims; it belongs to them from now on. */
  take(claims: readonly ClaimedTokens[]): ClaimedTokens[] {
    this.#before = [];
    const granted: ClaimedTokens[] = [];
    for (const claim of claims) this.#takeOne(claim, granted);
    return granted;
  }

  /** Gives back what was taken last. */
  undo(): void {
    for (const { run, segment, taken } of this.#before.reverse()) this.#taken.get(run)?.set(segment, taken);
    this.#before = [];
  }

  #takeOne(claim: ClaimedTokens, granted: ClaimedTokens[]): void {
    let ofRun = this.#taken.get(claim.run);
    if (ofRun === undefined) this.#taken.set(claim.run, (ofRun = new Map()));
    const taken = ofRun.get(claim.segment) ?? [];
    const capacities = capacitiesWithin(claim, this.#placementsOf(claim.run, claim.segment));
    if (capacities.length === 0) return;
    if (taken.length === 0) {
      for (const span of capacities) {
        span.tokens = Math.min(claim.tokens, span.tokens);
        grant(granted, claim, span.from, span.to, span.tokens);
      }
      this.#before.push({ run: claim.run, segment: claim.segment, taken });
      ofRun.set(claim.segment, capacities);
      return;
    }
    const first = firstReaching(taken, claim.from);
    const raised: Taken[] = taken.slice(0, first);
    let next = first;
    let isRaised = false;
    let at = claim.from;
    const keep = (from: number, to: number, tokens: number): void => {
      const last = raised.at(-1);
      if (last !== undefined && last.to === from - 1 && last.tokens === tokens) raised[raised.length - 1] = { ...last, to };
      else raised.push({ from, to, tokens });
    };
    const head = taken[first];
    if (head !== undefined && head.from < claim.from) keep(head.from, claim.from - 1, head.tokens);
    for (const { from, to, tokens: capacity } of [...capacities, { from: claim.to + 1, to: claim.to, tokens: 0 }]) {
      for (const span of pieces(taken, next, at, from - 1)) if (span.tokens > 0) keep(span.from, span.to, span.tokens);
      for (const span of pieces(taken, next, from, to)) {
        const tokens = Math.max(span.tokens, Math.min(claim.tokens, capacity));
        if (tokens > 0) keep(span.from, span.to, tokens);
        if (tokens <= span.tokens) continue;
        isRaised = true;
        grant(granted, claim, span.from, span.to, tokens - span.tokens);
      }
      at = Math.max(at, to + 1);
      while (next < taken.length && (taken[next] as Taken).to < at) next++;
    }
    if (!isRaised) return;
    for (let index = firstReaching(taken, claim.to + 1); index < taken.length; index++) {
      const span = taken[index] as Taken;
      keep(Math.max(span.from, claim.to + 1), span.to, span.tokens);
    }
    this.#before.push({ run: claim.run, segment: claim.segment, taken });
    ofRun.set(claim.segment, raised);
  }
}

function grant(granted: ClaimedTokens[], claim: ClaimedTokens, from: number, to: number, tokens: number): void {
  const last = granted.at(-1);
  const goesOn = last !== undefined && last.segment === claim.segment && last.run === claim.run && last.effect === claim.effect;
  if (goesOn && last.to === from - 1 && last.tokens === tokens) granted[granted.length - 1] = { ...last, to };
  else granted.push({ ...claim, from, to, tokens: tokens as Tokens });
}

/** An interval cut where what is taken changes, with what is taken in each part; `start`: first span that may reach it. */
function pieces(taken: readonly Taken[], start: number, from: number, to: number): Taken[] {
  const parts: Taken[] = [];
  let at = from;
  for (let index = start; index < taken.length && at <= to; index++) {
    const span = taken[index] as Taken;
    if (span.to < at) continue;
    if (span.from > to) break;
    if (span.from > at) parts.push({ from: at, to: span.from - 1, tokens: 0 });
    parts.push({ from: Math.max(at, span.from), to: Math.min(to, span.to), tokens: span.tokens });
    at = span.to + 1;
  }
  if (at <= to) parts.push({ from: at, to, tokens: 0 });
  return parts;
}

/** Intervals within a claim with the tokens that can be claimed there: for a repricing, those that were not read. */
function capacitiesWithin(claim: ClaimedTokens, placements: readonly Placement[]): { from: number; to: number; tokens: number }[] {
  const capacities: { from: number; to: number; tokens: number }[] = [];
  for (let index = firstReaching(placements, claim.from); index < placements.length; index++) {
    const placement = placements[index] as Placement;
    if (placement.from > claim.to) break;
    if (claim.effect === 'repriced' && (placement.tier === 'read' || placement.tier === 'output')) continue;
    const from = Math.max(claim.from, placement.from);
    const to = Math.min(claim.to, placement.to);
    const last = capacities.at(-1);
    // The tiers of one call stand in the same interval.
    if (last !== undefined && last.from === from) last.tokens += placement.tokens;
    else capacities.push({ from, to, tokens: placement.tokens });
  }
  return capacities;
}
