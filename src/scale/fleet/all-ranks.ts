import type { Layout } from '../hardware/layout.ts';
import type { ReplicaCost } from '../hardware/replica-cost.ts';

/**
 * A cost whose token budget is the whole replica's: each attention data-parallel rank has the budget of one engine, while
 * a batch here counts the tokens of all ranks.
 */
export const costOfAllRanks = (cost: ReplicaCost, layout: Layout): ReplicaCost =>
  layout.data === 1 ? cost : { ...cost, maxBatchedTokens: cost.maxBatchedTokens * layout.data };
