import { timestamp, type Timestamp } from '../../../base/units.ts';
import type { JsonNode, JsonTape } from '../json/json-tape.ts';
import type { Complain } from './json-fields.ts';

/** `2026-01-31T12:34:56.789Z`, as `toISOString` writes it. */
const isoLength = 24;
const dayLength = 10;
const zero = 0x30;

/** The day that the latest time stood on, as its bytes and in milliseconds. */
const knownDay = new Uint8Array(dayLength);
let dayMilliseconds = Number.NaN;

/** Milliseconds of the day, from behind the `T`; negative where it is not written as `toISOString` does. */
function millisecondsOfDay(bytes: Buffer, at: number): number {
  const digit = (index: number): number => bytes[at + index]! - zero;
  const isFramed = bytes[at + 2] === 0x3a && bytes[at + 5] === 0x3a && bytes[at + 8] === 0x2e && bytes[at + 12] === 0x5a;
  if (!isFramed) return -1;
  for (const index of digitsOfTime) if (digit(index) < 0 || digit(index) > 9) return -1;
  const hours = 10 * digit(0) + digit(1);
  const minutes = 10 * digit(3) + digit(4);
  const seconds = 10 * digit(6) + digit(7);
  if (hours > 23 || minutes > 59 || seconds > 59) return -1;
  return ((hours * 60 + minutes) * 60 + seconds) * 1000 + 100 * digit(9) + 10 * digit(10) + digit(11);
}

const digitsOfTime = [0, 1, 3, 4, 6, 7, 9, 10, 11];

function isoTime(bytes: Buffer, from: number): number {
  if (bytes[from + dayLength] !== 0x54) return Number.NaN;
  const sinceMidnight = millisecondsOfDay(bytes, from + dayLength + 1);
  if (sinceMidnight < 0) return Number.NaN;
  let isKnown = true;
  for (let index = 0; index < dayLength; index++) isKnown &&= knownDay[index] === bytes[from + index];
  if (!isKnown) {
    for (let index = 0; index < dayLength; index++) knownDay[index] = bytes[from + index]!;
    dayMilliseconds = Date.parse(`${bytes.toString('latin1', from, from + dayLength)}T00:00:00.000Z`);
  }
  return dayMilliseconds + sinceMidnight;
}

/** Milliseconds of an ISO time, or undefined where there is none; a value that is no time is complained of. */
export function readTime(tape: JsonTape, node: JsonNode, field: string, complain: Complain): Timestamp | undefined {
  if (tape.isNothing(node)) return undefined;
  if (tape.isText(node)) {
    const from = tape.from(node);
    const isUsual = tape.isPlainText(node) && tape.to(node) - from === isoLength;
    const usual = isUsual ? isoTime(tape.bytes, from) : Number.NaN;
    const time = Number.isNaN(usual) ? Date.parse(tape.text(node)) : usual;
    if (!Number.isNaN(time)) return timestamp(time);
  }
  complain(field);
  return undefined;
}
