import type { Brand } from '../../../base/brand.ts';
import { numberEnd, plain, quote, stringClass, stringEnd, wrong } from './json-bytes.ts';
import { firstNameHash, nextNameHash, otherName, type NameId, type NameTable } from './name-table.ts';

/** A value of the line at hand; valid until the next line is scanned. */
export type JsonNode = Brand<number, 'json-node'>;

/** Stands for a value that is not there. */
export const absent = 0 as JsonNode;

/** What is passed over in a line without being looked at. */
export interface Bulk {
  /** A member of the outermost object that is left out, and where the line goes on behind it: a comma or a closing brace. */
  readonly member?: { readonly name: NameId; readonly goOnAt: (bytes: Buffer, memberAt: number) => number };
  /** Texts that are cut where they are longer than `kept` bytes. */
  readonly text?: { readonly name: NameId; readonly kept: number };
}

const objectValue = 1;
const listValue = 2;
const plainText = 3;
const encodedText = 4;
const numberValue = 5;
const trueValue = 6;
const falseValue = 7;
const nullValue = 8;

/** Per value: its kind, the number of its name, where name and content begin and end, and the value behind its members. */
const shift = 3;
const [kindAt, nameAt, nameFromAt, nameToAt, fromAt, toAt, nextAt] = [0, 1, 2, 3, 4, 5, 6] as const;
const usualLength = 1024 << shift;
const usualDepth = 64;

const comma = 0x2c;
const colon = 0x3a;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const openBracket = 0x5b;
const closeBracket = 0x5d;
/**
 * A line of JSON as a list of where its values stand: found in one pass over its bytes, without making objects or
 * strings of what no one asks for. Only objects and lists under the `opened` names are looked into; of all others it
 * is only known where they stand, and that they are whole.
 */
export class JsonTape {
  readonly #names: NameTable<string>;
  readonly #isOpened: Uint8Array;
  #tape = new Int32Array(usualLength);
  #count = 1;
  /** Per open object or list its value (0 while nothing is kept) and whether it is an object, in the lowest bit. */
  #stack = new Int32Array(usualDepth);
  #bytes: Buffer = Buffer.alloc(0);
  /** Depth of the object or list that is not looked into; 0 where there is none. */
  #quietFrom = 0;
  #leftOutAt: number | undefined = undefined;
  #leftOutTo = 0;

  constructor(names: NameTable<string>, opened: readonly NameId[]) {
    this.#names = names;
    this.#isOpened = new Uint8Array(Object.keys(names.ids).length + 1);
    for (const name of opened) this.#isOpened[name] = 1;
  }

  /** The line that was scanned. */
  get bytes(): Buffer {
    return this.#bytes;
  }

  /** Where the member that is bulk was left out. */
  get leftOutAt(): number | undefined {
    return this.#leftOutAt;
  }

  /** Where the line goes on behind it. */
  get leftOutTo(): number {
    return this.#leftOutTo;
  }

  get root(): JsonNode {
    return 1 as JsonNode;
  }

  /** Takes a line. @throws {SyntaxError} where it is not JSON; that its texts are UTF-8 is not looked at */
  scan(bytes: Buffer, { member: leftOut, text: shortened }: Bulk = {}): void {
    this.#bytes = bytes;
    this.#leftOutAt = undefined;
    this.#count = 1;
    this.#quietFrom = 0;
    if (this.#tape.length > usualLength) this.#tape = new Int32Array(usualLength);
    const end = bytes.length;
    const names = this.#names;
    let depth = 0;
    let inObject = false;
    let name = otherName;
    let nameFrom = 0;
    let nameTo = 0;
    let at = hasByteOrderMark(bytes) ? 3 : 0;
    for (;;) {
      at = afterBlank(bytes, at);
      let isLeftOut = false;
      if (inObject) {
        if (at >= end || bytes[at] !== quote) throw wrong(at);
        nameFrom = at + 1;
        nameTo = nameFrom;
        let hash = firstNameHash;
        while (nameTo < end && stringClass[bytes[nameTo]!] === plain) hash = nextNameHash(hash, bytes[nameTo++]!);
        if (nameTo < end && bytes[nameTo] === quote) name = names.find(bytes, nameFrom, nameTo, hash);
        else {
          const found = stringEnd(bytes, nameFrom);
          nameTo = found < 0 ? ~found : found;
          name = names.findText(textOf(bytes, nameFrom, nameTo));
        }
        at = afterBlank(bytes, nameTo + 1);
        if (at >= end || bytes[at] !== colon) throw wrong(at);
        at = afterBlank(bytes, at + 1);
        isLeftOut = leftOut !== undefined && depth === 1 && name === leftOut.name && bytes[nameFrom - 2] === comma;
      }
      if (at >= end) throw wrong(at);
      const first = bytes[at]!;
      if (isLeftOut && leftOut !== undefined) {
        this.#leftOutAt = nameFrom - 2;
        at = leftOut.goOnAt(bytes, nameFrom - 2);
        this.#leftOutTo = at;
      } else if (first === quote) {
        const found = stringEnd(bytes, at + 1);
        const to = found < 0 ? ~found : found;
        const isShortened = shortened !== undefined && name === shortened.name && to - at - 1 > shortened.kept;
        const kind = found < 0 ? encodedText : plainText;
        this.#add(kind, name, nameFrom, nameTo, at + 1, isShortened ? at + 1 + shortened.kept : to);
        at = to + 1;
      } else if (first === openBrace || first === openBracket) {
        if (depth === this.#stack.length) this.#growStack();
        const isObject = first === openBrace;
        this.#stack[depth++] = (this.#add(isObject ? objectValue : listValue, name, nameFrom, nameTo, at, 0) << 1) | (isObject ? 1 : 0);
        if (this.#quietFrom === 0 && depth > 1 && this.#isOpened[name] === 0) this.#quietFrom = depth;
        at = afterBlank(bytes, at + 1);
        if (at >= end) throw wrong(at);
        if (bytes[at] !== (isObject ? closeBrace : closeBracket)) {
          inObject = isObject;
          continue;
        }
      } else {
        const kind = kindOfBareValue(first);
        const to = kind === numberValue ? numberEnd(bytes, at) : literalEnd(bytes, at, kind);
        this.#add(kind, name, nameFrom, nameTo, at, to);
        at = to;
      }
      for (;;) {
        at = afterBlank(bytes, at);
        if (depth === 0) {
          if (at < end) throw wrong(at);
          return;
        }
        if (at >= end) throw wrong(at);
        const open = this.#stack[depth - 1]!;
        inObject = (open & 1) === 1;
        if (bytes[at] === comma) {
          at++;
          if (!inObject) name = this.#nameOf(open >> 1);
          break;
        }
        if (bytes[at] !== (inObject ? closeBrace : closeBracket)) throw wrong(at);
        at++;
        if (open > 1) this.#close(open >> 1, at);
        if (this.#quietFrom === depth) this.#quietFrom = 0;
        depth--;
      }
    }
  }

  /** Notes a value; 0 where nothing is noted. */
  #add(kind: number, name: NameId, nameFrom: number, nameTo: number, from: number, to: number): number {
    if (this.#quietFrom !== 0) return 0;
    const node = this.#count++;
    const place = node << shift;
    if (place + nextAt >= this.#tape.length) this.#growTape();
    const tape = this.#tape;
    tape[place + kindAt] = kind;
    tape[place + nameAt] = name;
    tape[place + nameFromAt] = nameFrom;
    tape[place + nameToAt] = nameTo;
    tape[place + fromAt] = from;
    tape[place + toAt] = to;
    tape[place + nextAt] = node + 1;
    return node;
  }

  #close(node: number, to: number): void {
    this.#tape[(node << shift) + toAt] = to;
    this.#tape[(node << shift) + nextAt] = this.#count;
  }

  /** Values of a list stand under the list's own name. */
  #nameOf(node: number): NameId {
    return this.#tape[(node << shift) + nameAt] as NameId;
  }

  #growTape(): void {
    const larger = new Int32Array(this.#tape.length * 2);
    larger.set(this.#tape);
    this.#tape = larger;
  }

  #growStack(): void {
    const larger = new Int32Array(this.#stack.length * 2);
    larger.set(this.#stack);
    this.#stack = larger;
  }

  #at(node: JsonNode, field: number): number {
    return this.#tape[(node << shift) + field]!;
  }

  isThere(node: JsonNode): boolean {
    return node !== absent;
  }

  isObject(node: JsonNode): boolean {
    return this.#at(node, kindAt) === objectValue;
  }

  isList(node: JsonNode): boolean {
    return this.#at(node, kindAt) === listValue;
  }

  isText(node: JsonNode): boolean {
    const kind = this.#at(node, kindAt);
    return kind === plainText || kind === encodedText;
  }

  isTrue(node: JsonNode): boolean {
    return this.#at(node, kindAt) === trueValue;
  }

  /** Absent, or `null`. */
  isNothing(node: JsonNode): boolean {
    return node === absent || this.#at(node, kindAt) === nullValue;
  }

  /** A text without a character. */
  isEmptyText(node: JsonNode): boolean {
    return this.isText(node) && this.from(node) === this.to(node);
  }

  /** A text of ASCII alone, written without escapes: its bytes are its characters. */
  isPlainText(node: JsonNode): boolean {
    return this.#at(node, kindAt) === plainText;
  }

  /** Where the value begins in the line; that of a text behind its opening quote. */
  from(node: JsonNode): number {
    return this.#at(node, fromAt);
  }

  /** Where the value ends in the line; that of a text before its closing quote. */
  to(node: JsonNode): number {
    return this.#at(node, toAt);
  }

  nameFrom(node: JsonNode): number {
    return this.#at(node, nameFromAt);
  }

  nameTo(node: JsonNode): number {
    return this.#at(node, nameToAt);
  }

  name(node: JsonNode): NameId {
    return this.#nameOf(node);
  }

  /** The first value in an object or a list that is looked into; absent where there is none. */
  first(node: JsonNode): JsonNode {
    return this.#at(node, nextAt) > node + 1 ? ((node + 1) as JsonNode) : absent;
  }

  /** The value behind another one in the same object or list; absent behind the last. */
  next(node: JsonNode, parent: JsonNode): JsonNode {
    const next = this.#at(node, nextAt);
    return next < this.#at(parent, nextAt) ? (next as JsonNode) : absent;
  }

  /** Member of an object; the last one where a name stands twice. */
  member(object: JsonNode, name: NameId): JsonNode {
    let found = absent;
    if (this.#at(object, kindAt) !== objectValue) return absent;
    const tape = this.#tape;
    const end = this.#at(object, nextAt);
    for (let node = object + 1; node < end; node = tape[(node << shift) + nextAt]!) {
      if (tape[(node << shift) + nameAt] === name) found = node as JsonNode;
    }
    return found;
  }

  /** The text; of what is none, the text of its JSON. */
  text(node: JsonNode): string {
    const [from, to] = [this.from(node), this.to(node)];
    return this.#at(node, kindAt) === encodedText ? textOf(this.#bytes, from, to) : this.#bytes.toString('latin1', from, to);
  }

  /** As `JSON.parse` gives it; undefined for what is absent. */
  value(node: JsonNode): unknown {
    if (node === absent) return undefined;
    const kind = this.#at(node, kindAt);
    if (kind === plainText || kind === encodedText) return this.text(node);
    if (kind === numberValue) return this.#number(node);
    if (kind >= trueValue) return kind === nullValue ? null : kind === trueValue;
    return JSON.parse(this.#bytes.toString('utf8', this.from(node), this.to(node)));
  }

  #number(node: JsonNode): number {
    const [bytes, from, to] = [this.#bytes, this.from(node), this.to(node)];
    let value = 0;
    let at = from;
    while (at < to && at - from < mostDigits && bytes[at]! >= zero && bytes[at]! <= nine) value = value * 10 + bytes[at++]! - zero;
    return at === to ? value : Number(bytes.toString('latin1', from, to));
  }
}

const mostDigits = 15;
const zero = 0x30;
const nine = 0x39;

const hasByteOrderMark = (bytes: Buffer): boolean => bytes.length > 2 && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;

const textOf = (bytes: Buffer, from: number, to: number): string => JSON.parse(`"${bytes.toString('utf8', from, to)}"`) as string;

function afterBlank(bytes: Buffer, from: number): number {
  let at = from;
  while (at < bytes.length && bytes[at]! <= 0x20 && isBlank(bytes[at]!)) at++;
  return at;
}

const isBlank = (byte: number): boolean => byte === 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d;

function kindOfBareValue(first: number): number {
  if (first === 0x74) return trueValue;
  if (first === 0x66) return falseValue;
  return first === 0x6e ? nullValue : numberValue;
}

const literals = [Buffer.from('true'), Buffer.from('false'), Buffer.from('null')] as const;

function literalEnd(bytes: Buffer, from: number, kind: number): number {
  const literal = literals[kind - trueValue]!;
  const to = from + literal.length;
  if (to > bytes.length) throw wrong(from);
  for (let index = 1; index < literal.length; index++) if (bytes[from + index] !== literal[index]) throw wrong(from);
  return to;
}
