import { finishHash } from '../../base/content-hash.ts';
import { makeProfile, type TextProfile } from '../../call/segment.ts';
import { lineHashesOfTaken, takeLines } from './line-hasher.ts';
import { classCount, classesOfVisits, classOfUnit, nextState, start, stateCount } from './text-automaton.ts';

const stateShift = 4;

/** Next state by state and class; states are stored shifted, ready to be joined with the next class. */
const transitions = new Uint16Array(stateCount << stateShift);
for (let state = 0; state < stateCount; state++) {
  for (let characterClass = 0; characterClass < classCount; characterClass++) {
    transitions[(state << stateShift) | characterClass] = nextState(state, characterClass) << stateShift;
  }
}

/*
 * Long texts are passed over two units at a time: one step through a larger table, and one visit to a pair of states,
 * in place of two. That takes an eighth off the time for all texts; for a short one there are too many pairs to sum.
 */

const pairShift = 8;
const stateBits = 6;
const lastStateMask = (1 << stateBits) - 1;
const leastForPairs = 512;

/** The pairs of states that can follow each other, by number. */
const middleStates: number[] = [];
const lastStates: number[] = [];
const pairNumbers = new Map<number, number>();

function numberOfPair(middle: number, last: number): number {
  const name = (middle << stateBits) | last;
  const known = pairNumbers.get(name);
  if (known !== undefined) return known;
  const number = middleStates.push(middle) - 1;
  lastStates.push(last);
  pairNumbers.set(name, number);
  return number;
}

/** By state and two classes: number of the pair of states they lead to, and the last state in the lower bits. */
const pairTransitions = new Uint16Array(stateCount << pairShift);
for (let state = 0; state < stateCount; state++) {
  for (let first = 0; first < classCount; first++) {
    for (let second = 0; second < classCount; second++) {
      const middle = nextState(state, first);
      const last = nextState(middle, second);
      pairTransitions[(state << pairShift) | (first << stateShift) | second] = (numberOfPair(middle, last) << stateBits) | last;
    }
  }
}
const shiftedClassOfUnit = classOfUnit.map((characterClass) => characterClass << stateShift);
const pairVisits = new Uint32Array(middleStates.length);

/** The multipliers of `hashText` as 32-bit integers: as doubles they would halve the speed of the loop. */
const multiplierA = 2654435761 | 0;
const multiplierB = 1597334677 | 0;

/** Units are copied out of the text first: reading them one by one would ask each time how the text is stored. */
const unitsAtOnce = 1 << 15;
const units = new Uint16Array(unitsAtOnce);
const unitBytes = Buffer.from(units.buffer);

function copyUnits(text: string, from: number, to: number): number {
  unitBytes.write(from === 0 && to === text.length ? text : text.slice(from, to), 'utf16le');
  return to - from;
}

const visits = new Uint32Array(stateCount);

/** Both lanes of the hash and the state of the automaton, between one batch of units and the next. */
const pass = new Int32Array(3);

function beginPass(): void {
  pass[0] = 0xdeadbeef;
  pass[1] = 0x41c6ce57;
  pass[2] = start;
  visits.fill(0);
}

function passUnits(count: number): void {
  const from = count < leastForPairs ? 0 : passPairs(count);
  let laneA = pass[0]!;
  let laneB = pass[1]!;
  let shiftedState = pass[2]! << stateShift;
  for (let index = from; index < count; index++) {
    const unit = units[index]!;
    laneA = Math.imul(laneA ^ unit, multiplierA);
    laneB = Math.imul(laneB ^ unit, multiplierB);
    shiftedState = transitions[shiftedState | classOfUnit[unit]!]!;
    visits[shiftedState >> stateShift]!++;
  }
  pass[0] = laneA;
  pass[1] = laneB;
  pass[2] = shiftedState >> stateShift;
}

/** Passes over all pairs of units. @returns how many units these are */
function passPairs(count: number): number {
  const paired = count & ~1;
  let laneA = pass[0]!;
  let laneB = pass[1]!;
  let pair = pass[2]!;
  for (let index = 0; index < paired; index += 2) {
    const first = units[index]!;
    const second = units[index + 1]!;
    laneA = Math.imul(Math.imul(laneA ^ first, multiplierA) ^ second, multiplierA);
    laneB = Math.imul(Math.imul(laneB ^ first, multiplierB) ^ second, multiplierB);
    const state = pair & lastStateMask;
    pair = pairTransitions[(state << pairShift) | shiftedClassOfUnit[first]! | classOfUnit[second]!]!;
    pairVisits[pair >> stateBits]!++;
  }
  pass[0] = laneA;
  pass[1] = laneB;
  pass[2] = pair & lastStateMask;
  sumPairs();
  return paired;
}

function sumPairs(): void {
  for (let number = 0; number < pairVisits.length; number++) {
    const count = pairVisits[number]!;
    if (count === 0) continue;
    visits[middleStates[number]!]! += count;
    visits[lastStates[number]!]! += count;
    pairVisits[number] = 0;
  }
}

/**
 * Hash (the same as `hashText` gives) and character classes of a text, or of the part of it from `from` to `to`, in
 * one pass. Time is linear in the length, whatever the text: a run of a million letters costs no more than prose.
 */
export function profileText(text: string, from = 0, to = text.length): TextProfile {
  beginPass();
  for (let at = from; at < to; at += unitsAtOnce) passUnits(copyUnits(text, at, Math.min(to, at + unitsAtOnce)));
  return makeProfile(finishHash(pass[0]!, pass[1]!), to - from, classesOfVisits(visits), undefined);
}

/** Profile of a text with the hashes of its lines, for what is read from a file or written to one. */
export function profileLines(text: string, from = 0, to = text.length): TextProfile {
  beginPass();
  for (let at = from; at < to; at += unitsAtOnce) {
    const count = copyUnits(text, at, Math.min(to, at + unitsAtOnce));
    passUnits(count);
    takeLines(units, count);
  }
  return makeProfile(finishHash(pass[0]!, pass[1]!), to - from, classesOfVisits(visits), lineHashesOfTaken());
}

/** Hashes of the lines of a text alone; undefined beyond 20,000 lines. */
export function hashLines(text: string): Uint32Array | undefined {
  for (let at = 0; at < text.length; at += unitsAtOnce) {
    takeLines(units, copyUnits(text, at, Math.min(text.length, at + unitsAtOnce)));
  }
  return lineHashesOfTaken();
}
