const firstCapacity = 1 << 14;

/**
 * Numbers and texts one after the other, in as few bytes as they need: seven bits of a number to a byte, the lowest
 * first, and the eighth where more follow. One writer is used over and over.
 */
export class ByteWriter {
  #bytes = Buffer.allocUnsafeSlow(firstCapacity);
  #length = 0;

  /** A whole number from 0 to 2^53. */
  number(value: number): void {
    this.#reserve(8);
    const bytes = this.#bytes;
    let rest = value;
    while (rest > 0x7fffffff) {
      bytes[this.#length++] = (rest % 128) | 128;
      rest = Math.floor(rest / 128);
    }
    while (rest > 127) {
      bytes[this.#length++] = (rest & 127) | 128;
      rest >>>= 7;
    }
    bytes[this.#length++] = rest;
  }

  byte(value: number): void {
    this.#reserve(1);
    this.#bytes[this.#length++] = value;
  }

  /** A whole number that may be negative. */
  signed(value: number): void {
    this.number(value < 0 ? -value * 2 - 1 : value * 2);
  }

  /** How many there are, and four bytes each, in the byte order of every machine Node runs on. */
  words(values: Uint32Array): void {
    this.number(values.length);
    this.#reserve(values.byteLength);
    this.#bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), this.#length);
    this.#length += values.byteLength;
  }

  double(value: number): void {
    this.#reserve(8);
    this.#length = this.#bytes.writeDoubleLE(value, this.#length);
  }

  /** What counts or measures something: a whole number mostly, but whatever it is comes back as it was. */
  quantity(value: number): void {
    if (value >= 0 && Number.isSafeInteger(value) && !Object.is(value, -0)) this.number(value + 1);
    else {
      this.number(0);
      this.double(value);
    }
  }

  /** A byte for each UTF-16 code unit where all are below 256, two if not: its length, doubled, says which. */
  text(text: string, from = 0): void {
    const length = text.length - from;
    this.#reserve(2 * length + 16);
    const start = this.#length;
    this.number(length * 2);
    const bytes = this.#bytes;
    let at = this.#length;
    for (let index = from; index < text.length; index++) {
      const unit = text.charCodeAt(index);
      if (unit > 255) {
        this.#length = start;
        this.#wideText(text.slice(from));
        return;
      }
      bytes[at++] = unit;
    }
    this.#length = at;
  }

  /** What was written since the last time. */
  take(): Buffer {
    const taken = Buffer.from(this.#bytes.subarray(0, this.#length));
    this.#length = 0;
    return taken;
  }

  #wideText(text: string): void {
    this.number(text.length * 2 + 1);
    this.#length += this.#bytes.write(text, this.#length, 'utf16le');
  }

  #reserve(count: number): void {
    if (this.#length + count <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(this.#bytes.length * 2, this.#length + count));
    this.#bytes.copy(larger, 0, 0, this.#length);
    this.#bytes = larger;
  }
}
