import type { Entry } from '../../call/entry.ts';

/** An entry with its number: entries of one line keep the order in which their source gave them. */
export interface NumberedEntry {
  readonly number: number;
  readonly entry: Entry;
}

/** An entry on its way into a pack, or out of one. */
export interface HeldEntry extends NumberedEntry {
  readonly chain: number;
  readonly file: number;
  /** Hash of its key. */
  readonly key: number;
  /** Its parent does not stand in the same reading of the same file. */
  readonly isForeign: boolean;
}
