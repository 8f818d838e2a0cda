import { largestRemainder } from '../../base/largest-remainder.ts';
import type { Segment, SegmentId } from '../../call/segment.ts';
import type { SourceName } from '../../call/source-name.ts';
import type { TokenEstimator } from '../../measure/tokens/token-estimator.ts';
import type { ContextItem, UnseenLabel } from './context-item.ts';
import type { ContextStack } from './context-stack.ts';
import { reasoningFate } from './reasoning-policy.ts';
import { isShownWhole, splitDifference } from './split-difference.ts';

/** Sizes found so far, shared by the runs of a group: a copied prefix keeps the sizes it had where it was billed. */
export type KnownSizes = Map<SegmentId, number>;

/** An inherited context that comes to this much more than the first bill was not inherited. */
const largestLoss = 0.75;

/** Who is billed: decides how text is counted. */
export interface Speaker {
  readonly model?: string;
  readonly source: SourceName;
}

/** What settling the context with one bill showed. */
export interface SettledSizes {
  /** Slots of reasoning that the bill shows to have left. */
  readonly droppedReasoning: readonly number[];
}

/** Gives every segment of a run's context a size, so that the context adds up to the bill of each call. */
export class ContextSizes {
  readonly stack: ContextStack;
  readonly #estimator: TokenEstimator;
  readonly #known: KnownSizes;
  readonly #newUnseen: (label: UnseenLabel) => ContextItem;
  /** Slots that were added since the last settled call. */
  #pending: number[] = [];
  /** Estimates that are better than the text's: what the output of a response came to. */
  readonly #better = new Map<SegmentId, number>();
  #family: string | undefined;
  /** What the last bill grew by, and what the text of the added segments came to. */
  #lastGrowth = { estimated: 0, billed: -1 };

  constructor(stack: ContextStack, estimator: TokenEstimator, known: KnownSizes, newUnseen: (label: UnseenLabel) => ContextItem) {
    this.stack = stack;
    this.#estimator = estimator;
    this.#known = known;
    this.#newUnseen = newUnseen;
    this.stack.push(newUnseen('system prompt and tools'), 0);
  }

  get pending(): readonly number[] {
    return this.#pending;
  }

  push(item: ContextItem): void {
    const known = this.#known.get(item.id);
    if (known === undefined) this.#pending.push(this.stack.length);
    this.stack.push(item, known ?? 0);
  }

  truncate(height: number, call: number): void {
    this.stack.truncate(height, call);
    this.#pending = this.#pending.filter((slot) => slot < height);
  }

  /** The output of a trusted bill, split over its segments: as input they come to the same. */
  noteOutput(segment: SegmentId, tokens: number): void {
    this.#better.set(segment, tokens);
  }

  /** Estimate of a segment by what it shows. */
  textEstimate(segment: Segment, speaker: Speaker): number {
    return this.#estimator.estimate(segment, speaker.model, speaker.source) ?? 0;
  }

  /**
   * How far the last bill corrects an estimate of `tokens` for the response before it: by the miss of all estimates
   * together, in proportion to the response's share of them.
   */
  outputScale(tokens: number): number {
    const { estimated, billed } = this.#lastGrowth;
    if (estimated <= 0 || billed < 0 || !isShownWhole(billed, estimated)) return 1;
    const share = Math.min(1, tokens / estimated);
    return 1 + share * (billed / estimated - 1);
  }

  /** False for a segment that was taken out, and stands in the stack without tokens. */
  isCarried(slot: number): boolean {
    return (this.stack.tokens[slot] as number) > 0 || this.#pending.includes(slot);
  }

  /** Takes a segment out of the context. */
  clear(slot: number): void {
    this.stack.resize(slot, 0);
    this.#pending = this.#pending.filter((pending) => pending !== slot);
  }

  /** Sizes the segments added since the last bill so that all add up to `input` tokens. */
  settle(input: number, speaker: Speaker, startsTurn: boolean): SettledSizes {
    const family = this.#estimator.familyOf(speaker.model, speaker.source);
    const isFirst = this.#family !== family;
    if (isFirst && this.#family !== undefined) this.#forget();
    this.#family = family;
    const estimates = this.#pending.map((slot) => this.#bestEstimate((this.stack.items[slot] as ContextItem).segment as Segment, speaker));
    const droppedReasoning = startsTurn && !isFirst ? this.#dropReasoning(input, estimates) : [];
    const difference = input - this.stack.total;
    this.#lastGrowth = isFirst
      ? { estimated: 0, billed: -1 }
      : { estimated: this.#textGrowth(speaker, droppedReasoning.length > 0), billed: difference };
    if (isFirst) this.#settleFirst(input, estimates);
    else if (difference >= 0) {
      const split = splitDifference(difference, estimates);
      this.#give(split.sizes);
      if (split.unseen > 0) this.stack.push(this.#newUnseen('injected text'), split.unseen);
    } else this.#shrink(input, estimates);
    this.#pending = [];
    return { droppedReasoning };
  }

  #textGrowth(speaker: Speaker, withoutReasoning: boolean): number {
    let sum = 0;
    for (const slot of this.#pending) {
      const { segment, kind } = this.stack.items[slot] as ContextItem;
      if (!(withoutReasoning && kind === 'reasoning')) sum += this.textEstimate(segment as Segment, speaker);
    }
    return sum;
  }

  #bestEstimate(segment: Segment, speaker: Speaker): number {
    return this.#better.get(segment.id) ?? this.textEstimate(segment, speaker);
  }

  /** At a message of the person: takes out the reasoning of finished turns where the bill shows that it left. */
  #dropReasoning(input: number, estimates: number[]): number[] {
    const slots: number[] = [];
    let reasoning = 0;
    for (let slot = 0; slot < this.stack.length; slot++) {
      if ((this.stack.items[slot] as ContextItem).kind !== 'reasoning') continue;
      slots.push(slot);
      reasoning += this.stack.tokens[slot] as number;
    }
    let added = 0;
    for (const [place, slot] of this.#pending.entries()) {
      added += estimates[place] as number;
      if ((this.stack.items[slot] as ContextItem).kind === 'reasoning') reasoning += estimates[place] as number;
    }
    if (reasoningFate(input - this.stack.total, added, reasoning) === 'kept') return [];
    const before = slots.filter((slot) => (this.stack.tokens[slot] as number) > 0);
    for (const slot of slots) this.stack.resize(slot, 0);
    for (const [place, slot] of this.#pending.entries()) {
      if ((this.stack.items[slot] as ContextItem).kind === 'reasoning') estimates[place] = 0;
    }
    return before;
  }

  /** Before anything is known of a context, whatever the source does not show stands at its head. */
  #settleFirst(input: number, estimates: readonly number[]): void {
    if (this.stack.total * largestLoss > input) this.#empty();
    const difference = input - this.stack.total;
    const sizes = estimates.map(Math.round);
    const seen = sizes.reduce((sum, size) => sum + size, 0);
    if (difference >= seen) {
      this.#give(sizes);
      this.stack.resize(0, (this.stack.tokens[0] as number) + difference - seen);
    } else if (difference >= 0 && seen > 0) this.#give(largestRemainder(difference, sizes));
    else this.#shrink(this.stack.total + difference, estimates);
  }

  /** Takes everything out that was sized before: the context that was taken to be inherited is not in the bill. */
  #empty(): void {
    const pending = new Set(this.#pending);
    for (let slot = 0; slot < this.stack.length; slot++) if (!pending.has(slot)) this.stack.resize(slot, 0);
  }

  /** The bill fell although nothing is known to have left: unseen rows leave first, latest first; then all scale. */
  #shrink(input: number, estimates: readonly number[]): void {
    this.#give(estimates.map(Math.round));
    const { stack } = this;
    let excess = stack.total - input;
    for (let slot = stack.length - 1; slot >= 0 && excess > 0; slot--) {
      if ((stack.items[slot] as ContextItem).kind !== 'unseen') continue;
      const tokens = stack.tokens[slot] as number;
      const taken = Math.min(excess, tokens);
      stack.resize(slot, tokens - taken);
      excess -= taken;
    }
    if (excess > 0) {
      const sizes = largestRemainder(input, stack.tokens);
      for (let slot = 0; slot < sizes.length; slot++) stack.resize(slot, sizes[slot] as number);
    } else if (excess < 0) stack.push(this.#newUnseen('injected text'), -excess);
  }

  /** Another tokenizer: every size is found anew. */
  #forget(): void {
    this.#pending = [];
    for (let slot = 0; slot < this.stack.length; slot++) {
      const wasThere = (this.stack.tokens[slot] as number) > 0 || this.#known.get((this.stack.items[slot] as ContextItem).id) === undefined;
      if ((this.stack.items[slot] as ContextItem).kind !== 'unseen' && wasThere) this.#pending.push(slot);
      this.stack.resize(slot, 0);
    }
  }

  #give(sizes: readonly number[]): void {
    for (const [place, slot] of this.#pending.entries()) {
      this.stack.resize(slot, sizes[place] as number);
      this.#known.set((this.stack.items[slot] as ContextItem).id, sizes[place] as number);
    }
  }
}
