import type { CharacterClasses } from '../../call/character-classes.ts';

/*
 * A finite automaton over the UTF-16 code units of a text, whose state says where in a run the last one stood. The
 * counts of the character classes are sums of visits to its states, so counting visits is all that a pass has to do.
 */

export const classCount = 9;
const [other, lower, upper, digit, space, lineBreak, punctuation, nonAscii, wide] = [0, 1, 2, 3, 4, 5, 6, 7, 8] as const;

/** Class of every UTF-16 code unit, below {@link classCount}. */
export const classOfUnit = new Uint8Array(0x10000).fill(nonAscii, 0x80, 0x3000).fill(wide, 0x3000);
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

export const start = 0;
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
export const stateCount = letters + 3 * letterPlaces;

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

/** Where a unit of a class leads. */
export function nextState(state: number, characterClass: number): number {
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

const visitsOfPlace = (visits: Uint32Array, place: number): number =>
  visits[letterState(place, lowerCase)]! + visits[letterState(place, upperCase)]! + visits[letterState(place, joint)]!;

function visitsOfJoints(visits: Uint32Array): number {
  let count = 0;
  for (let place = 0; place < letterPlaces; place++) count += visits[letterState(place, joint)]!;
  return count;
}

/** One count per name of `characterClassNames`, from the visits to each state. */
export function classesOfVisits(visits: Uint32Array): CharacterClasses {
  const begun = visitsOfPlace(visits, 0);
  const middle = visitsOfPlace(visits, 4);
  const long = visitsOfPlace(visits, ninth);
  return [
    begun - middle,
    middle - long,
    long,
    long + visitsOfPlace(visits, thirteenth),
    visitsOfJoints(visits),
    visits[firstDigit]!,
    visits[firstDigit]! + visits[laterDigit]!,
    visits[secondSpace]!,
    visits[secondSpace]! + visits[laterSpace]!,
    visits[newline]!,
    visits[firstPunctuation]! + visits[laterPunctuation]!,
    visits[firstPunctuation]!,
    visits[nonAsciiUnit]!,
    visits[wideUnit]!,
  ];
}
