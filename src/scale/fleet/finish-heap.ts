/** Sequences that decode, ordered by the step in which each makes its last token; ties by the lower id. No allocation after the start. */
export class FinishHeap {
  #keys: Float64Array;
  #ids: Int32Array;
  #size = 0;

  constructor(capacity: number) {
    this.#keys = new Float64Array(capacity + 1);
    this.#ids = new Int32Array(capacity + 1);
  }

  get size(): number {
    return this.#size;
  }

  /** Key of the earliest; Infinity where empty. */
  get firstKey(): number {
    return this.#size === 0 ? Number.POSITIVE_INFINITY : (this.#keys[0] as number);
  }

  get firstId(): number {
    return this.#ids[0] as number;
  }

  idAt(place: number): number {
    return this.#ids[place] as number;
  }

  keyAt(place: number): number {
    return this.#keys[place] as number;
  }

  push(key: number, id: number): void {
    if (this.#size === this.#keys.length) this.#grow();
    this.#rise(this.#size++, key, id);
  }

  pop(): number {
    const id = this.#ids[0] as number;
    this.#size--;
    if (this.#size > 0) this.#sink(0, this.#keys[this.#size] as number, this.#ids[this.#size] as number);
    return id;
  }

  /** Takes out the element at a place of the array (a preemption: rare, so a scan finds the place). */
  removeAt(place: number): void {
    this.#size--;
    if (place === this.#size) return;
    const key = this.#keys[this.#size] as number;
    const id = this.#ids[this.#size] as number;
    this.#sink(place, key, id);
    if (this.#ids[place] === id) this.#rise(place, key, id);
  }

  #grow(): void {
    const keys = new Float64Array(this.#keys.length * 2);
    keys.set(this.#keys);
    this.#keys = keys;
    const ids = new Int32Array(this.#ids.length * 2);
    ids.set(this.#ids);
    this.#ids = ids;
  }

  #rise(from: number, key: number, id: number): void {
    const keys = this.#keys;
    const ids = this.#ids;
    let place = from;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      const parentKey = keys[parent] as number;
      if (parentKey < key || (parentKey === key && (ids[parent] as number) < id)) break;
      keys[place] = parentKey;
      ids[place] = ids[parent] as number;
      place = parent;
    }
    keys[place] = key;
    ids[place] = id;
  }

  #sink(from: number, key: number, id: number): void {
    const keys = this.#keys;
    const ids = this.#ids;
    const size = this.#size;
    let place = from;
    for (;;) {
      let child = 2 * place + 1;
      if (child >= size) break;
      const right = child + 1;
      if (
        right < size &&
        ((keys[right] as number) < (keys[child] as number) ||
          (keys[right] === keys[child] && (ids[right] as number) < (ids[child] as number)))
      ) {
        child = right;
      }
      const childKey = keys[child] as number;
      if (key < childKey || (key === childKey && id < (ids[child] as number))) break;
      keys[place] = childKey;
      ids[place] = ids[child] as number;
      place = child;
    }
    keys[place] = key;
    ids[place] = id;
  }
}
