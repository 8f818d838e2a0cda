import type { EntryKey } from '../../../call/entry.ts';
import type { WirePiece } from '../../wire/wire-dialect.ts';
import { steadyHash } from './prompt-identity.ts';

interface Head {
  readonly key: EntryKey;
  readonly pieces: Set<string>;
}

/** The head that a request stands on, and which of its pieces are new to it. */
export interface FoundHead {
  readonly key: EntryKey;
  readonly isNew: boolean;
  readonly added: readonly WirePiece[];
}

/** A head is another version of one before where so much of it, by length, stands there already. */
const commonShare = 0.5;

const lengthOf = ({ text }: WirePiece): number => text?.length ?? 0;

/**
 * The system prompts and tool schemas of one chain. A head that keeps most of an earlier one continues it: its new pieces
 * enter where they came, so that what stands behind them is still seen as carried, and the bill says whether it was
 * cached. (What left it is not taken out: no source says that it did.)
 */
export class HeadBook {
  readonly #heads: Head[] = [];

  find(pieces: readonly WirePiece[], keyOf: (hashes: readonly string[]) => EntryKey): FoundHead {
    const hashes = pieces.map(steadyHash);
    const total = pieces.reduce((sum, piece) => sum + lengthOf(piece), 0);
    for (const head of this.#heads.toReversed()) {
      const common = pieces.reduce((sum, piece, index) => sum + (head.pieces.has(hashes[index] as string) ? lengthOf(piece) : 0), 0);
      if (common < total * commonShare || (total === 0) !== (head.pieces.size === 0)) continue;
      const added = pieces.filter((_, index) => !head.pieces.has(hashes[index] as string));
      for (const hash of hashes) head.pieces.add(hash);
      return { key: head.key, isNew: false, added };
    }
    const key = keyOf(hashes);
    this.#heads.push({ key, pieces: new Set(hashes) });
    return { key, isNew: true, added: [] };
  }
}
