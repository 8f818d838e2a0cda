import type { Tokens } from '../../base/units.ts';

/** What one response shows, over all entries that tell of it. */
export interface ResponseEvidence {
  /** True where any of its lines states why it stopped. */
  readonly stopReasonKnown: boolean;
  /** Sum of `visibleCharacters` over its entries. */
  readonly visibleCharacters: number;
  /** As logged; absent where the log states none. */
  readonly outputLogged?: Tokens;
}

/** Fewer visible characters than this say too little to doubt a count. */
const leastVisibleCharacters = 200;
/** Logged output under this share of visible characters / 4 cannot be the count of what stands there. */
const leastPlausibleShare = 0.3;

/**
 * True where the logged output is a stream's opening placeholder and not a count: no line states why the response
 * stopped, and the log counts less than 30 % of a fourth of the characters it shows.
 */
export function holdsPlaceholder(response: ResponseEvidence): boolean {
  if (response.stopReasonKnown || response.outputLogged === undefined) return false;
  if (response.visibleCharacters <= leastVisibleCharacters) return false;
  return response.outputLogged < (leastPlausibleShare * response.visibleCharacters) / 4;
}

/** Deeper members of a value are not looked into: no tool takes such arguments. */
const deepestValue = 256;

/** The code units that stand after a high surrogate and complete its character. */
function lowSurrogates(text: string): number {
  let count = 0;
  for (let index = 1; index < text.length; index++) {
    if ((text.charCodeAt(index) & 0xfc00) === 0xdc00 && (text.charCodeAt(index - 1) & 0xfc00) === 0xd800) count++;
  }
  return count;
}

/** Length of a text in Unicode characters. */
export const visibleTextCharacters = (text: string): number => text.length - lowSurrogates(text);

/** Code units beyond ASCII: each is escaped as `\\uXXXX`, six characters for one. */
function unitsBeyondAscii(text: string): number {
  let count = 0;
  for (let index = 0; index < text.length; index++) {
    if (text.charCodeAt(index) > 0x7f) count++;
  }
  return count;
}

/** Commas and colons between the members of a value and of all values in it. */
function separators(value: unknown, depth: number): number {
  if (typeof value !== 'object' || value === null || depth > deepestValue) return 0;
  const isList = Array.isArray(value);
  const members: readonly unknown[] = isList ? value : Object.values(value);
  let count = isList ? Math.max(0, members.length - 1) : Math.max(0, 2 * members.length - 1);
  for (const member of members) if (typeof member === 'object') count += separators(member, depth + 1);
  return count;
}

/**
 * Length of a parsed JSON value as JSON with a space after each comma and colon and everything beyond ASCII escaped:
 * the measure in which the threshold above was found. 0 for a value that nests deeper than the stack allows.
 * @param isAscii the value is known to hold nothing beyond ASCII, which saves looking
 */
export function visibleJsonCharacters(value: unknown, isAscii = false): number {
  let json: string;
  try {
    json = JSON.stringify(value) ?? '';
  } catch {
    return 0;
  }
  return json.length + separators(value, 0) + (isAscii ? 0 : 5 * unitsBeyondAscii(json));
}
