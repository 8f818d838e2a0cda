import { tiers, type Tier } from '../call/tier.ts';

/** Calls in a row in which a node of the icicle stood at one tier, with the tokens in each of them. */
export interface CarriedStep {
  /** Number of the node in its chain. */
  readonly node: number;
  readonly tier: Tier;
  /** First and last call, by index in the chain; both included. */
  readonly from: number;
  readonly to: number;
  readonly tokens: number;
}

// A step begins with a byte: the number of its tier in three bits, and what it shares with the step before it, which is then left out.
const sameNode = 8;
const follows = 16;
const sameTokens = 32;
const oneCall = 64;

/** Packs steps in the order in which they come: two to three bytes for one that goes on where the last one ended. */
export class StepPacker {
  #bytes = new Uint8Array(256);
  #length = 0;
  #node = 0;
  #next = 0;
  #tokens = 0;

  add(node: number, tier: number, from: number, to: number, tokens: number): void {
    if (this.#length + 40 > this.#bytes.length) this.#grow();
    const isSameNode = node === this.#node;
    const isNext = from === this.#next;
    this.#bytes[this.#length++] =
      tier |
      (isSameNode ? sameNode : 0) |
      (isNext ? follows : 0) |
      (tokens === this.#tokens ? sameTokens : 0) |
      (from === to ? oneCall : 0);
    if (!isSameNode) this.#put(node);
    if (!isNext) this.#put(from);
    if (tokens !== this.#tokens) this.#put(tokens);
    if (from !== to) this.#put(to - from);
    this.#node = node;
    this.#next = to + 1;
    this.#tokens = tokens;
  }

  /** The bytes so far; the packer is empty after it. */
  take(): Uint8Array<ArrayBuffer> {
    const bytes = this.#bytes.slice(0, this.#length);
    this.#length = 0;
    this.#node = 0;
    this.#next = 0;
    this.#tokens = 0;
    return bytes;
  }

  #put(value: number): void {
    let rest = value;
    while (rest > 127) {
      this.#bytes[this.#length++] = (rest % 128) | 128;
      rest = Math.floor(rest / 128);
    }
    this.#bytes[this.#length++] = rest;
  }

  #grow(): void {
    const larger = new Uint8Array(this.#bytes.length * 2);
    larger.set(this.#bytes);
    this.#bytes = larger;
  }
}

/** What {@link StepPacker} packed, in the same order. */
export function* unpackSteps(bytes: Uint8Array): Generator<CarriedStep> {
  let at = 0;
  let node = 0;
  let next = 0;
  let tokens = 0;
  const take = (): number => {
    let value = 0;
    let scale = 1;
    for (;;) {
      const byte = bytes[at++] as number;
      value += (byte & 127) * scale;
      if (byte < 128) return value;
      scale *= 128;
    }
  };
  while (at < bytes.length) {
    const head = bytes[at++] as number;
    if ((head & sameNode) === 0) node = take();
    const from = (head & follows) === 0 ? take() : next;
    if ((head & sameTokens) === 0) tokens = take();
    const to = from + ((head & oneCall) === 0 ? take() : 0);
    next = to + 1;
    yield { node, tier: tiers[head & 7] as Tier, from, to, tokens };
  }
}
