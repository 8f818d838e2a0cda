import { isComputed } from '../../call/tier.ts';
import type { Claim } from './claims.ts';
import { firstReaching, firstRowReaching } from './intervals.ts';
import type { CarriedSegment } from './waste-view.ts';

/** Calls in which a number of tokens of one segment already belongs to a finding. */
interface Taken {
  readonly from: number;
  readonly to: number;
  readonly tokens: number;
}

/** What was taken of a segment before the last claim on it. */
interface Before {
  readonly segment: CarriedSegment;
  readonly taken: Taken[];
  /** Spans in it: what came behind them was added later. */
  readonly length: number;
}

/**
 * Who has which tokens, by segment. A claim gets what is free of it; two claims on parts of one segment are taken to
 * mean the same tokens as far as they can, so the second gets only what it claims beyond the first.
 */
export class ClaimRegister {
  /** Spans in order, apart from each other. */
  readonly #taken = new Map<CarriedSegment, Taken[]>();
  #before: Before[] = [];

  /** Begins a set of claims that can be given back together. */
  begin(): void {
    this.#before = [];
  }

  /** Takes what is free of a claim, and adds it to what was granted. */
  take(claim: Claim, granted: Claim[]): void {
    const taken = this.#taken.get(claim.carried);
    const last = taken?.at(-1);
    if (taken !== undefined && last !== undefined && last.to >= claim.from) this.#takeAmong(claim, taken, granted);
    else this.#takeBehind(claim, taken ?? [], granted);
  }

  /** Gives back what was taken since {@link begin}. */
  undo(): void {
    for (const { segment, taken, length } of this.#before.reverse()) {
      taken.length = length;
      this.#taken.set(segment, taken);
    }
    this.#before = [];
  }

  /** Nothing of the segment is taken in these calls, or in any later one. */
  #takeBehind(claim: Claim, taken: Taken[], granted: Claim[]): void {
    const { length } = taken;
    addCapacities(claim, taken);
    if (taken.length === length) return;
    for (let index = length; index < taken.length; index++) {
      const { from, to, tokens } = taken[index] as Taken;
      grant(granted, claim, from, to, tokens);
    }
    this.#replace(claim.carried, taken, length, taken);
  }

  #takeAmong(claim: Claim, taken: Taken[], granted: Claim[]): void {
    const capacities: Taken[] = [];
    addCapacities(claim, capacities);
    if (capacities.length === 0) return;
    const first = firstReaching(taken, claim.from);
    const raised = taken.slice(0, first);
    let next = first;
    let isRaised = false;
    let at = claim.from;
    const head = taken[first];
    if (head !== undefined && head.from < claim.from) keep(raised, head.from, claim.from - 1, head.tokens);
    for (const { from, to, tokens: wanted } of capacities) {
      for (const span of pieces(taken, next, at, from - 1)) keep(raised, span.from, span.to, span.tokens);
      for (const span of pieces(taken, next, from, to)) {
        keep(raised, span.from, span.to, Math.max(span.tokens, wanted));
        if (wanted <= span.tokens) continue;
        isRaised = true;
        grant(granted, claim, span.from, span.to, wanted - span.tokens);
      }
      at = Math.max(at, to + 1);
      while (next < taken.length && (taken[next] as Taken).to < at) next++;
    }
    if (!isRaised) return;
    for (const span of pieces(taken, next, at, claim.to)) keep(raised, span.from, span.to, span.tokens);
    for (let index = firstReaching(taken, claim.to + 1); index < taken.length; index++) {
      const span = taken[index] as Taken;
      keep(raised, Math.max(span.from, claim.to + 1), span.to, span.tokens);
    }
    this.#replace(claim.carried, taken, taken.length, raised);
  }

  #replace(segment: CarriedSegment, taken: Taken[], length: number, raised: Taken[]): void {
    this.#before.push({ segment, taken, length });
    this.#taken.set(segment, raised);
  }
}

/** Adds a span behind others, to the last of them where it goes on alike; nothing for no tokens. */
function keep(spans: Taken[], from: number, to: number, tokens: number): void {
  if (tokens <= 0) return;
  const last = spans.at(-1);
  if (last !== undefined && last.to === from - 1 && last.tokens === tokens) spans[spans.length - 1] = { from: last.from, to, tokens };
  else spans.push({ from, to, tokens });
}

function grant(granted: Claim[], claim: Claim, from: number, to: number, tokens: number): void {
  const { run, carried, effect } = claim;
  const last = granted.at(-1);
  const goesOn = last !== undefined && last.carried === carried && last.effect === effect;
  if (goesOn && last.to === from - 1 && last.tokens === tokens) {
    granted[granted.length - 1] = { run, carried, from: last.from, to, tokens, effect };
  } else if (from === claim.from && to === claim.to && tokens === claim.tokens) granted.push(claim);
  else granted.push({ run, carried, from, to, tokens, effect });
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

/**
 * Adds the intervals of a claim with the tokens that it can have there behind other spans: those that stand there, or for
 * a repricing those of them that were not read, up to what it claims.
 */
function addCapacities(claim: Claim, spans: Taken[]): void {
  const { placements, end } = claim.carried;
  let last: { from: number; to: number; tokens: number } | undefined;
  for (let row = firstRowReaching(claim.carried, claim.from); row < end; row++) {
    if ((placements.from[row] as number) > claim.to) break;
    if (claim.effect === 'repriced' && !isComputed(placements.tier[row] as number)) continue;
    const from = Math.max(claim.from, placements.from[row] as number);
    const tokens = placements.tokens[row] as number;
    // The tiers of one call stand in the same interval.
    if (last?.from === from) last.tokens = Math.min(claim.tokens, last.tokens + tokens);
    else {
      last = { from, to: Math.min(claim.to, placements.to[row] as number), tokens: Math.min(claim.tokens, tokens) };
      spans.push(last);
    }
  }
}
