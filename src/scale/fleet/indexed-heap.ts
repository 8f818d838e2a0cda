/** The next event of each of `count` things: a binary heap that knows where each thing stands, so that its key can change. */
export class IndexedHeap {
  readonly #keys: Float64Array;
  readonly #order: Int32Array;
  readonly #places: Int32Array;
  readonly #count: number;

  constructor(count: number) {
    this.#count = count;
    this.#keys = new Float64Array(count).fill(Number.POSITIVE_INFINITY);
    this.#order = Int32Array.from({ length: count }, (_, index) => index);
    this.#places = Int32Array.from(this.#order);
  }

  get firstKey(): number {
    return this.#count === 0 ? Number.POSITIVE_INFINITY : (this.#keys[this.#order[0] as number] as number);
  }

  get first(): number {
    return this.#order[0] as number;
  }

  update(thing: number, key: number): void {
    const before = this.#keys[thing] as number;
    if (key === before) return;
    this.#keys[thing] = key;
    if (key < before) this.#rise(this.#places[thing] as number);
    else this.#sink(this.#places[thing] as number);
  }

  #isBefore(left: number, right: number): boolean {
    const leftKey = this.#keys[left] as number;
    const rightKey = this.#keys[right] as number;
    return leftKey < rightKey || (leftKey === rightKey && left < right);
  }

  #put(place: number, thing: number): void {
    this.#order[place] = thing;
    this.#places[thing] = place;
  }

  #rise(from: number): void {
    const thing = this.#order[from] as number;
    let place = from;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      const other = this.#order[parent] as number;
      if (!this.#isBefore(thing, other)) break;
      this.#put(place, other);
      place = parent;
    }
    this.#put(place, thing);
  }

  #sink(from: number): void {
    const thing = this.#order[from] as number;
    let place = from;
    for (;;) {
      let child = 2 * place + 1;
      if (child >= this.#count) break;
      if (child + 1 < this.#count && this.#isBefore(this.#order[child + 1] as number, this.#order[child] as number)) child++;
      const other = this.#order[child] as number;
      if (!this.#isBefore(other, thing)) break;
      this.#put(place, other);
      place = child;
    }
    this.#put(place, thing);
  }
}
