import { largestRemainder } from '../../base/largest-remainder.ts';
import type { CallKey, CompactionEntry, Entry, InputEntry } from '../../call/entry.ts';
import type { RunId } from '../../call/run-id.ts';
import type { Segment, SegmentId } from '../../call/segment.ts';
import { inputOf, type Usage } from '../../call/usage.ts';
import type { Tier } from '../../call/tier.ts';
import type { TokenEstimator } from '../../measure/tokens/token-estimator.ts';
import type { ContextItem } from './context-item.ts';
import { ContextPath } from './context-path.ts';
import { ContextStack } from './context-stack.ts';
import type { GroupIndex } from './group-index.ts';
import type { MergedCall } from './merged-call.ts';
import { PlacementWriter, RunPrices } from './placement-writer.ts';
import { splitDifference } from './split-difference.ts';
import { splitOutput } from './split-output.ts';

/** Sizes found so far, shared by the runs of a group: a copied prefix keeps the sizes it had where it was billed. */
export type KnownSizes = Map<SegmentId, number>;

/** Keeps the account of one run: its context as a stack, settled with every call's bill. */
export class RunAccount {
  readonly run: RunId;
  readonly calls: MergedCall[] = [];
  readonly prices = new RunPrices();
  readonly writer: PlacementWriter;
  readonly stack: ContextStack;
  readonly #index: GroupIndex;
  readonly #estimator: TokenEstimator;
  readonly #known: KnownSizes;
  readonly #path: ContextPath;
  readonly #inContext = new Map<CallKey, number>();
  /** Slots that were added since the last settled call. */
  #pending: number[] = [];
  #unseen = 0;
  #family: string | undefined;

  constructor(run: RunId, index: GroupIndex, estimator: TokenEstimator, known: KnownSizes) {
    this.run = run;
    this.writer = new PlacementWriter(run, this.prices);
    this.stack = new ContextStack(this.writer);
    this.#index = index;
    this.#estimator = estimator;
    this.#known = known;
    this.#path = new ContextPath(index);
    this.#pushUnseen(0);
  }

  /** Brings the context to where this entry stands. A response that this run is billed for is returned, not yet settled. */
  follow(entry: Entry): MergedCall | undefined {
    const change = this.#path.changeFor(entry);
    switch (change.type) {
      case 'continue':
        break;
      case 'truncate':
        this.#truncate(change.height);
        break;
      case 'rebuild':
        this.#truncate(Math.max(change.height, 1));
        if (change.height === 0) this.#path.clear();
        for (const step of change.entries) this.#add(step);
        break;
    }
    if (entry.type !== 'response') {
      this.#add(entry);
      return undefined;
    }
    const call = this.#index.calls.get(entry.call) as MergedCall;
    if (call.first === entry) return call;
    this.#addResponse(call);
    this.#path.push(entry, this.stack.length);
    return undefined;
  }

  /** Settles the context with a call's bill, and adds its response to the context. */
  settle(call: MergedCall, output: number | undefined, usdPerMillion: Readonly<Record<Tier, number>> | undefined): void {
    const index = this.calls.length;
    this.calls.push(call);
    this.prices.add(usdPerMillion);
    const input = inputOf(call.usage);
    if (input === undefined) this.stack.suspend(index);
    else {
      this.#settleSizes(input, call.record.model);
      this.stack.place(index, billOf(call.usage));
    }
    this.#addResponse(call);
    this.#path.push(call.first, this.stack.length);
    if (output !== undefined && output > 0) this.#writeOutput(call, index, output);
  }

  finish(): void {
    this.stack.truncate(0, this.calls.length);
  }

  #writeOutput(call: MergedCall, index: number, output: number): void {
    const estimates = call.segments.map((segment) => this.#estimator.estimate(segment, call.record.model));
    const split = splitOutput(output, call.segments, estimates, call.usage.reasoning);
    let position = this.stack.length;
    for (const [place, segment] of call.segments.entries()) {
      const tokens = split.sizes[place] as number;
      if (tokens === 0) continue;
      const item = itemOf(segment, call.first, call.key);
      this.writer.write(item, 'output', index, index, position++, tokens);
      this.writer.noteSize(item, tokens);
    }
    if (split.unseen > 0) {
      const item = this.#unseenItem();
      this.writer.write(item, 'output', index, index, position, split.unseen);
      this.writer.noteSize(item, split.unseen);
    }
  }

  #add(entry: Entry): void {
    switch (entry.type) {
      case 'input':
        this.#addSegments(entry);
        break;
      case 'response':
        this.#addResponse(this.#index.calls.get(entry.call) as MergedCall);
        break;
      case 'compaction':
        this.#compact(entry);
        break;
      case 'session':
      case 'failure':
      case 'stated-total':
        break;
    }
    this.#path.push(entry, this.stack.length);
  }

  #addSegments(entry: InputEntry | CompactionEntry): void {
    for (const segment of entry.segments) this.#push(itemOf(segment, entry));
  }

  #addResponse(call: MergedCall): void {
    const place = this.#inContext.get(call.key);
    if (place !== undefined && place < this.stack.length && this.stack.items[place]?.call === call.key) return;
    this.#inContext.set(call.key, this.stack.length);
    for (const segment of call.segments) this.#push(itemOf(segment, call.first, call.key));
  }

  #compact(entry: CompactionEntry): void {
    if (entry.scope === 'all') {
      let head = 1;
      while (head < this.stack.length && isHead(this.stack.items[head] as ContextItem)) head++;
      this.#truncate(head);
      this.#path.clear();
    } else {
      const cleared = new Set(entry.cleared);
      for (let slot = 0; slot < this.stack.length; slot++) {
        const { segment } = this.stack.items[slot] as ContextItem;
        if (segment?.kind === 'tool-result' && segment.tool?.call !== undefined && cleared.has(segment.tool.call))
          this.stack.resize(slot, 0);
      }
    }
    this.#addSegments(entry);
  }

  #push(item: ContextItem): void {
    const known = this.#known.get(item.id);
    if (known === undefined) this.#pending.push(this.stack.length);
    this.stack.push(item, known ?? 0);
  }

  #truncate(height: number): void {
    this.stack.truncate(height, this.calls.length);
    this.#path.truncate(height);
    this.#pending = this.#pending.filter((slot) => slot < height);
  }

  #unseenItem(): ContextItem {
    return { id: `unseen:${this.run}:${this.#unseen++}` as SegmentId, kind: 'unseen' };
  }

  #pushUnseen(tokens: number): void {
    this.stack.push(this.#unseenItem(), tokens);
  }

  #settleSizes(input: number, model: string | undefined): void {
    const family = this.#estimator.familyOf(model);
    if (this.#family !== undefined && this.#family !== family) this.#forgetSizes();
    const isFirst = this.#family === undefined || this.#family !== family;
    this.#family = family;
    const estimates = this.#pending.map(
      (slot) => this.#estimator.estimate((this.stack.items[slot] as ContextItem).segment as Segment, model) ?? 0,
    );
    const difference = input - this.stack.total;
    if (isFirst) this.#settleFirst(difference, estimates);
    else if (difference >= 0) {
      const split = splitDifference(difference, estimates);
      this.#give(split.sizes);
      if (split.unseen > 0) this.#pushUnseen(split.unseen);
    } else this.#shrink(input, estimates);
    this.#pending = [];
  }

  /** Before anything is known of this run, whatever the source does not show stands at its head. */
  #settleFirst(difference: number, estimates: readonly number[]): void {
    const sizes = estimates.map(Math.round);
    const seen = sizes.reduce((sum, size) => sum + size, 0);
    if (difference >= seen) {
      this.#give(sizes);
      this.stack.resize(0, (this.stack.tokens[0] as number) + difference - seen);
    } else if (difference >= 0 && sizes.length > 0) this.#give(largestRemainder(difference, sizes));
    else this.#shrink(this.stack.total + difference, estimates);
  }

  /** The bill fell although nothing is known to have left: unseen rows leave first, latest first; then all scale. */
  #shrink(input: number, estimates: readonly number[]): void {
    this.#give(estimates.map(Math.round));
    let excess = this.stack.total - input;
    for (let slot = this.stack.length - 1; slot >= 0 && excess > 0; slot--) {
      if ((this.stack.items[slot] as ContextItem).kind !== 'unseen') continue;
      const taken = Math.min(excess, this.stack.tokens[slot] as number);
      this.stack.resize(slot, (this.stack.tokens[slot] as number) - taken);
      excess -= taken;
    }
    if (excess > 0) {
      const sizes = largestRemainder(input, this.stack.tokens);
      for (let slot = 0; slot < sizes.length; slot++) this.stack.resize(slot, sizes[slot] as number);
    } else if (excess < 0) this.#pushUnseen(-excess);
  }

  #forgetSizes(): void {
    this.#pending = [];
    for (let slot = 0; slot < this.stack.length; slot++) {
      if ((this.stack.items[slot] as ContextItem).kind !== 'unseen') this.#pending.push(slot);
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

const isHead = (item: ContextItem): boolean => item.kind === 'system' || item.kind === 'tools';

function itemOf(segment: Segment, entry: Entry, call?: CallKey): ContextItem {
  return { id: segment.id, kind: segment.kind, segment, entry: entry.key, ...(call === undefined ? {} : { call }) };
}

/** Tokens of a bill in the order of {@link inputTiers}. */
export function billOf(usage: Usage): number[] {
  return [usage.cacheRead ?? 0, usage.cacheWrite1h ?? 0, usage.cacheWrite5m ?? 0, usage.cacheWriteUnsplit ?? 0, usage.inputUncached ?? 0];
}
