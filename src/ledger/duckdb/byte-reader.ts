/** Reads what a `ByteWriter` wrote, in the same order. */
export class ByteReader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  number(): number {
    let value = 0;
    let scale = 1;
    for (;;) {
      const byte = this.#bytes[this.#at++] as number;
      value += (byte & 127) * scale;
      if (byte < 128) return value;
      scale *= 128;
    }
  }

  signed(): number {
    const value = this.number();
    return value % 2 === 1 ? -(value + 1) / 2 : value / 2;
  }

  words(): Uint32Array {
    const values = new Uint32Array(this.number());
    new Uint8Array(values.buffer).set(this.#bytes.subarray(this.#at, this.#at + values.byteLength));
    this.#at += values.byteLength;
    return values;
  }

  double(): number {
    const value = this.#bytes.readDoubleLE(this.#at);
    this.#at += 8;
    return value;
  }

  quantity(): number {
    const head = this.number();
    return head === 0 ? this.double() : head - 1;
  }

  text(): string {
    const head = this.number();
    const from = this.#at;
    const isWide = (head & 1) === 1;
    const length = head >>> 1;
    this.#at += isWide ? 2 * length : length;
    return this.#bytes.toString(isWide ? 'utf16le' : 'latin1', from, this.#at);
  }

  byte(): number {
    return this.#bytes[this.#at++] as number;
  }
}
