import type { JsonNode, JsonTape } from '../json/json-tape.ts';

const blank = 0x20;
const backslash = 0x5c;
const letterU = 0x75;
const greater = 0x3e;
const longestEscape = 6;
const opening = Buffer.from('<system-reminder>');
const closing = Buffer.from('</system-reminder>');
const unicodeEscape = Buffer.from('\\u');

/** Escapes of one letter that stand for blank space; `\b` does not. */
const isBlankEscape = (letter: number): boolean => letter === 0x6e || letter === 0x74 || letter === 0x72 || letter === 0x66;

function standsBefore(bytes: Buffer, words: Buffer, at: number, from: number): boolean {
  const start = at - words.length;
  if (start < from) return false;
  for (let index = 0; index < words.length; index++) if (bytes[start + index] !== words[index]) return false;
  return true;
}

/**
 * Where in the line the reminder begins that Claude Code appended to a tool's result, as `splitResultText` finds it.
 * `none` where there is certainly none; `unsure` where the bytes alone do not say.
 */
export function reminderInNode(tape: JsonTape, node: JsonNode): number | 'none' | 'unsure' {
  const { bytes } = tape;
  const from = tape.from(node);
  let at = tape.to(node);
  for (;;) {
    if (at > from && bytes[at - 1] === blank) at--;
    else if (at > from + 1 && bytes[at - 2] === backslash && isBlankEscape(bytes[at - 1]!)) at -= 2;
    else break;
  }
  if (at <= from) return 'none';
  const last = bytes[at - 1]!;
  const endsInEscape = at - longestEscape >= from && bytes[at - longestEscape] === backslash && bytes[at - longestEscape + 1] === letterU;
  if (last > 0x7f || endsInEscape) return 'unsure';
  if (last !== greater) return 'none';
  if (!standsBefore(bytes, closing, at, from)) {
    return bytes.subarray(Math.max(from, at - longestEscape * closing.length), at).includes(backslash) ? 'unsure' : 'none';
  }
  const begin = bytes.lastIndexOf(opening, at - 1);
  const escape = bytes.indexOf(unicodeEscape, Math.max(begin, from));
  if (escape !== -1 && escape < at) return 'unsure';
  return begin < from ? 'none' : begin;
}
