import type { Tokens } from '../../base/units.ts';
import { numberOfTier, tiers, type Tier } from '../../call/tier.ts';

/** The order in which sums are named. */
const named = ['read', 'write5m', 'write1h', 'writeUnsplit', 'uncached', 'output'] as const satisfies readonly Tier[];

/** Billed tokens by tier. */
export class TierSums {
  readonly #sums = tiers.map(() => 0);

  /** @param tier number of a tier */
  add(tier: number, tokens: number): void {
    (this.#sums[tier] as number) += tokens;
  }

  /** The tiers at which there are any. */
  named(): Partial<Record<Tier, Tokens>> {
    const sums: Partial<Record<Tier, Tokens>> = {};
    for (const tier of named) {
      const tokens = this.#sums[numberOfTier(tier)] as number;
      if (tokens > 0) sums[tier] = tokens as Tokens;
    }
    return sums;
  }
}
