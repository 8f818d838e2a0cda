import type { Timestamp } from '../../../base/units.ts';
import type { EntryKey } from '../../../call/entry.ts';
import type { SourceLocation } from '../../../call/source-location.ts';
import type { ReadPosition } from '../source.ts';
import type { ReaderState } from './reader-state.ts';
import type { ItemContent } from './response-item.ts';

/** A piece of a response, whose bill stands in a later line. */
export interface PendingPiece {
  readonly key: EntryKey;
  readonly item: ItemContent;
  readonly time: Timestamp | undefined;
  readonly location: SourceLocation;
}

interface HeldPiece extends PendingPiece {
  /** Something was sent to the model since the piece before it: a new request may begin here. */
  readonly afterInput: boolean;
  /** A turn ended since the piece before it: a new request does begin here. */
  readonly afterTurn: boolean;
}

/** The pieces of what the model wrote since the last bill. */
export class PendingResponse {
  #pieces: HeldPiece[] = [];
  #resume: ReadPosition | undefined;
  #inputSince = false;
  #turnSince = false;

  /** Where reading must begin again so that the pieces meet their bill; undefined while none is pending. */
  get resume(): ReadPosition | undefined {
    return this.#resume;
  }

  noteInput(): void {
    this.#inputSince = true;
  }

  noteTurn(): void {
    this.#turnSince = true;
  }

  /** Before the first piece: keeps the state in which its line was met. */
  begin({ offset, line }: SourceLocation, state: ReaderState): void {
    if (this.#pieces.length > 0) return;
    this.#resume = { offset, line: line - 1, state: JSON.stringify(state) };
    this.#inputSince = false;
    this.#turnSince = false;
  }

  add(piece: PendingPiece): void {
    const { key, item, time, location } = piece;
    this.#pieces.push({ key, item, time, location, afterInput: this.#inputSince, afterTurn: this.#turnSince });
    this.#inputSince = false;
    this.#turnSince = false;
  }

  /** All pieces, parted into those of the last request and those of one before it that got no line of its own. */
  take(isOneLost: boolean): { readonly cutOff: readonly PendingPiece[]; readonly request: readonly PendingPiece[] } {
    const pieces = this.#pieces;
    const turn = pieces.findLastIndex(({ afterTurn }, index) => index > 0 && afterTurn);
    const input = isOneLost ? pieces.findLastIndex(({ afterInput }) => afterInput) : 0;
    const begin = turn > 0 ? turn : Math.max(0, input);
    this.#pieces = [];
    this.#resume = undefined;
    return { cutOff: pieces.slice(0, begin), request: pieces.slice(begin) };
  }
}
