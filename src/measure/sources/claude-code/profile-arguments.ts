import type { TextProfile } from '../../../call/segment.ts';
import { visibleJsonCharacters } from '../../tokens/placeholder.ts';
import { profileText } from '../../tokens/text-profile.ts';
import type { Writable } from '../common/writable.ts';
import { argumentText } from '../argument-text.ts';
import { JsonTextPass } from '../json/json-text.ts';
import { absent, type JsonNode, type JsonTape } from '../json/json-tape.ts';
import { isAscii } from './text-of-node.ts';

/** The arguments of a call, as one text. */
export interface ProfiledArguments {
  readonly profile: Writable<TextProfile>;
  /** As `visibleJsonCharacters` counts. */
  readonly visible: number;
}

const mostMembers = 16;
const longestName = 200;
const longestNumber = 15;
const colon = 0x3a;
const blank = 0x20;
const lineBreak = 0x0a;
const zero = 0x30;
const nine = 0x39;
const backslash = 0x5c;

function hasPlainName(tape: JsonTape, node: JsonNode): boolean {
  const { bytes } = tape;
  const [from, to] = [tape.nameFrom(node), tape.nameTo(node)];
  if (to - from > longestName || to === from) return false;
  // Names that are numbers come first in an object, wherever they stand.
  if (bytes[from]! >= zero && bytes[from]! <= nine) return false;
  for (let at = from; at < to; at++) if (bytes[at]! > 0x7e || bytes[at] === backslash) return false;
  return true;
}

/** The value is a text, or stands in the line as `JSON.stringify` would write it. */
function hasPlainValue(tape: JsonTape, node: JsonNode): boolean {
  if (tape.isText(node)) return true;
  if (tape.isObject(node) || tape.isList(node)) return false;
  const { bytes } = tape;
  const [from, to] = [tape.from(node), tape.to(node)];
  if (bytes[from]! > nine) return true;
  if (to - from > longestNumber) return false;
  for (let at = from; at < to; at++) if (bytes[at]! < zero || bytes[at]! > nine) return false;
  return true;
}

function isSameName(tape: JsonTape, one: JsonNode, other: JsonNode): boolean {
  const [from, otherFrom] = [tape.nameFrom(one), tape.nameFrom(other)];
  const length = tape.nameTo(one) - from;
  if (tape.nameTo(other) - otherFrom !== length) return false;
  const { bytes } = tape;
  for (let index = 0; index < length; index++) if (bytes[from + index] !== bytes[otherFrom + index]) return false;
  return true;
}

/** The members are few, simple, and each is there once: then their text and its JSON follow from their bytes. */
function arePlain(tape: JsonTape, input: JsonNode): boolean {
  if (!tape.isObject(input)) return false;
  let members = 0;
  for (let node = tape.first(input); node !== absent; node = tape.next(node, input)) {
    if (++members > mostMembers || !hasPlainName(tape, node) || !hasPlainValue(tape, node)) return false;
    for (let other = tape.first(input); other !== node; other = tape.next(other, input)) if (isSameName(tape, other, node)) return false;
  }
  return true;
}

const pass = new JsonTextPass();
const nothing = {};

/** The arguments of a call as `argumentText` writes them, where possible straight from the bytes of their line. */
export function profileArguments(tape: JsonTape, input: JsonNode): ProfiledArguments {
  if (!arePlain(tape, input)) {
    const value = tape.value(input) ?? nothing;
    const profile = profileText(argumentText(value));
    return { profile, visible: visibleJsonCharacters(value, isAscii(profile)) };
  }
  const { bytes } = tape;
  pass.begin();
  let members = 0;
  let texts = 0;
  for (let node = tape.first(input); node !== absent; node = tape.next(node, input)) {
    pass.json(bytes, tape.nameFrom(node), tape.nameTo(node)).unit(colon);
    pass.unit(blank);
    pass.json(bytes, tape.from(node), tape.to(node)).unit(lineBreak);
    members++;
    if (tape.isText(node)) texts++;
  }
  const profile = pass.finish();
  // A name has two quotes and a colon, a text two quotes more: `name: text⏎` has three characters of them already.
  const separators = Math.max(0, members - 1) + Math.max(0, 2 * members - 1);
  return { profile, visible: profile.characters + pass.extra + 2 * texts + 2 + separators };
}
