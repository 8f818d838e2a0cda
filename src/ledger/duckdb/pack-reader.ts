import type { SourceName } from '../../call/source-name.ts';
import { ByteReader } from './byte-reader.ts';
import { plainKey, uuidKey } from './pack-writer.ts';

const hexadecimal: readonly string[] = Array.from({ length: 256 }, (_, value) => value.toString(16).padStart(2, '0'));

/** Reads what a `PackWriter` wrote, in the same order. */
export class PackReader extends ByteReader {
  readonly #names: string[] = [];
  readonly #prefix: string;

  constructor(bytes: Uint8Array, source: SourceName) {
    super(bytes);
    this.#prefix = `${source}:`;
  }

  name(): string | undefined {
    const number = this.number();
    if (number === 0) return undefined;
    if (number > 1) return this.#names[number - 2];
    const name = this.text();
    this.#names.push(name);
    return name;
  }

  key(): string {
    const kind = this.byte();
    if (kind === plainKey) return this.text();
    return this.#prefix + (kind === uuidKey ? this.#uuid() : this.text());
  }

  hash(): string {
    let text = '';
    for (let index = 0; index < 8; index++) text += hexadecimal[this.byte()] as string;
    return text;
  }

  #uuid(): string {
    let text = '';
    for (let index = 0; index < 16; index++) {
      if (index === 4 || index === 6 || index === 8 || index === 10) text += '-';
      text += hexadecimal[this.byte()] as string;
    }
    return text;
  }
}
