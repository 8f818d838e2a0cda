/**
 * Blocks of prompt whose KV a replica holds, least recently used out first. A block is pinned while a running
 * sequence uses it; unpinned blocks stay until their room is needed. Blocks form chains, so a prompt hits up to its
 * first unknown block.
 */
export class PrefixCache {
  readonly blockTokens: number;
  readonly #slots = new Map<number, number>();
  #ids: Int32Array;
  #pins: Int32Array;
  #next: Int32Array;
  #previous: Int32Array;
  readonly #free: number[] = [];
  #size = 0;
  #oldest = -1;
  #newest = -1;
  #unpinned = 0;

  constructor(blockTokens: number) {
    this.blockTokens = blockTokens;
    this.#ids = new Int32Array(256);
    this.#pins = new Int32Array(256);
    this.#next = new Int32Array(256);
    this.#previous = new Int32Array(256);
  }

  /** Tokens in blocks that nobody uses now. */
  get idleTokens(): number {
    return this.#unpinned * this.blockTokens;
  }

  /** How many of the blocks `ids[from..to)` are held, counted from the first without a gap. */
  hits(ids: Int32Array, from: number, to: number): number {
    let at = from;
    while (at < to && this.#slots.has(ids[at] as number)) at++;
    return at - from;
  }

  /** How many of the first `count` blocks from `from` stand unpinned: room that pinning them will take. */
  unpinnedAmong(ids: Int32Array, from: number, count: number): number {
    let unpinned = 0;
    for (let at = from; at < from + count; at++) if (this.#pins[this.#slots.get(ids[at] as number) as number] === 0) unpinned++;
    return unpinned;
  }

  /** Pins the blocks, adding those not held. Returns how many were added. */
  pin(ids: Int32Array, from: number, to: number): number {
    let added = 0;
    for (let at = from; at < to; at++) {
      const id = ids[at] as number;
      const slot = this.#slots.get(id);
      if (slot === undefined) {
        this.#add(id);
        added++;
      } else if ((this.#pins[slot] = (this.#pins[slot] as number) + 1) === 1) this.#unlink(slot);
    }
    return added;
  }

  /** Takes back the pins of a request. Returns how many blocks nobody uses any more; they stay as idle ones. */
  unpin(ids: Int32Array, from: number, to: number): number {
    let released = 0;
    for (let at = to - 1; at >= from; at--) {
      const slot = this.#slots.get(ids[at] as number) as number;
      if ((this.#pins[slot] = (this.#pins[slot] as number) - 1) === 0) {
        this.#link(slot);
        released++;
      }
    }
    return released;
  }

  /** Drops idle blocks, oldest first, until at most `tokens` tokens stand idle. */
  shrinkIdle(tokens: number): void {
    while (this.#oldest >= 0 && this.#unpinned * this.blockTokens > tokens) {
      const slot = this.#oldest;
      this.#unlink(slot);
      this.#slots.delete(this.#ids[slot] as number);
      this.#free.push(slot);
    }
  }

  #add(id: number): void {
    const slot = this.#free.pop() ?? this.#size++;
    if (slot === this.#ids.length) this.#grow();
    this.#ids[slot] = id;
    this.#pins[slot] = 1;
    this.#slots.set(id, slot);
  }

  #grow(): void {
    this.#ids = wider(this.#ids);
    this.#pins = wider(this.#pins);
    this.#next = wider(this.#next);
    this.#previous = wider(this.#previous);
  }

  #link(slot: number): void {
    this.#previous[slot] = this.#newest;
    this.#next[slot] = -1;
    if (this.#newest >= 0) this.#next[this.#newest] = slot;
    else this.#oldest = slot;
    this.#newest = slot;
    this.#unpinned++;
  }

  #unlink(slot: number): void {
    const before = this.#previous[slot] as number;
    const after = this.#next[slot] as number;
    if (before >= 0) this.#next[before] = after;
    else this.#oldest = after;
    if (after >= 0) this.#previous[after] = before;
    else this.#newest = before;
    this.#unpinned--;
  }
}

function wider(old: Int32Array): Int32Array {
  const wide = new Int32Array(old.length * 2);
  wide.set(old);
  return wide;
}
