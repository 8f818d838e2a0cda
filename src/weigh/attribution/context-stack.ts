import { numberOfTier, type Tier } from '../../call/tier.ts';
import type { ContextItem } from './context-item.ts';
import type { PlacementWriter } from './placement-writer.ts';

/** Tiers of input in the order in which they follow each other in a prompt: the cached prefix, longer lifetime first. */
export const inputTiers = ['read', 'write1h', 'write5m', 'writeUnsplit', 'uncached'] as const satisfies readonly Tier[];

const width = inputTiers.length;
const numbers = inputTiers.map(numberOfTier);

/**
 * The context of one run as a stack of segments with their sizes, and the open interval of each: since which call it
 * stands with the same tokens at the same tiers. Closing an interval writes its placements. A call costs the slots
 * whose tier changes, so a run costs its segments plus its intervals.
 */
export class ContextStack {
  readonly items: ContextItem[] = [];
  readonly tokens: number[] = [];
  /** First call of the open interval, -1 where none is open. */
  readonly #openFrom: number[] = [];
  /** Size in the open interval, and the tier it stands at; for a slot on a border of tiers its tokens at each. */
  readonly #openTokens: number[] = [];
  readonly #openTier: number[] = [];
  readonly #openParts: (readonly number[] | undefined)[] = [];
  readonly #starts: number[] = [];
  /** 1 for slots that stood in the last placed prompt. */
  readonly #placed: number[] = [];
  readonly #writer: PlacementWriter;
  #changedFrom = 0;
  /** Where each tier ended in the last placed prompt. */
  #ends: number[] = [0, 0, 0, 0, 0];
  #nextEnds: number[] = [0, 0, 0, 0, 0];
  #total = 0;
  #placedEnd = 0;

  constructor(writer: PlacementWriter) {
    this.#writer = writer;
  }

  get length(): number {
    return this.items.length;
  }

  /** Tokens of all segments. */
  get total(): number {
    return this.#total;
  }

  /** Adds a segment of a size at the end. */
  push(item: ContextItem, tokens: number): void {
    this.items.push(item);
    this.tokens.push(tokens);
    this.#openFrom.push(-1);
    this.#openTokens.push(0);
    this.#openTier.push(0);
    this.#openParts.push(undefined);
    this.#placed.push(0);
    this.#total += tokens;
    this.#changedFrom = Math.min(this.#changedFrom, this.length - 1);
  }

  /** Takes everything from a slot on out of the context; `call` is the first call without it. */
  truncate(length: number, call: number): void {
    for (let slot = length; slot < this.length; slot++) {
      this.#close(slot, call);
      this.#total -= this.tokens[slot] as number;
    }
    this.items.length = length;
    this.tokens.length = length;
    this.#openFrom.length = length;
    this.#openTokens.length = length;
    this.#openTier.length = length;
    this.#openParts.length = length;
    this.#placed.length = length;
    this.#changedFrom = Math.min(this.#changedFrom, length);
  }

  /** Gives a segment another size from the next placing on; 0 takes it out. */
  resize(slot: number, tokens: number): void {
    const before = this.tokens[slot] as number;
    if (before === tokens) return;
    this.tokens[slot] = tokens;
    this.#total += tokens - before;
    this.#changedFrom = Math.min(this.#changedFrom, slot);
  }

  /** How many of the first `limit` tokens of the last placed prompt still stand in the context. */
  survivingTokens(limit: number): number {
    const placed = Math.min(this.#starts.length, this.length);
    const from = Math.min(this.#changedFrom, placed);
    let sum = from === 0 ? 0 : from < this.#starts.length ? (this.#starts[from] as number) : this.#placedEnd;
    for (let slot = from; slot < placed && (this.#starts[slot] as number) < limit; slot++) {
      if (this.#placed[slot] === 1) sum += Math.min(this.tokens[slot] as number, limit - (this.#starts[slot] as number));
    }
    return Math.min(sum, limit);
  }

  /** The slot in which the token at an offset of the prompt stands, as last placed; the last slot beyond the end. */
  slotAt(offset: number): number {
    let low = 0;
    let high = this.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] as number) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** Bills a call: `bill` has the tokens of each of {@link inputTiers}, and adds up to {@link total}. */
  place(call: number, bill: readonly number[]): void {
    const ends = this.#nextEnds;
    const from = Math.min(this.#changedFrom, this.#firstMoved(bill, ends));
    let start = from === 0 ? 0 : (this.#starts[from - 1] as number) + (this.tokens[from - 1] as number);
    let tier = 0;
    this.#starts.length = this.length;
    for (let slot = from; slot < this.length; slot++) {
      this.#starts[slot] = start;
      this.#placed[slot] = 1;
      const stop = start + (this.tokens[slot] as number);
      while (tier < width - 1 && (ends[tier] as number) <= start) tier++;
      if (stop <= (ends[tier] as number)) this.#placeWhole(slot, tier, call);
      else this.#placeSplit(slot, partsOf(start, stop, ends), call);
      start = stop;
    }
    this.#nextEnds = this.#ends;
    this.#ends = ends;
    this.#placedEnd = this.#total;
    this.#changedFrom = this.length;
  }

  /** Ends every interval before a call of which no input is known. */
  suspend(call: number): void {
    for (let slot = 0; slot < this.length; slot++) {
      this.#close(slot, call);
      this.#openFrom[slot] = -1;
    }
    this.#changedFrom = 0;
  }

  /** Slot at an offset among those whose start is known; slots from `changedFrom` on are placed anew anyway. */
  #placedSlot(offset: number): number {
    let low = 0;
    let high = Math.min(this.#changedFrom, this.#starts.length) - 1;
    if (high < 0) return 0;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] as number) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** Sets `ends` to where each tier ends now; returns the first slot that a border moved over. */
  #firstMoved(bill: readonly number[], ends: number[]): number {
    let end = 0;
    let offset = Number.POSITIVE_INFINITY;
    for (let tier = 0; tier < width; tier++) {
      end += bill[tier] as number;
      ends[tier] = end;
      const before = this.#ends[tier] as number;
      if (before !== end) offset = Math.min(offset, before, end);
    }
    return offset === Number.POSITIVE_INFINITY ? this.length : this.#placedSlot(offset);
  }

  #placeWhole(slot: number, tier: number, call: number): void {
    const tokens = this.tokens[slot] as number;
    const isOpen = (this.#openFrom[slot] as number) >= 0 && this.#openTokens[slot] === tokens && this.#openParts[slot] === undefined;
    if (isOpen && (tokens === 0 || this.#openTier[slot] === tier)) return;
    this.#close(slot, call);
    this.#openFrom[slot] = call;
    this.#openTokens[slot] = tokens;
    this.#openTier[slot] = tier;
    this.#openParts[slot] = undefined;
  }

  #placeSplit(slot: number, parts: readonly number[], call: number): void {
    const open = this.#openParts[slot];
    if (open !== undefined && (this.#openFrom[slot] as number) >= 0 && areEqual(open, parts)) return;
    this.#close(slot, call);
    this.#openFrom[slot] = call;
    this.#openTokens[slot] = this.tokens[slot] as number;
    this.#openParts[slot] = parts;
  }

  #close(slot: number, call: number): void {
    const from = this.#openFrom[slot] as number;
    if (from < 0 || from >= call) return;
    const item = this.items[slot] as ContextItem;
    const parts = this.#openParts[slot];
    if (parts === undefined) {
      const tokens = this.#openTokens[slot] as number;
      if (tokens > 0) this.#writer.write(item, numbers[this.#openTier[slot] as number] as number, from, call - 1, slot, tokens);
      return;
    }
    for (let tier = 0; tier < width; tier++) {
      const tokens = parts[tier] as number;
      if (tokens > 0) this.#writer.write(item, numbers[tier] as number, from, call - 1, slot, tokens);
    }
  }
}

/** Tokens at each tier of what stands from `start` to `stop` in a prompt whose tiers have these ends. */
function partsOf(start: number, stop: number, ends: readonly number[]): readonly number[] {
  const parts = [0, 0, 0, 0, 0];
  let from = start;
  for (let tier = 0; tier < width; tier++) {
    const until = Math.min(stop, ends[tier] as number);
    if (until <= from) continue;
    parts[tier] = until - from;
    from = until;
  }
  return parts;
}

function areEqual(one: readonly number[], other: readonly number[]): boolean {
  for (let tier = 0; tier < width; tier++) if (one[tier] !== other[tier]) return false;
  return true;
}
