import { tiers, type Tier } from '../call/tier.ts';
import type { Rates } from './prices/rate-card.ts';

const width = tiers.length;

/** List prices of the calls of one run, summed, so that an interval of calls is priced in one step. */
export class PriceSums {
  /** Dollars of one token at each tier in all calls before an index, tiers side by side. */
  readonly #sums: number[] = [0, 0, 0, 0, 0, 0];
  /** How many calls before an index are unpriced. */
  readonly #unpriced: number[] = [0];

  /** @param rates of each call, in dollars per million tokens; absent where it is unpriced */
  constructor(rates: readonly (Rates | undefined)[]) {
    for (let index = 0; index < rates.length; index++) this.#add(index, rates[index]);
  }

  /** Dollars of one token at a tier in each of the calls `from` to `to`, both included; absent where one is unpriced. */
  usdPerToken(tier: Tier, from: number, to: number): number | undefined {
    if ((this.#unpriced[to + 1] as number) > (this.#unpriced[from] as number)) return undefined;
    const place = tiers.indexOf(tier);
    return (this.#sums[(to + 1) * width + place] as number) - (this.#sums[from * width + place] as number);
  }

  #add(index: number, rates: Rates | undefined): void {
    this.#unpriced.push((this.#unpriced[index] as number) + (rates === undefined ? 1 : 0));
    for (let place = 0; place < width; place++) {
      const price = rates === undefined ? 0 : rates[tiers[place] as Tier] / 1e6;
      this.#sums.push((this.#sums[index * width + place] as number) + price);
    }
  }
}
