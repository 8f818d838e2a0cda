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

/** Where in a line the last unit stood; before its text there may be a line number. */
const atStart = 0;
const inBlanks = 1;
const inDigits = 2;
const inText = 3;

function finishLine(hash: number): number {
  const mixed = Math.imul(hash ^ (hash >>> 16), finisher);
  return (mixed ^ (mixed >>> 13)) >>> 0;
}

/** Texts share a stretch of memory for their hashes: one for each text would cost more than hashing it. */
const stretchLength = 1 << 15;
let stretch = new Uint32Array(stretchLength);
/** Where the hashes of the text at hand begin, and where the next one goes. */
let begin = 0;
let next = 0;

/** The line at hand. */
let lineHash = seed;
let linePlace = atStart;

/** Goes on in a new stretch, with the hashes of the text at hand. */
function moveOn(): void {
  const fresh = new Uint32Array(stretchLength);
  fresh.set(stretch.subarray(begin, next));
  next -= begin;
  begin = 0;
  stretch = fresh;
}

function addHash(hash: number): void {
  if (next - begin > mostLines) return;
  if (next === stretchLength) moveOn();
  stretch[next++] = finishLine(hash);
}

/**
 * Takes the next UTF-16 code units of the text at hand, for a 32-bit hash of each line. The line numbers that a file
 * reader puts before lines (`   12→` or `12` and a tab) do not count, so that a file read and the same file written
 * share their hashes.
 */
export function takeLines(units: Uint16Array, count: number): void {
  let hash = lineHash;
  let place = linePlace;
  let index = 0;
  while (index < count) {
    if (place === inText) {
      while (index < count && units[index] !== lineBreak) hash = Math.imul(hash ^ units[index++]!, multiplier);
      if (index === count) break;
    }
    const unit = units[index++]!;
    if (unit === lineBreak) {
      addHash(hash);
      hash = seed;
      place = atStart;
      continue;
    }
    hash = Math.imul(hash ^ unit, multiplier);
    if (unit === blank && place <= inBlanks) place = inBlanks;
    else if (unit >= zero && unit <= nine) place = inDigits;
    else {
      if (place === inDigits && (unit === arrow || unit === tab)) hash = seed;
      place = inText;
    }
  }
  lineHash = hash;
  linePlace = place;
}

/**
 * The hashes of all lines taken since it was asked last, in order; a line break at the end opens no further line.
 * Undefined beyond 20,000 lines.
 */
export function lineHashesOfTaken(): Uint32Array | undefined {
  if (linePlace !== atStart) addHash(lineHash);
  lineHash = seed;
  linePlace = atStart;
  if (next - begin > mostLines) {
    next = begin;
    return undefined;
  }
  const hashes = new Uint32Array(stretch.buffer, begin * stretch.BYTES_PER_ELEMENT, next - begin);
  begin = next;
  return hashes;
}
