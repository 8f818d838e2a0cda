import { tiers, type Tier } from './tier.ts';
import type { WeighedCall } from './weighing.ts';

const width = tiers.length;

/** List prices of the calls of one run, summed, so that an interval of calls is priced in one step. */
export class PriceSums {
  /** Dollars of one token at each tier in all calls before an index, tiers side by side. */
  readonly #sums: Float64Array;
  /** How many calls before an index are unpriced. */
  readonly #unpriced: Uint32Array;

  constructor(calls: readonly WeighedCall[]) {
    this.#sums = new Float64Array((calls.length + 1) * width);
    this.#unpriced = new Uint32Array(calls.length + 1);
    for (let index = 0; index < calls.length; index++) this.#add(index, (calls[index] as WeighedCall).price.usdPerMillion);
  }

  /** Whether every call is priced. */
  get isComplete(): boolean {
    return this.#unpriced.at(-1) === 0;
  }

  /**
   * Dollars of one token in each of the calls `from` to `to`, both included; absent where one is unpriced.
   * @param tier number of a tier
   */
  usdPerToken(tier: number, from: number, to: number): number | undefined {
    if ((this.#unpriced[to + 1] as number) > (this.#unpriced[from] as number)) return undefined;
    return (this.#sums[(to + 1) * width + tier] as number) - (this.#sums[from * width + tier] as number);
  }

  #add(index: number, rates: Readonly<Record<Tier, number>> | undefined): void {
    this.#unpriced[index + 1] = (this.#unpriced[index] as number) + (rates === undefined ? 1 : 0);
    for (let place = 0; place < width; place++) {
      const price = rates === undefined ? 0 : rates[tiers[place] as Tier] / 1e6;
      this.#sums[(index + 1) * width + place] = (this.#sums[index * width + place] as number) + price;
    }
  }
}
