import { largestRemainder } from '../../base/largest-remainder.ts';
import type { RunId } from '../../call/run-id.ts';
import type { Segment } from '../../call/segment.ts';
import type { SourceName } from '../../call/source-name.ts';
import type { TokenEstimator } from '../../measure/tokens/token-estimator.ts';
import type { ContextItem, UnseenLabel } from './context-item.ts';
import type { ContextStack } from './context-stack.ts';
import { reasoningFate } from './reasoning-policy.ts';
import { isShownWhole, splitDifference } from './split-difference.ts';

/** An inherited context that comes to this much more than the first bill was not inherited. */
const largestLoss = 0.75;

/** Who is billed: decides how text is counted. */
export interface Speaker {
  readonly model?: string | undefined;
  readonly source: SourceName;
}

/** Gives every segment of a run's context a size, so that the context adds up to the bill of each call. */
export class ContextSizes {
  readonly stack: ContextStack;
  readonly #run: RunId;
  readonly #estimator: TokenEstimator;
  readonly #newUnseen: (label: UnseenLabel) => ContextItem;
  /** Slots that were added since the last settled call, rising. */
  readonly #pending: number[] = [];
  #family: string | undefined;
  /** What the text of the segments added before the last bill came to, and what that bill grew by. */
  #estimatedGrowth = 0;
  #billedGrowth = -1;

  constructor(run: RunId, stack: ContextStack, estimator: TokenEstimator, newUnseen: (label: UnseenLabel) => ContextItem) {
    this.#run = run;
    this.stack = stack;
    this.#estimator = estimator;
    this.#newUnseen = newUnseen;
    this.stack.push(newUnseen('system prompt and tools'), 0);
  }

  get pending(): readonly number[] {
    return this.#pending;
  }

  push(item: ContextItem): void {
    if (item.size === undefined) this.#pending.push(this.stack.length);
    this.stack.push(item, item.size ?? 0);
  }

  truncate(height: number, call: number): void {
    this.stack.truncate(height, call);
    const pending = this.#pending;
    while (pending.length > 0 && (pending.at(-1) as number) >= height) pending.pop();
  }

  /** The output of a trusted bill, split over its segments: as input they come to the same. */
  noteOutput(item: ContextItem, tokens: number): void {
    item.output = tokens;
    item.outputRun = this.#run;
  }

  /** Estimate of a segment by what it shows. */
  textEstimate(item: ContextItem, { model, source }: Speaker): number {
    if (item.estimatedSource !== source || item.estimatedModel !== model) {
      item.estimate = this.#estimator.estimate(item.segment as Segment, model, source) ?? 0;
      item.estimatedModel = model;
      item.estimatedSource = source;
    }
    return item.estimate;
  }

  /**
   * How far the last bill corrects an estimate of `tokens` for the response before it: by the miss of all estimates
   * together, in proportion to the response's share of them.
   */
  outputScale(tokens: number): number {
    const estimated = this.#estimatedGrowth;
    const billed = this.#billedGrowth;
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
    const place = this.#pending.indexOf(slot);
    if (place >= 0) this.#pending.splice(place, 1);
  }

  /**
   * Sizes the segments added since the last bill so that all add up to `input` tokens. Returns the lowest slot of
   * reasoning that the bill shows to have left.
   */
  settle(input: number, speaker: Speaker, startsTurn: boolean): number | undefined {
    const family = this.#estimator.familyOf(speaker.model, speaker.source);
    const isFirst = this.#family !== family;
    if (isFirst && this.#family !== undefined) this.#forget();
    this.#family = family;
    const estimates: number[] = [];
    for (const slot of this.#pending) estimates.push(this.#bestEstimate(this.stack.items[slot] as ContextItem, speaker));
    const dropped = startsTurn && !isFirst ? this.#dropReasoning(input, estimates) : undefined;
    const difference = input - this.stack.total;
    this.#estimatedGrowth = isFirst ? 0 : this.#textGrowth(speaker, dropped !== undefined);
    this.#billedGrowth = isFirst ? -1 : difference;
    if (isFirst) this.#settleFirst(input, estimates);
    else if (difference >= 0) {
      const split = splitDifference(difference, estimates);
      this.#give(split.sizes);
      if (split.unseen > 0) this.stack.push(this.#newUnseen('injected text'), split.unseen);
    } else this.#shrink(input, estimates);
    this.#pending.length = 0;
    return dropped;
  }

  #textGrowth(speaker: Speaker, withoutReasoning: boolean): number {
    let sum = 0;
    for (const slot of this.#pending) {
      const item = this.stack.items[slot] as ContextItem;
      if (!(withoutReasoning && item.kind === 'reasoning')) sum += this.textEstimate(item, speaker);
    }
    return sum;
  }

  #bestEstimate(item: ContextItem, speaker: Speaker): number {
    return item.outputRun === this.#run ? item.output : this.textEstimate(item, speaker);
  }

  /**
   * At a message of the person: takes out the reasoning of finished turns where the bill shows that it left. Returns
   * the lowest slot that held some.
   */
  #dropReasoning(input: number, estimates: number[]): number | undefined {
    const { stack } = this;
    const slots: number[] = [];
    let reasoning = 0;
    for (let slot = 0; slot < stack.length; slot++) {
      if ((stack.items[slot] as ContextItem).kind !== 'reasoning') continue;
      slots.push(slot);
      reasoning += stack.tokens[slot] as number;
    }
    let added = 0;
    for (let place = 0; place < estimates.length; place++) {
      added += estimates[place] as number;
      if (this.#isReasoning(place)) reasoning += estimates[place] as number;
    }
    if (reasoningFate(input - stack.total, added, reasoning) === 'kept') return undefined;
    const lowest = slots.find((slot) => (stack.tokens[slot] as number) > 0);
    for (const slot of slots) stack.resize(slot, 0);
    for (let place = 0; place < estimates.length; place++) if (this.#isReasoning(place)) estimates[place] = 0;
    return lowest;
  }

  #isReasoning(place: number): boolean {
    return (this.stack.items[this.#pending[place] as number] as ContextItem).kind === 'reasoning';
  }

  /** Before anything is known of a context, whatever the source does not show stands at its head. */
  #settleFirst(input: number, estimates: readonly number[]): void {
    if (this.stack.total * largestLoss > input) this.#empty();
    const difference = input - this.stack.total;
    const sizes = wholeNumbers(estimates);
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
    this.#give(wholeNumbers(estimates));
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
    this.#pending.length = 0;
    for (let slot = 0; slot < this.stack.length; slot++) {
      const item = this.stack.items[slot] as ContextItem;
      const wasThere = (this.stack.tokens[slot] as number) > 0 || item.size === undefined;
      if (item.kind !== 'unseen' && wasThere) this.#pending.push(slot);
      this.stack.resize(slot, 0);
    }
  }

  #give(sizes: readonly number[]): void {
    const pending = this.#pending;
    for (let place = 0; place < pending.length; place++) {
      const slot = pending[place] as number;
      const size = sizes[place] as number;
      this.stack.resize(slot, size);
      (this.stack.items[slot] as ContextItem).size = size;
    }
  }
}

/** Rounded one by one: `map` over fractions gives an array of fractions again, and every size would be boxed from there on. */
function wholeNumbers(estimates: readonly number[]): number[] {
  const sizes: number[] = [];
  for (const estimate of estimates) sizes.push(Math.round(estimate));
  return sizes;
}
