import type { Brand } from './brand.ts';

/** Names one stream of random numbers: the same seed and the same name give the same stream, whatever else is drawn. */
export type Seed = Brand<number, 'seed'>;

export const seed = (value: number): Seed => value as Seed;

/** A source of uniform numbers in [0, 1). Handed in wherever chance is needed; nothing reads a global one. */
export interface Random {
  /** Next uniform number in [0, 1), 32 bits of it random. */
  next(): number;
  /** The `index`-th number of this stream, independent of how many were drawn. */
  at(index: number): number;
  /** A stream of its own for a part of the work, so that adding a part leaves the others as they were. */
  fork(name: string): Random;
}

/** 32-bit finaliser with full avalanche (Chris Wellons' lowbias32, bias 0.17). */
function mix(value: number): number {
  let x = value | 0;
  x = Math.imul(x ^ (x >>> 16), 0x7feb352d);
  x = Math.imul(x ^ (x >>> 15), 0x846ca68b);
  return (x ^ (x >>> 16)) >>> 0;
}

function hashName(key: number, name: string): number {
  let hash = mix(key ^ 0x9e3779b9);
  for (let index = 0; index < name.length; index++) {
    hash = mix(Math.imul(hash ^ name.charCodeAt(index), 0x01000193));
  }
  return hash;
}

/**
 * The `index`-th 32-bit number of the stream named by two keys: a counter-based generator (two rounds of a
 * bijective mixer over counter and key), so any number can be had without the ones before it.
 */
export function randomBits(keyA: number, keyB: number, index: number): number {
  const low = mix((index ^ keyA) | 0);
  return mix((Math.imul(low, 0x9e3779b1) + keyB + Math.floor(index / 4294967296)) | 0);
}

class CounterRandom implements Random {
  #counter = 0;
  readonly #keyA: number;
  readonly #keyB: number;

  constructor(keyA: number, keyB: number) {
    this.#keyA = keyA;
    this.#keyB = keyB;
  }

  next(): number {
    return this.at(this.#counter++);
  }

  at(index: number): number {
    return randomBits(this.#keyA, this.#keyB, index) / 4294967296;
  }

  fork(name: string): Random {
    return new CounterRandom(hashName(this.#keyA, name), hashName(this.#keyB ^ 0x5bd1e995, name));
  }
}

/** The stream `name` of `seedValue`. */
export function randomFrom(seedValue: Seed, name = 'tare'): Random {
  return new CounterRandom(hashName(seedValue | 0, name), hashName(Math.floor(seedValue / 4294967296) ^ 0x2545f491, name));
}
