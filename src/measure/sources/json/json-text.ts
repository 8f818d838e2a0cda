import type { TextProfile } from '../../../call/segment.ts';
import { LineHasher } from '../../tokens/line-hasher.ts';
import {
  beginPass,
  classOfUnit,
  finishPass,
  multiplierA,
  multiplierB,
  pass,
  stateShift,
  transitions,
  visits,
} from '../../tokens/text-automaton.ts';
import { backslash, hexUnit, plain, quote, stringClass, unitOfEscape } from './json-bytes.ts';

/*
 * Texts of JSON are profiled where they stand in a line: no string is made of them. Their bytes are known to be whole
 * and UTF-8; the profile is that of the UTF-16 units which they stand for.
 */

const letterU = 0x75;
const slash = 0x2f;
const special = 0xff;

/** Class of every byte that is itself a unit. */
const classOfByte = new Uint8Array(256).map((_, byte) => (stringClass[byte] === plain ? classOfUnit[byte]! : special));

/** Characters that `JSON.stringify` writes as an escape of one letter. */
const hasShortEscape = new Uint8Array(0x80);
for (const unit of [0x08, 0x09, 0x0a, 0x0c, 0x0d, quote, backslash]) hasShortEscape[unit] = 1;

/** Characters beyond one that a unit needs in JSON with everything beyond ASCII escaped. */
function extraOf(unit: number): number {
  if (unit > 0x7f) return 5;
  if (hasShortEscape[unit] === 1) return 1;
  return unit < 0x20 ? 5 : 0;
}

/** The code point that begins at a byte which is not plain, and how many bytes it takes. */
let sequenceLength = 0;
function decodeAt(bytes: Buffer, at: number): number {
  const byte = bytes[at]!;
  if (byte === backslash) {
    const letter = bytes[at + 1]!;
    sequenceLength = letter === letterU ? 6 : 2;
    return letter === letterU ? hexUnit(bytes, at + 2) : unitOfEscape[letter]!;
  }
  if (byte < 0xe0) {
    sequenceLength = 2;
    return ((byte & 0x1f) << 6) | (bytes[at + 1]! & 0x3f);
  }
  if (byte < 0xf0) {
    sequenceLength = 3;
    return ((byte & 0x0f) << 12) | ((bytes[at + 1]! & 0x3f) << 6) | (bytes[at + 2]! & 0x3f);
  }
  sequenceLength = 4;
  return ((byte & 0x07) << 18) | ((bytes[at + 1]! & 0x3f) << 12) | ((bytes[at + 2]! & 0x3f) << 6) | (bytes[at + 3]! & 0x3f);
}

const highOf = (point: number): number => 0xd7c0 + (point >> 10);
const lowOf = (point: number): number => 0xdc00 | (point & 0x3ff);

/** Takes texts, piece by piece, as one: what they are together is told at the end. */
export class JsonTextPass {
  #characters = 0;
  #extra = 0;

  begin(): this {
    beginPass();
    this.#characters = 0;
    this.#extra = 0;
    return this;
  }

  /** Characters that the texts need beyond one a unit, written as JSON with everything beyond ASCII escaped. */
  get extra(): number {
    return this.#extra;
  }

  unit(unit: number): void {
    pass[0] = Math.imul(pass[0]! ^ unit, multiplierA);
    pass[1] = Math.imul(pass[1]! ^ unit, multiplierB);
    const state = transitions[pass[2]! | classOfUnit[unit]!]!;
    visits[state >> stateShift]!++;
    pass[2] = state;
    this.#characters++;
  }

  /** The content of a text of JSON, which stands from `from` to `to`. */
  json(bytes: Buffer, from: number, to: number): this {
    let at = from;
    while ((at = this.#plainAndShort(bytes, at, to)) < to) at += this.#special(bytes, at);
    return this;
  }

  /** Takes bytes that are units themselves and escapes of one letter, up to anything else, and says where that is. */
  #plainAndShort(bytes: Buffer, from: number, to: number): number {
    const [classes, classesOfUnits, escapes, next, visited] = [classOfByte, classOfUnit, unitOfEscape, transitions, visits];
    let laneA = pass[0]!;
    let laneB = pass[1]!;
    let state = pass[2]!;
    let short = 0;
    let at = from;
    while (at < to) {
      let unit = bytes[at]!;
      let unitClass = classes[unit]!;
      if (unitClass === special) {
        unit = unit === backslash ? escapes[bytes[at + 1]!]! : 0;
        if (unit === 0) break;
        unitClass = classesOfUnits[unit]!;
        at++;
        short++;
        if (unit === slash) this.#extra--;
      }
      laneA = Math.imul(laneA ^ unit, multiplierA);
      laneB = Math.imul(laneB ^ unit, multiplierB);
      state = next[state | unitClass]!;
      visited[state >> stateShift]!++;
      at++;
    }
    pass[0] = laneA;
    pass[1] = laneB;
    pass[2] = state;
    this.#characters += at - from - short;
    this.#extra += short;
    return at;
  }

  #special(bytes: Buffer, at: number): number {
    const point = decodeAt(bytes, at);
    if (point > 0xffff) {
      this.unit(highOf(point));
      this.unit(lowOf(point));
      this.#extra += 10;
    } else {
      this.unit(point);
      this.#extra += extraOf(point);
    }
    return sequenceLength;
  }

  finish(): TextProfile {
    return finishPass(this.#characters);
  }
}

/** Hashes of the lines of a text of JSON; undefined beyond 20,000 lines. */
export function hashJsonLines(bytes: Buffer, from: number, to: number): Uint32Array | undefined {
  const lines = new LineHasher();
  let at = from;
  for (;;) {
    at = lines.takeBytes(bytes, at, to, stringClass);
    if (at >= to) return lines.finish();
    const point = decodeAt(bytes, at);
    if (point > 0xffff) lines.takeUnit(highOf(point));
    lines.takeUnit(point > 0xffff ? lowOf(point) : point);
    at += sequenceLength;
  }
}
