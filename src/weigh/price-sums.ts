import { tiers, type Tier } from '../call/tier.ts';
import type { Rates } from './prices/rate-card.ts';

const width = tiers.length;

/** List prices of the calls of one run, summed, so that an interval of calls is priced in one step. */
export class PriceSums {
  /** Dollars of one token at each tier in all calls before an index, tiers side by side. */
  readonly #sums: Float64Array;
  /** How many calls before an index are unpriced. */
  readonly #unpriced: Uint32Array;

  /** @param rates of each call, in dollars per million tokens; absent where it is unpriced */
  constructor(rates: readonly (Rates | undefined)[]) {
    this.#sums = new Float64Array((rates.length + 1) * width);
    this.#unpriced = new Uint32Array(rates.length + 1);
    for (let index = 0; index < rates.length; index++) this.#add(index, rates[index]);
  }

  /** Dollars of one token at a tier in each of the calls `from` to `to`, both included; absent where one is unpriced. */
  usdPerToken(tier: Tier, from: number, to: number): number | undefined {
    if ((this.#unpriced[to + 1] as number) > (this.#unpriced[from] as number)) return undefined;
    const place = tiers.indexOf(tier);
    return (this.#sums[(to + 1) * width + place] as number) - (this.#sums[from * width + place] as number);
  }

  #add(index: number, rates: Rates | undefined): void {
    this.#unpriced[index + 1] = (this.#unpriced[index] as number) + (rates === undefined ? 1 : 0);
    const before = index * width;
    for (let place = 0; place < width; place++) {
      const price = rates === undefined ? 0 : rates[tiers[place] as Tier] / 1e6;
      this.#sums[before + width + place] = (this.#sums[before + place] as number) + price;
    }
  }
}
