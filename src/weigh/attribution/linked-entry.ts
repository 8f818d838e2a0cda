import type { ChainId, Entry, SessionId } from '../../call/entry.ts';
import type { ContextItem } from './context-item.ts';
import type { MergedCall } from './merged-call.ts';

/**
 * An entry of a group with what attribution looks up about it, so that nothing is looked up by name twice. What all
 * entries have is copied: links are of one shape, entries of one a type, and code that meets a sixth is slow for all.
 */
export class LinkedEntry<Kind extends Entry = Entry> {
  readonly entry: Kind;
  readonly type: Entry['type'];
  readonly session: SessionId;
  readonly chain: ChainId;
  /** How it names the entry that it follows. */
  readonly follows: Entry['parent'];
  /** Index in the group's entries. */
  readonly order: number;
  /** The entry before it in its run. */
  readonly previous: LinkedEntry | undefined;
  /** Messages of the person that its session had seen by then. */
  readonly turn: number;
  /** What it holds itself; what a response holds is with its call. */
  readonly items: readonly ContextItem[];
  /** The entry that `parent` names, where it is one of the group. */
  parent: LinkedEntry | undefined;
  /** For a compaction: the first entry that it kept as it was, where it is one of the group. */
  keptFrom: LinkedEntry | undefined;
  /** For the first entry that a compaction kept as it was: that compaction. */
  keptBy: LinkedEntry | undefined;
  /** The response that it is a piece of. */
  call: MergedCall | undefined;
  /** Place on the path of the run that held it last. */
  place = -1;

  constructor(entry: Kind, order: number, previous: LinkedEntry | undefined, turn: number, items: readonly ContextItem[]) {
    this.entry = entry;
    this.type = entry.type;
    this.session = entry.session;
    this.chain = entry.chain;
    this.follows = entry.parent;
    this.order = order;
    this.previous = previous;
    this.turn = turn;
    this.items = items;
  }
}

/** Whether an entry is of a type. */
export const isOf = <Type extends Entry['type']>(link: LinkedEntry, type: Type): link is LinkedEntry<Extract<Entry, { type: Type }>> =>
  link.type === type;
