/** Requests that wait for a place in the batch: by priority class (0 first), then in the order they came; preempted ones go to the front. */
export class WaitingQueue {
  readonly #classes: Ring[];
  #size = 0;

  constructor(classes: number) {
    this.#classes = Array.from({ length: Math.max(1, classes) }, () => new Ring());
  }

  get size(): number {
    return this.#size;
  }

  push(request: number, priority: number): void {
    (this.#classes[priority] as Ring).push(request);
    this.#size++;
  }

  pushFront(request: number, priority: number): void {
    (this.#classes[priority] as Ring).pushFront(request);
    this.#size++;
  }

  /** The next request; -1 where none waits. */
  get first(): number {
    for (const ring of this.#classes) if (ring.size > 0) return ring.first;
    return -1;
  }

  shift(): number {
    for (const ring of this.#classes) {
      if (ring.size > 0) {
        this.#size--;
        return ring.shift();
      }
    }
    return -1;
  }
}

/** A queue of numbers in a circle that doubles when full. */
class Ring {
  #items = new Int32Array(64);
  #start = 0;
  size = 0;

  get first(): number {
    return this.#items[this.#start] as number;
  }

  push(item: number): void {
    if (this.size === this.#items.length) this.#grow();
    this.#items[(this.#start + this.size) & (this.#items.length - 1)] = item;
    this.size++;
  }

  pushFront(item: number): void {
    if (this.size === this.#items.length) this.#grow();
    this.#start = (this.#start - 1) & (this.#items.length - 1);
    this.#items[this.#start] = item;
    this.size++;
  }

  shift(): number {
    const item = this.#items[this.#start] as number;
    this.#start = (this.#start + 1) & (this.#items.length - 1);
    this.size--;
    return item;
  }

  #grow(): void {
    const wide = new Int32Array(this.#items.length * 2);
    for (let index = 0; index < this.size; index++) wide[index] = this.#items[(this.#start + index) & (this.#items.length - 1)] as number;
    this.#items = wide;
    this.#start = 0;
  }
}
