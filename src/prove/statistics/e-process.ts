import type { Fraction } from '../../base/units.ts';

const bets = 24;
/** Ville's inequality: an e-process reaches 20 with at most 5 % chance while its null holds, however often one looks. */
export const eProcessThreshold = 20;

/**
 * Test by betting of "the mean difference is at most -margin". Feed it differences in [-1, 1], changed minus as-is,
 * one a task, in the order in which they come; it may be read after each. The wealth is the mean over 24 fixed bets
 * spread evenly over (0, 1 / (1 - margin)).
 */
export class EProcess {
  readonly #margin: number;
  readonly #logWealth = new Float64Array(bets);
  #count = 0;

  constructor(margin: Fraction) {
    this.#margin = margin;
  }

  get count(): number {
    return this.#count;
  }

  add(difference: number): void {
    this.#count++;
    for (let bet = 0; bet < bets; bet++) {
      const stake = (bet + 1) / ((bets + 1) * (1 - this.#margin));
      (this.#logWealth[bet] as number) += Math.log(Math.max(0, 1 + stake * (difference + this.#margin)));
    }
  }

  /** Evidence against the null; from {@link eProcessThreshold} on it is refuted. */
  get wealth(): number {
    let sum = 0;
    for (const log of this.#logWealth) sum += Math.exp(log);
    return sum / bets;
  }

  get refuted(): boolean {
    return this.wealth >= eProcessThreshold;
  }
}
