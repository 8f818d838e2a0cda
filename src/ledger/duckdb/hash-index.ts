const empty = -1;
const firstCapacity = 1024;

/**
 * Numbers by hash, in typed arrays: a dozen bytes a key, as there are millions. A hash may have several numbers,
 * because different keys may share it. Open addressing; what is removed leaves a gap that stays until it grows.
 */
export class HashIndex {
  #hashes = new Float64Array(firstCapacity).fill(empty);
  #numbers = new Int32Array(firstCapacity);
  #used = 0;

  /** `number` must not be negative. */
  add(hash: number, number: number): void {
    if (this.#used * 3 >= this.#hashes.length * 2) this.#grow();
    this.#put(hash, number);
  }

  has(hash: number): boolean {
    return this.first(hash) !== undefined;
  }

  /** One of the numbers of a hash: the only one, unless keys share it. */
  first(hash: number): number | undefined {
    const mask = this.#hashes.length - 1;
    for (let slot = slotOf(hash, mask); this.#hashes[slot] !== empty; slot = (slot + 1) & mask) {
      if (this.#hashes[slot] === hash && (this.#numbers[slot] as number) >= 0) return this.#numbers[slot];
    }
    return undefined;
  }

  all(hash: number): number[] {
    const found: number[] = [];
    const mask = this.#hashes.length - 1;
    for (let slot = slotOf(hash, mask); this.#hashes[slot] !== empty; slot = (slot + 1) & mask) {
      if (this.#hashes[slot] === hash && (this.#numbers[slot] as number) >= 0) found.push(this.#numbers[slot] as number);
    }
    return found;
  }

  remove(hash: number, number: number): void {
    const mask = this.#hashes.length - 1;
    for (let slot = slotOf(hash, mask); this.#hashes[slot] !== empty; slot = (slot + 1) & mask) {
      if (this.#hashes[slot] !== hash || this.#numbers[slot] !== number) continue;
      this.#numbers[slot] = empty;
      return;
    }
  }

  #put(hash: number, number: number): void {
    const mask = this.#hashes.length - 1;
    let slot = slotOf(hash, mask);
    while (this.#hashes[slot] !== empty) slot = (slot + 1) & mask;
    this.#hashes[slot] = hash;
    this.#numbers[slot] = number;
    this.#used++;
  }

  #grow(): void {
    const [hashes, numbers] = [this.#hashes, this.#numbers];
    this.#hashes = new Float64Array(hashes.length * 2).fill(empty);
    this.#numbers = new Int32Array(hashes.length * 2);
    this.#used = 0;
    for (let slot = 0; slot < hashes.length; slot++) {
      if (hashes[slot] !== empty && (numbers[slot] as number) >= 0) this.#put(hashes[slot] as number, numbers[slot] as number);
    }
  }
}

/** The low bits of a hash are as good as any: `hashOfKey` mixes them last. */
const slotOf = (hash: number, mask: number): number => (hash % 0x1_0000_0000) & mask;
