/**
 * What was made of the latest text that was asked for. Lines that follow each other repeat session and model: what is
 * made of them is then one object, held once by all the entries that have it.
 */
export class Latest<Value> {
  readonly #make: (text: string) => Value;
  #text: string | undefined;
  #value: Value | undefined;

  constructor(make: (text: string) => Value) {
    this.#make = make;
  }

  of(text: string): Value {
    if (text !== this.#text) {
      this.#value = this.#make(text);
      this.#text = text;
    }
    return this.#value as Value;
  }
}
