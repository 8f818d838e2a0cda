import type { SourceName } from '../../call/source-name.ts';
import { ByteWriter } from './byte-writer.ts';

/** How a key is written: as it is, without the name of its source before it, or as the 16 bytes of the UUID behind that. */
export const plainKey = 0;
export const ownKey = 1;
export const uuidKey = 2;

const uuidLength = 36;
const notHexadecimal = 255;
const dash = 0x2d;

/** Value of a lower-case hexadecimal digit, by code unit. */
const digitOf = new Uint8Array(256).fill(notHexadecimal);
for (let value = 0; value < 16; value++) digitOf[value.toString(16).charCodeAt(0)] = value;

const isDashPlace = (place: number): boolean => place === 8 || place === 13 || place === 18 || place === 23;

/** Writes a pack: bytes, names that come again and again, and keys. */
export class PackWriter extends ByteWriter {
  readonly #names = new Map<string, number>();
  readonly #uuid = new Uint8Array(16);
  #prefix = '';

  begin(source: SourceName): void {
    this.#prefix = `${source}:`;
    this.#names.clear();
  }

  /** 0 for none, 1 and the text for a new one; a known one by number from 2. */
  name(name: string | undefined): void {
    if (name === undefined) {
      this.byte(0);
      return;
    }
    const known = this.#names.get(name);
    if (known !== undefined) {
      this.number(known);
      return;
    }
    this.#names.set(name, this.#names.size + 2);
    this.byte(1);
    this.text(name);
  }

  /** The key of an entry or a call. */
  key(key: string): void {
    const from = this.#prefix.length;
    if (!key.startsWith(this.#prefix)) {
      this.byte(plainKey);
      this.text(key);
    } else if (key.length === from + uuidLength && this.#readUuid(key, from)) {
      this.byte(uuidKey);
      for (let index = 0; index < 16; index++) this.byte(this.#uuid[index] as number);
    } else {
      this.byte(ownKey);
      this.text(key, from);
    }
  }

  /** 16 hexadecimal digits in lower case as eight bytes. */
  hash(digits: string): void {
    for (let place = 0; place < 16; place += 2) {
      this.byte(((digitOf[digits.charCodeAt(place)] as number) << 4) | (digitOf[digits.charCodeAt(place + 1)] as number));
    }
  }

  /** True where a UUID in lower case stands there; its bytes are then at hand. */
  #readUuid(text: string, from: number): boolean {
    const bytes = this.#uuid;
    let count = 0;
    let invalid = 0;
    for (let place = 0; place < uuidLength; place++) {
      const unit = text.charCodeAt(from + place);
      if (isDashPlace(place)) {
        if (unit !== dash) return false;
        continue;
      }
      const digit = unit < 256 ? (digitOf[unit] as number) : notHexadecimal;
      invalid |= digit;
      bytes[count >> 1] = ((bytes[count >> 1] as number) << 4) | (digit & 15);
      count++;
    }
    return invalid < 16;
  }
}
