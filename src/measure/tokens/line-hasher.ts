/** Texts of more lines have no line hashes: they are logs and data, not files at work. */
const mostLines = 20_000;
const seed = 0xdeadbeef | 0;
const multiplier = 2654435761 | 0;
const finisher = 0x85ebca6b | 0;

const lineBreak = 0x0a;
const tab = 0x09;
const blank = 0x20;
const zero = 0x30;
const nine = 0x39;
const arrow = 0x2192;

/** Where in a line number the last unit stood. */
const inBlanks = 0;
const inDigits = 1;
const inText = 2;

function finishLine(hash: number): number {
  const mixed = Math.imul(hash ^ (hash >>> 16), finisher);
  return (mixed ^ (mixed >>> 13)) >>> 0;
}

/** Hashes of the text at hand: one text is hashed at a time, so that short ones cost no memory of their own. */
const hashes = new Uint32Array(mostLines + 1);

/**
 * 32-bit hashes of the lines of a text, in order. The line numbers that a file reader puts before lines (`   12→` or
 * `12` and a tab) do not count, so that a file read and the same file written share their hashes.
 */
export class LineHasher {
  #count = 0;
  #hash = seed;
  #place: number = inBlanks;
  #isEmpty = true;

  /** Takes the next UTF-16 code units of the text. */
  take(units: Uint16Array, count: number): void {
    let hash = this.#hash;
    let place = this.#place;
    let isEmpty = this.#isEmpty;
    for (let index = 0; index < count; index++) {
      const unit = units[index]!;
      if (unit === lineBreak) {
        this.#add(hash);
        hash = seed;
        place = inBlanks;
        isEmpty = true;
        continue;
      }
      isEmpty = false;
      hash = Math.imul(hash ^ unit, multiplier);
      if (place === inText || (unit === blank && place === inBlanks)) continue;
      if (unit >= zero && unit <= nine) place = inDigits;
      else {
        if (place === inDigits && (unit === arrow || unit === tab)) hash = seed;
        place = inText;
      }
    }
    this.#hash = hash;
    this.#place = place;
    this.#isEmpty = isEmpty;
  }

  /** The hashes of all lines taken; a line break at the end opens no further line. Undefined beyond 20,000 lines. */
  finish(): Uint32Array | undefined {
    if (!this.#isEmpty) this.#add(this.#hash);
    return this.#count > mostLines ? undefined : hashes.slice(0, this.#count);
  }

  #add(hash: number): void {
    if (this.#count > mostLines) return;
    hashes[this.#count++] = finishLine(hash);
  }
}
