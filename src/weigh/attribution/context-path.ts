import { mainChain, type ResponseEntry } from '../../call/entry.ts';
import type { GroupIndex } from './group-index.ts';
import { isOf, type LinkedEntry } from './linked-entry.ts';
import type { MergedCall } from './merged-call.ts';

/** An entry on the path. */
export interface PathStep {
  readonly link: LinkedEntry;
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
  | { readonly type: 'rebuild'; readonly height: number; readonly entries: readonly LinkedEntry[] };

const goOn: PathChange = { type: 'continue' };

/** Pieces of one response stand close together: so many steps below a parent are looked through for them. */
const farthestPiece = 64;

/**
 * The entries that make up the context of one run, following parent links. Results of parallel tool calls hang off
 * different pieces of one response, so that the links form a comb: what stands after the parent stays, unless it
 * belongs to another response or to a message that was written again.
 */
export class ContextPath {
  readonly #index: GroupIndex;
  readonly #steps: PathStep[] = [];

  constructor(index: GroupIndex) {
    this.#index = index;
  }

  push(link: LinkedEntry, height: number, isKept = false): void {
    link.place = this.#steps.length;
    this.#steps.push({ link, height, isKept });
  }

  /** Forgets entries above a height. */
  truncate(height: number): void {
    while (this.#steps.length > 0 && (this.#steps.at(-1) as PathStep).height > height) this.#steps.pop();
  }

  clear(): void {
    this.#steps.length = 0;
  }

  /** The steps from an entry on, and the height below them; undefined where it is not on the path. */
  from(link: LinkedEntry): { readonly below: number; readonly steps: readonly PathStep[] } | undefined {
    if (!this.#holds(link)) return undefined;
    return { below: this.#steps[link.place - 1]?.height ?? 0, steps: this.#steps.slice(link.place) };
  }

  /** How the context must change for this entry to follow; does not change the path itself. */
  changeFor(link: LinkedEntry): PathChange {
    const { follows, parent } = link;
    if (follows === 'previous') {
      // The lines that a fork copied belong to the session they were copied from: the context goes on from there.
      const tip = this.#steps.length === 0 && link.chain === mainChain ? this.#index.forkedAt.get(link.session) : undefined;
      return tip === undefined ? goOn : this.#rebuildTo(tip, link);
    }
    if (follows === 'root') {
      const hasCalls = this.#steps.some((step) => step.link.type === 'response');
      return hasCalls ? { type: 'rebuild', height: 0, entries: [] } : goOn;
    }
    if (parent === undefined) return goOn;
    return this.#holds(parent) ? this.#branchAt(parent.place, link) : this.#rebuildTo(parent, link);
  }

  #holds(link: LinkedEntry): boolean {
    return this.#steps[link.place]?.link === link;
  }

  #branchAt(place: number, follower: LinkedEntry): PathChange {
    const { call } = follower;
    const writtenAgain = startsTurn(follower);
    for (let index = place + 1; index < this.#steps.length; index++) {
      const { link, isKept } = this.#steps[index] as PathStep;
      if (isKept) continue;
      const abandoned =
        (link.type === 'response' && link.call !== call && !this.#hasPiece(link.call, place)) || (writtenAgain && startsTurn(link));
      if (abandoned) return { type: 'truncate', height: (this.#steps[index - 1] as PathStep).height };
    }
    return goOn;
  }

  /** Whether a piece of the response stands at or shortly below a place. */
  #hasPiece(call: MergedCall | undefined, place: number): boolean {
    for (let index = place; index >= Math.max(0, place - farthestPiece); index--) {
      if ((this.#steps[index] as PathStep).link.call === call) return true;
    }
    return false;
  }

  /** The entries from the root to `tip`, with the results of all tool calls on the way. */
  #rebuildTo(tip: LinkedEntry, before: LinkedEntry): PathChange {
    const found = new Set<LinkedEntry>();
    let link: LinkedEntry | undefined = tip;
    while (link !== undefined && !found.has(link)) {
      found.add(link);
      if (isOf(link, 'response')) this.#addResults(link.entry, before, found);
      if (startsContext(link)) break;
      // What a compaction kept still hangs on what it replaced; what came after hangs on what it kept.
      const compaction: LinkedEntry | undefined = link.keptBy;
      if (compaction !== undefined && compaction.order < before.order) {
        found.add(compaction);
        break;
      }
      link = parentOf(link);
    }
    const entries = Array.from(found).sort((a, b) => a.order - b.order);
    let same = 0;
    while (same < entries.length && this.#steps[same]?.link === entries[same]) same++;
    return { type: 'rebuild', height: same === 0 ? 0 : (this.#steps[same - 1] as PathStep).height, entries: entries.slice(same) };
  }

  #addResults(response: ResponseEntry, before: LinkedEntry, found: Set<LinkedEntry>): void {
    for (const { tool } of response.segments) {
      if (tool?.call === undefined) continue;
      for (const result of this.#index.resultsOf(tool.call)) if (result.order < before.order) found.add(result);
    }
  }
}

/** A compaction that replaced everything: nothing below it is in the context. */
const startsContext = (link: LinkedEntry): boolean => isOf(link, 'compaction') && link.entry.scope === 'all' && link.keptFrom === undefined;

/** A message that a person wrote. */
const startsTurn = (link: LinkedEntry): boolean => isOf(link, 'input') && link.entry.startsTurn;

const parentOf = ({ follows, parent, previous }: LinkedEntry): LinkedEntry | undefined =>
  follows === 'root' ? undefined : (parent ?? previous);
