import type { TextProfile } from '../../call/segment.ts';
import { LineHasher } from './line-hasher.ts';
import { beginPass, classOfUnit, finishPass, multiplierA, multiplierB, pass, stateShift, transitions, visits } from './text-automaton.ts';

/** Units are copied out of the text first: reading them one by one would ask each time how the text is stored. */
const unitsAtOnce = 1 << 15;
const units = new Uint16Array(unitsAtOnce);
const unitBytes = Buffer.from(units.buffer);

function copyUnits(text: string, from: number, to: number): number {
  unitBytes.write(from === 0 && to === text.length ? text : text.slice(from, to), 'utf16le');
  return to - from;
}

function passUnits(count: number): void {
  let laneA = pass[0]!;
  let laneB = pass[1]!;
  let shiftedState = pass[2]!;
  for (let index = 0; index < count; index++) {
    const unit = units[index]!;
    laneA = Math.imul(laneA ^ unit, multiplierA);
    laneB = Math.imul(laneB ^ unit, multiplierB);
    shiftedState = transitions[shiftedState | classOfUnit[unit]!]!;
    visits[shiftedState >> stateShift]!++;
  }
  pass[0] = laneA;
  pass[1] = laneB;
  pass[2] = shiftedState;
}

/**
 * Hash (the same as `hashText` gives) and character classes of a text, or of the part of it from `from` to `to`, in
 * one pass. Time is linear in the length, whatever the text: a run of a million letters costs no more than prose.
 */
export function profileText(text: string, from = 0, to = text.length): TextProfile {
  beginPass();
  for (let at = from; at < to; at += unitsAtOnce) passUnits(copyUnits(text, at, Math.min(to, at + unitsAtOnce)));
  return finishPass(to - from);
}

/** Profile of a text with the hashes of its lines, for what is read from a file or written to one. */
export function profileLines(text: string, from = 0, to = text.length): TextProfile {
  const lines = new LineHasher();
  beginPass();
  for (let at = from; at < to; at += unitsAtOnce) {
    const count = copyUnits(text, at, Math.min(to, at + unitsAtOnce));
    passUnits(count);
    lines.take(units, count);
  }
  const profile = finishPass(to - from);
  const lineHashes = lines.finish();
  return lineHashes === undefined ? profile : { ...profile, lineHashes };
}

/** Hashes of the lines of a text alone; undefined beyond 20,000 lines. */
export function hashLines(text: string): Uint32Array | undefined {
  const lines = new LineHasher();
  for (let at = 0; at < text.length; at += unitsAtOnce) {
    lines.take(units, copyUnits(text, at, Math.min(text.length, at + unitsAtOnce)));
  }
  return lines.finish();
}
