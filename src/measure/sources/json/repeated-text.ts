import type { JsonNode, JsonTape } from './json-tape.ts';

/** Longer texts are made anew each time. */
const longest = 512;

/** A text that mostly stands unchanged in one line after the other: made once, then known by its bytes. */
export class RepeatedText {
  readonly #bytes = new Uint8Array(longest);
  #length = -1;
  #text = '';

  /** The text of a value that is one. */
  of(tape: JsonTape, node: JsonNode): string {
    if (this.isSame(tape, node)) return this.#text;
    const text = tape.text(node);
    const [from, to] = [tape.from(node), tape.to(node)];
    this.#length = tape.isPlainText(node) && to - from <= longest ? to - from : -1;
    if (this.#length >= 0) for (let index = 0; index < to - from; index++) this.#bytes[index] = tape.bytes[from + index]!;
    this.#text = text;
    return text;
  }

  /** The text that was made last, known to be that of `node`. */
  get text(): string {
    return this.#text;
  }

  isSame(tape: JsonTape, node: JsonNode): boolean {
    const from = tape.from(node);
    const length = this.#length;
    if (tape.to(node) - from !== length || !tape.isPlainText(node)) return false;
    const [known, bytes] = [this.#bytes, tape.bytes];
    // From the end: ids of one origin differ there sooner.
    for (let index = length - 1; index >= 0; index--) if (known[index] !== bytes[from + index]) return false;
    return true;
  }
}
