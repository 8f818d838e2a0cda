import type { Timestamp } from '../../base/units.ts';
import type { CompactionEntry } from '../../call/entry.ts';
import type { RunId } from '../../call/run-id.ts';
import type { Segment, SegmentId } from '../../call/segment.ts';
import type { CacheLoss } from '../../call/weighing.ts';
import type { TokenEstimator } from '../../measure/tokens/token-estimator.ts';
import type { Rates } from '../prices/rate-card.ts';
import { CacheMemory } from './cache-memory.ts';
import { ContextItem, type UnseenLabel } from './context-item.ts';
import { ContextPath } from './context-path.ts';
import { ContextSizes } from './context-sizes.ts';
import { ContextStack } from './context-stack.ts';
import type { DifferenceLog } from './difference-log.ts';
import type { GroupIndex } from './group-index.ts';
import { isOf, type LinkedEntry } from './linked-entry.ts';
import type { MergedCall } from './merged-call.ts';
import { OutputBook, type CallOutput } from './output-book.ts';
import { PlacementWriter } from './placement-writer.ts';

/** Keeps the account of one run: its context as a stack, settled with every call's bill. */
export class RunAccount {
  readonly run: RunId;
  readonly writer: PlacementWriter;
  readonly losses: CacheLoss[] = [];
  readonly #stack: ContextStack;
  readonly #sizes: ContextSizes;
  readonly #path: ContextPath;
  readonly #cache = new CacheMemory();
  readonly #outputs: OutputBook;
  readonly #differences: DifferenceLog | undefined;
  #calls = 0;
  #unseen = 0;
  #requested: Timestamp | undefined;
  #compacted = false;
  /** The end of the context, and with it the last response, is another than it was. */
  #wasCut = false;
  #startsTurn = false;
  #toolsChanged = false;
  #removed: ContextItem | undefined;

  constructor(run: RunId, index: GroupIndex, estimator: TokenEstimator, differences?: DifferenceLog) {
    this.run = run;
    this.writer = new PlacementWriter(run);
    this.#stack = new ContextStack(this.writer);
    this.#sizes = new ContextSizes(run, this.#stack, estimator, (label) => this.#unseenItem(label));
    this.#path = new ContextPath(index);
    this.#outputs = new OutputBook(this.#sizes, this.writer, (label) => this.#unseenItem(label));
    this.#differences = differences;
  }

  get outputs(): readonly CallOutput[] {
    return this.#outputs.outputs;
  }

  /** Brings the context to where this entry stands. A response that this run is billed for is returned, not yet settled. */
  follow(link: LinkedEntry): MergedCall | undefined {
    const change = this.#path.changeFor(link);
    switch (change.type) {
      case 'continue':
        break;
      case 'truncate':
        this.#truncate(change.height);
        break;
      case 'rebuild':
        this.#differences?.rebuilt();
        this.#truncate(Math.max(change.height, 1));
        if (change.height === 0) this.#path.clear();
        for (const step of change.entries) this.#add(step);
        break;
    }
    const { call } = link;
    if (call === undefined) {
      this.#add(link);
      return undefined;
    }
    if (call.first === link) return call;
    this.#addResponse(call);
    this.#path.push(link, this.#stack.length);
    return undefined;
  }

  /** Settles the context with a call's bill, and adds its response to the context. */
  settle(call: MergedCall, usdPerMillion: Rates | undefined): void {
    const index = this.#calls++;
    const { input } = call;
    if (this.#differences !== undefined) {
      const added = this.#sizes.pending.map((slot) => (this.#stack.items[slot] as ContextItem).segment as Segment);
      this.#differences.note(call, index, input, added);
    }
    if (input === undefined) this.#stack.suspend(index);
    else {
      const firstDropped = this.#sizes.settle(input, call.record, this.#startsTurn);
      if (firstDropped !== undefined) this.#noteRemoved(firstDropped);
      this.#outputs.settleLast(this.#wasCut);
      this.#placeInput(call, index, usdPerMillion);
    }
    this.#compacted = false;
    this.#wasCut = false;
    this.#startsTurn = false;
    this.#toolsChanged = false;
    this.#removed = undefined;
    this.#addResponse(call);
    this.#path.push(call.first, this.#stack.length);
    this.#outputs.open(call, index);
  }

  finish(): void {
    this.#outputs.settleLast(true);
    this.#stack.truncate(0, this.#calls);
  }

  #placeInput({ record, usage, bill }: MergedCall, index: number, usdPerMillion: Rates | undefined): void {
    const surviving = this.#stack.survivingTokens(this.#cache.cached);
    this.#stack.place(index, bill);
    const cached = { run: this.run, index, model: record.model, usage, requested: this.#requested, usdPerMillion, bill };
    const removed = this.#removed === undefined ? undefined : { segment: this.#removed.id, kind: this.#removed.kind };
    const change = { compacted: this.#compacted, toolsChanged: this.#toolsChanged, removed };
    const loss = this.#cache.lossAt(cached, surviving, change, (offset) => {
      const item = this.#stack.items[this.#stack.slotAt(offset)] as ContextItem;
      return { segment: item.id, kind: item.kind };
    });
    if (loss !== undefined) this.losses.push(loss);
    this.#cache.remember(cached);
  }

  #add(link: LinkedEntry): void {
    if (isOf(link, 'input')) {
      this.#requested = link.entry.time ?? this.#requested;
      if (link.entry.startsTurn) this.#startsTurn = true;
      this.#addItems(link);
    } else if (link.type === 'response') this.#addResponse(link.call as MergedCall);
    else if (isOf(link, 'compaction')) {
      this.#requested = link.entry.time ?? this.#requested;
      this.#compact(link);
      return;
    }
    this.#path.push(link, this.#stack.length);
  }

  #addItems({ items }: LinkedEntry): void {
    for (const item of items) {
      if (item.kind === 'tools') this.#toolsChanged = true;
      this.#sizes.push(item);
    }
  }

  #addResponse(call: MergedCall): void {
    if (call.slot >= 0 && call.slot < this.#stack.length && this.#stack.items[call.slot]?.call === call.key) return;
    call.slot = this.#stack.length;
    for (const item of call.items) this.#sizes.push(item);
  }

  #compact(link: LinkedEntry<CompactionEntry>): void {
    const { entry } = link;
    this.#differences?.compacted();
    if (entry.scope === 'tool-results') {
      this.#clearResults(new Set(entry.cleared));
      this.#addItems(link);
      this.#path.push(link, this.#stack.length);
      return;
    }
    this.#compacted = true;
    const kept = this.#keptBy(link);
    this.#truncate(this.#headLength(entry));
    this.#path.clear();
    this.#addItems(link);
    this.#path.push(link, this.#stack.length);
    for (const { link: step, items } of kept) {
      if (step.call !== undefined && items.length > 0) step.call.slot = this.#stack.length;
      for (const item of items) this.#sizes.push(item);
      this.#path.push(step, this.#stack.length, true);
    }
  }

  /** System prompt and tools outlive a compaction, except for texts that it holds itself: those come again with it. */
  #headLength({ segments }: CompactionEntry): number {
    const again = new Set(segments.map(({ text }) => text?.hash));
    again.delete(undefined);
    let head = 1;
    for (; head < this.#stack.length; head++) {
      const { kind, segment } = this.#stack.items[head] as ContextItem;
      if ((kind !== 'system' && kind !== 'tools') || again.has(segment?.text?.hash)) break;
    }
    return head;
  }

  /** What a compaction leaves as it was, with what of it is in the context; unseen rows are found anew. */
  #keptBy({ keptFrom }: LinkedEntry): readonly { readonly link: LinkedEntry; readonly items: readonly ContextItem[] }[] {
    const kept = keptFrom === undefined ? undefined : this.#path.from(keptFrom);
    if (kept === undefined) return [];
    let below = Math.max(kept.below, 1);
    return kept.steps.map(({ link, height }) => {
      const items = this.#stack.items
        .slice(below, height)
        .filter(({ kind }, index) => kind !== 'unseen' && this.#sizes.isCarried(below + index));
      below = Math.max(below, height);
      return { link, items };
    });
  }

  #clearResults(cleared: ReadonlySet<string>): void {
    for (let slot = this.#stack.length - 1; slot >= 0; slot--) {
      const { segment } = this.#stack.items[slot] as ContextItem;
      if (segment?.kind !== 'tool-result' || segment.tool?.call === undefined || !cleared.has(segment.tool.call)) continue;
      if ((this.#stack.tokens[slot] as number) > 0) this.#noteRemoved(slot);
      this.#sizes.clear(slot);
    }
  }

  /** Remembers the lowest segment that left. */
  #noteRemoved(slot: number): void {
    this.#removed = this.#stack.items[slot] as ContextItem;
  }

  #truncate(height: number): void {
    if (height < this.#stack.length) {
      this.#differences?.cut();
      this.#wasCut = true;
    }
    this.#sizes.truncate(height, this.#calls);
    this.#path.truncate(height);
  }

  #unseenItem(label: UnseenLabel): ContextItem {
    return new ContextItem(`unseen:${this.run}:${this.#unseen++}` as SegmentId, 'unseen', undefined, undefined, label);
  }
}
