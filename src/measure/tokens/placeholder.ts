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

/** Characters of a string between quotes in JSON that escapes everything beyond ASCII. */
function quotedCharacters(text: string): number {
  let length = text.length + 2;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    if (unit > 0x7e) length += unit === 0x7f ? 0 : 5;
    else if (unit === 0x22 || unit === 0x5c) length += 1;
    else if (unit < 0x20) length += unit === 0x0a || unit === 0x09 || unit === 0x0d || unit === 0x08 || unit === 0x0c ? 1 : 5;
  }
  return length;
}

/**
 * Length of a value as JSON with a space after each comma and colon and everything beyond ASCII escaped: the measure
 * in which the threshold above was found.
 */
export function visibleJsonCharacters(value: unknown, depth = 0): number {
  if (typeof value === 'string') return quotedCharacters(value);
  if (typeof value !== 'object' || value === null) return String(value).length;
  if (depth > deepestValue) return 2;
  let length = 2;
  let members = 0;
  if (Array.isArray(value)) {
    for (const item of value) length += visibleJsonCharacters(item, depth + 1);
    members = value.length;
  } else {
    for (const [key, item] of Object.entries(value)) {
      length += quotedCharacters(key) + 2 + visibleJsonCharacters(item, depth + 1);
      members++;
    }
  }
  return length + 2 * Math.max(0, members - 1);
}
