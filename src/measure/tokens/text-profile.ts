import { finishHash } from '../../base/content-hash.ts';
import type { CharacterClasses } from '../../call/character-classes.ts';
import { makeProfile, type TextProfile } from '../../call/segment.ts';
import { lineHashesOfTaken, takeLines } from './line-hasher.ts';

/*
 * Hash and character classes in one pass without a branch per run: a finite automaton whose state says where in a
 * run the last character stood. Counting visits to each state is all the pass does; the classes are sums of visits.
 */

const classCount = 9;
const [other, lower, upper, digit, space, lineBreak, punctuation, nonAscii, wide] = [0, 1, 2, 3, 4, 5, 6, 7, 8] as const;

/** Class of every UTF-16 code unit. */
const classOfUnit = new Uint8Array(0x10000).fill(nonAscii, 0x80, 0x3000).fill(wide, 0x3000);
for (let unit = 0; unit < 128; unit++) {
  const character = String.fromCharCode(unit);
  if (/[a-z]/.test(character)) classOfUnit[unit] = lower;
  else if (/[A-Z]/.test(character)) classOfUnit[unit] = upper;
  else if (/[0-9]/.test(character)) classOfUnit[unit] = digit;
  else if (character === ' ' || character === '\t') classOfUnit[unit] = space;
  else if (character === '\n') classOfUnit[unit] = lineBreak;
  else if (unit > 32 && unit < 127) classOfUnit[unit] = punctuation;
  else classOfUnit[unit] = other;
}

const start = 0;
const firstDigit = 1;
const laterDigit = 2;
const firstSpace = 3;
const secondSpace = 4;
const laterSpace = 5;
const newline = 6;
const firstPunctuation = 7;
const laterPunctuation = 8;
const nonAsciiUnit = 9;
const wideUnit = 10;
const letters = 11;
/** Letters 1 to 8 of a run, then 9, then 10 to 12 and 13 in a circle: 9 opens a long word, 13 another step of it. */
const letterPlaces = 13;
const ninth = 8;
const thirteenth = 12;
const stateCount = 64;
const stateShift = 4;

type LetterCase = 0 | 1 | 2;
const lowerCase: LetterCase = 0;
const upperCase: LetterCase = 1;
const joint: LetterCase = 2;

const letterState = (place: number, letterCase: LetterCase): number => letters + letterCase * letterPlaces + place;

function nextLetter(state: number, letterClass: number): number {
  const isLetter = state >= letters;
  const place = isLetter ? (state - letters) % letterPlaces : -1;
  const afterLower = isLetter && state < letterState(0, upperCase);
  const nextPlace = place === thirteenth ? ninth + 1 : place === ninth + 3 ? thirteenth : place + 1;
  return letterState(nextPlace, letterClass === lower ? lowerCase : afterLower ? joint : upperCase);
}

function nextState(state: number, characterClass: number): number {
  switch (characterClass) {
    case lower:
    case upper:
      return nextLetter(state, characterClass);
    case digit:
      return state === firstDigit || state === laterDigit ? laterDigit : firstDigit;
    case space:
      if (state === firstSpace) return secondSpace;
      return state === secondSpace || state === laterSpace ? laterSpace : firstSpace;
    case lineBreak:
      return newline;
    case punctuation:
      return state === firstPunctuation || state === laterPunctuation ? laterPunctuation : firstPunctuation;
    case nonAscii:
      return nonAsciiUnit;
    case wide:
      return wideUnit;
    default:
      return start;
  }
}

/** Next state by state and class; states are stored shifted, ready to be joined with the next class. */
const transitions = new Uint16Array(stateCount << stateShift);
for (let state = 0; state < letters + 3 * letterPlaces; state++) {
  for (let characterClass = 0; characterClass < classCount; characterClass++) {
    transitions[(state << stateShift) | characterClass] = nextState(state, characterClass) << stateShift;
  }
}

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
const visited = (state: number): number => visits[state] ?? 0;
const visitedPlace = (place: number): number =>
  visited(letterState(place, lowerCase)) + visited(letterState(place, upperCase)) + visited(letterState(place, joint));

function visitedJoints(): number {
  let count = 0;
  for (let place = 0; place < letterPlaces; place++) count += visited(letterState(place, joint));
  return count;
}

/** One count per name of `characterClassNames`, from the visits to each state. */
function classesOfVisits(): CharacterClasses {
  const begun = visitedPlace(0);
  const middle = visitedPlace(4);
  const long = visitedPlace(ninth);
  return [
    begun - middle,
    middle - long,
    long,
    long + visitedPlace(thirteenth),
    visitedJoints(),
    visited(firstDigit),
    visited(firstDigit) + visited(laterDigit),
    visited(secondSpace),
    visited(secondSpace) + visited(laterSpace),
    visited(newline),
    visited(firstPunctuation) + visited(laterPunctuation),
    visited(firstPunctuation),
    visited(nonAsciiUnit),
    visited(wideUnit),
  ];
}

/** Both lanes of the hash and the shifted state of the automaton, between one batch of units and the next. */
const pass = new Int32Array(3);

function beginPass(): void {
  pass[0] = 0xdeadbeef;
  pass[1] = 0x41c6ce57;
  pass[2] = start << stateShift;
  visits.fill(0);
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
  return makeProfile(finishHash(pass[0]!, pass[1]!), to - from, classesOfVisits(), undefined);
}

/** Profile of a text with the hashes of its lines, for what is read from a file or written to one. */
export function profileLines(text: string, from = 0, to = text.length): TextProfile {
  beginPass();
  for (let at = from; at < to; at += unitsAtOnce) {
    const count = copyUnits(text, at, Math.min(to, at + unitsAtOnce));
    passUnits(count);
    takeLines(units, count);
  }
  return makeProfile(finishHash(pass[0]!, pass[1]!), to - from, classesOfVisits(), lineHashesOfTaken());
}

/** Hashes of the lines of a text alone; undefined beyond 20,000 lines. */
export function hashLines(text: string): Uint32Array | undefined {
  for (let at = 0; at < text.length; at += unitsAtOnce) {
    takeLines(units, copyUnits(text, at, Math.min(text.length, at + unitsAtOnce)));
  }
  return lineHashesOfTaken();
}
