import type { Tokens } from '../../base/units.ts';
import type { Tier } from '../../call/tier.ts';

/** Billed tokens by tier. */
export class TierSums {
  #uncached = 0;
  #read = 0;
  #write5m = 0;
  #write1h = 0;
  #writeUnsplit = 0;
  #output = 0;

  add(tier: Tier, tokens: number): void {
    switch (tier) {
      case 'uncached':
        this.#uncached += tokens;
        break;
      case 'read':
        this.#read += tokens;
        break;
      case 'write5m':
        this.#write5m += tokens;
        break;
      case 'write1h':
        this.#write1h += tokens;
        break;
      case 'writeUnsplit':
        this.#writeUnsplit += tokens;
        break;
      case 'output':
        this.#output += tokens;
        break;
    }
  }

  /** The tiers at which there are any. */
  named(): Partial<Record<Tier, Tokens>> {
    const sums: Partial<Record<Tier, Tokens>> = {};
    if (this.#read > 0) sums.read = this.#read as Tokens;
    if (this.#write5m > 0) sums.write5m = this.#write5m as Tokens;
    if (this.#write1h > 0) sums.write1h = this.#write1h as Tokens;
    if (this.#writeUnsplit > 0) sums.writeUnsplit = this.#writeUnsplit as Tokens;
    if (this.#uncached > 0) sums.uncached = this.#uncached as Tokens;
    if (this.#output > 0) sums.output = this.#output as Tokens;
    return sums;
  }
}
