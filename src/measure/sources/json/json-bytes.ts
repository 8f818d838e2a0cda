/* The grammar of JSON over bytes (RFC 8259): where strings and numbers end. */

export const quote = 0x22;
export const backslash = 0x5c;
const letterU = 0x75;

/** Bytes that stand for themselves inside a string, and all others. */
export const plain = 0;
const special = 1;
export const stringClass = new Uint8Array(256).fill(special, 0, 0x20).fill(special, 0x80);
stringClass[quote] = special;
stringClass[backslash] = special;

/** Unit that an escape of one letter stands for, by that letter; 0 where it is none. */
export const unitOfEscape = new Uint8Array(256);
for (const [letter, unit] of ['""', '\\\\', '//', 'b\b', 'f\f', 'n\n', 'r\r', 't\t'])
  unitOfEscape[letter!.charCodeAt(0)] = unit!.charCodeAt(0);

/** Value of a hexadecimal digit; 255 where it is none. */
const hexValue = new Uint8Array(256).fill(255);
for (let value = 0; value < 16; value++) {
  const digit = value.toString(16);
  hexValue[digit.charCodeAt(0)] = value;
  hexValue[digit.toUpperCase().charCodeAt(0)] = value;
}

/** Number that four hexadecimal digits state; negative where they are none. */
export function hexUnit(bytes: Buffer, at: number): number {
  if (at + 4 > bytes.length) return -1;
  const [a, b, c, d] = [hexValue[bytes[at]!]!, hexValue[bytes[at + 1]!]!, hexValue[bytes[at + 2]!]!, hexValue[bytes[at + 3]!]!];
  return (a | b | c | d) === 255 || a > 15 || b > 15 || c > 15 || d > 15 ? -1 : (a << 12) | (b << 8) | (c << 4) | d;
}

export const wrong = (at: number): SyntaxError => new SyntaxError(`not JSON at byte ${at}`);

/**
 * Index of the quote that ends the string whose content begins at `from`; its complement where the string holds more
 * than plain ASCII. @throws {SyntaxError} where it does not end or holds what no string may
 */
export function stringEnd(bytes: Buffer, from: number): number {
  const classes = stringClass;
  const end = bytes.length;
  let at = from;
  let isPlain = true;
  for (;;) {
    // Four at a time: most bytes of a long text say nothing.
    while (
      at + 3 < end &&
      (classes[bytes[at]!]! | classes[bytes[at + 1]!]! | classes[bytes[at + 2]!]! | classes[bytes[at + 3]!]!) === plain
    ) {
      at += 4;
    }
    while (at < end && classes[bytes[at]!] === plain) at++;
    if (at >= end) throw wrong(at);
    const byte = bytes[at]!;
    if (byte === quote) return isPlain ? at : ~at;
    if (byte < 0x20) throw wrong(at);
    isPlain = false;
    at = byte === backslash ? escapeEnd(bytes, at) : at + 1;
  }
}

function escapeEnd(bytes: Buffer, at: number): number {
  if (at + 1 >= bytes.length) throw wrong(at);
  const letter = bytes[at + 1]!;
  if (unitOfEscape[letter] !== 0) return at + 2;
  if (letter !== letterU || hexUnit(bytes, at + 2) < 0) throw wrong(at);
  return at + 6;
}

const minus = 0x2d;
const plus = 0x2b;
const point = 0x2e;
const zero = 0x30;
const nine = 0x39;
const letterE = 0x65;

function digitsEnd(bytes: Buffer, from: number): number {
  let at = from;
  while (at < bytes.length && bytes[at]! >= zero && bytes[at]! <= nine) at++;
  if (at === from) throw wrong(at);
  return at;
}

/** Index behind the number that begins at `from`. @throws {SyntaxError} where none begins there */
export function numberEnd(bytes: Buffer, from: number): number {
  const end = bytes.length;
  let at = from < end && bytes[from] === minus ? from + 1 : from;
  at = at < end && bytes[at] === zero ? at + 1 : digitsEnd(bytes, at);
  if (at < end && bytes[at] === point) at = digitsEnd(bytes, at + 1);
  if (at < end && (bytes[at]! | 0x20) === letterE) {
    const isSigned = at + 1 < end && (bytes[at + 1] === plus || bytes[at + 1] === minus);
    at = digitsEnd(bytes, isSigned ? at + 2 : at + 1);
  }
  return at;
}
