import type { Tier } from '../../call/tier.ts';
import type { WeighedCall } from '../../call/weighing.ts';

/** List prices of the calls of one run, summed, so that an interval of calls is priced in one step. */
export class PriceSums {
  readonly #calls: readonly WeighedCall[];
  readonly #sums = new Map<Tier, Float64Array>();
  readonly #unpriced: Uint32Array;

  constructor(calls: readonly WeighedCall[]) {
    this.#calls = calls;
    this.#unpriced = new Uint32Array(calls.length + 1);
    for (let index = 0; index < calls.length; index++) {
      const unpriced = (calls[index] as WeighedCall).price.usdPerMillion === undefined ? 1 : 0;
      this.#unpriced[index + 1] = (this.#unpriced[index] as number) + unpriced;
    }
  }

  /** Dollars of one token at a tier in each of the calls `from` to `to`, both included; absent where one is unpriced. */
  usdPerToken(tier: Tier, from: number, to: number): number | undefined {
    if ((this.#unpriced[to + 1] as number) > (this.#unpriced[from] as number)) return undefined;
    const sums = this.#sumsOf(tier);
    return (sums[to + 1] as number) - (sums[from] as number);
  }

  #sumsOf(tier: Tier): Float64Array {
    let sums = this.#sums.get(tier);
    if (sums !== undefined) return sums;
    sums = new Float64Array(this.#calls.length + 1);
    for (let index = 0; index < this.#calls.length; index++) {
      sums[index + 1] = (sums[index] as number) + ((this.#calls[index] as WeighedCall).price.usdPerMillion?.[tier] ?? 0) / 1e6;
    }
    this.#sums.set(tier, sums);
    return sums;
  }
}
