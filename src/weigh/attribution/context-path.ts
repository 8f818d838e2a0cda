import { mainChain, type CallKey, type Entry, type EntryKey, type ResponseEntry } from '../../call/entry.ts';
import type { GroupIndex } from './group-index.ts';

/** An entry on the path. */
export interface PathStep {
  readonly entry: Entry;
  /** Height of the stack behind it. */
  readonly height: number;
  /** A compaction left it as it was: what hangs on the compaction comes after it. */
  readonly isKept: boolean;
}

/** What must happen to the context before an entry can follow. */
export type PathChange =
  | { readonly type: 'continue' }
  /** Everything above a height was abandoned (a rewind, an edited message). */
  | { readonly type: 'truncate'; readonly height: number }
  /** The context is another one: what is kept of the old, and the entries to add to it. */
  | { readonly type: 'rebuild'; readonly height: number; readonly entries: readonly Entry[] };

/**
 * The entries that make up the context of one run, following parent links. Results of parallel tool calls hang off
 * different pieces of one response, so that the links form a comb: what stands after the parent stays, unless it
 * belongs to another response or to a message that was written again.
 */
export class ContextPath {
  readonly #index: GroupIndex;
  readonly #steps: PathStep[] = [];
  readonly #places = new Map<EntryKey, number>();

  constructor(index: GroupIndex) {
    this.#index = index;
  }

  get length(): number {
    return this.#steps.length;
  }

  push(entry: Entry, height: number, isKept = false): void {
    this.#places.set(entry.key, this.#steps.length);
    this.#steps.push({ entry, height, isKept });
  }

  /** Forgets entries above a height. */
  truncate(height: number): void {
    while (this.#steps.length > 0 && (this.#steps.at(-1) as PathStep).height > height) this.#steps.pop();
  }

  clear(): void {
    this.#steps.length = 0;
  }

  /** The steps from an entry on, and the height below them; undefined where it is not on the path. */
  from(key: EntryKey): { readonly below: number; readonly steps: readonly PathStep[] } | undefined {
    const place = this.#placeOf(key);
    if (place === undefined) return undefined;
    return { below: this.#steps[place - 1]?.height ?? 0, steps: this.#steps.slice(place) };
  }

  /** How the context must change for this entry to follow; does not change the path itself. */
  changeFor(entry: Entry): PathChange {
    if (entry.parent === 'previous') {
      // The lines that a fork copied belong to the session they were copied from: the context goes on from there.
      const tip = this.#steps.length === 0 && entry.chain === mainChain ? this.#index.forkedAt.get(entry.session) : undefined;
      return tip === undefined ? { type: 'continue' } : this.#rebuildTo(tip, entry);
    }
    if (entry.parent === 'root') {
      const hasCalls = this.#steps.some((step) => step.entry.type === 'response');
      return hasCalls ? { type: 'rebuild', height: 0, entries: [] } : { type: 'continue' };
    }
    const place = this.#placeOf(entry.parent);
    if (place !== undefined) return this.#branchAt(place, entry);
    if (!this.#index.order.has(entry.parent)) return { type: 'continue' };
    return this.#rebuildTo(entry.parent, entry);
  }

  #placeOf(key: EntryKey): number | undefined {
    const place = this.#places.get(key);
    return place !== undefined && this.#steps[place]?.entry.key === key ? place : undefined;
  }

  #branchAt(place: number, entry: Entry): PathChange {
    if (place === this.#steps.length - 1) return { type: 'continue' };
    const kept = new Set<CallKey>();
    for (let index = Math.max(0, place - 64); index <= place; index++) {
      const step = (this.#steps[index] as PathStep).entry;
      if (step.type === 'response') kept.add(step.call);
    }
    const own = entry.type === 'response' ? entry.call : undefined;
    const writtenAgain = entry.type === 'input' && entry.startsTurn;
    for (let index = place + 1; index < this.#steps.length; index++) {
      const { entry: step, isKept } = this.#steps[index] as PathStep;
      if (isKept) continue;
      const abandoned =
        (step.type === 'response' && !kept.has(step.call) && step.call !== own) ||
        (writtenAgain && step.type === 'input' && step.startsTurn);
      if (abandoned) return { type: 'truncate', height: (this.#steps[index - 1] as PathStep).height };
    }
    return { type: 'continue' };
  }

  /** The entries from the root to `tip`, with the results of all tool calls on the way. */
  #rebuildTo(tip: EntryKey, before: Entry): PathChange {
    const { order, group, keptBy } = this.#index;
    const limit = order.get(before.key) as number;
    const found = new Set<number>();
    let key: EntryKey | undefined = tip;
    while (key !== undefined) {
      const place: number | undefined = order.get(key);
      if (place === undefined || found.has(place)) break;
      found.add(place);
      const entry: Entry = group.entries[place] as Entry;
      if (entry.type === 'response') this.#addStep(entry, limit, found);
      if (entry.type === 'compaction' && entry.scope === 'all' && (entry.keptFrom === undefined || !order.has(entry.keptFrom))) break;
      // What a compaction kept still hangs on what it replaced; what came after hangs on what it kept.
      const compaction = order.get(keptBy.get(key) as EntryKey);
      if (compaction !== undefined && compaction < limit) {
        found.add(compaction);
        break;
      }
      key = this.#parentOf(entry);
    }
    const entries = Array.from(found)
      .sort((a, b) => a - b)
      .map((place) => group.entries[place] as Entry);
    let same = 0;
    while (same < entries.length && this.#steps[same]?.entry === entries[same]) same++;
    return { type: 'rebuild', height: same === 0 ? 0 : (this.#steps[same - 1] as PathStep).height, entries: entries.slice(same) };
  }

  #parentOf(entry: Entry): EntryKey | undefined {
    switch (entry.parent) {
      case 'root':
        return undefined;
      case 'previous':
        return this.#index.previous.get(entry.key);
      default:
        return this.#index.order.has(entry.parent) ? entry.parent : this.#index.previous.get(entry.key);
    }
  }

  #addStep(response: ResponseEntry, limit: number, found: Set<number>): void {
    for (const segment of response.segments) {
      const call = segment.tool?.call;
      if (call === undefined) continue;
      for (const result of this.#index.results.get(call) ?? []) {
        const place = this.#index.order.get(result.key) as number;
        if (place < limit) found.add(place);
      }
    }
  }
}
