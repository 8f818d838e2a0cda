/** A quantity that the person's own machine knows: read from the ledger, or computed by the planner. */
export interface ResolvedQuantity {
  /** A number or a distribution, as a row would state it. */
  readonly value: string;
  readonly unit: string;
  /** Where it comes from: "4,812 calls of the last 30 days". */
  readonly says: string;
}

/**
 * Answers references such as `measured:cache-hit-share` or `planned:tokens-per-gpu-day`. Where it answers nothing the
 * sourced figure of the row stands. Handed in by whoever composes; judging itself reads no ledger.
 */
export type Resolve = (reference: string) => ResolvedQuantity | undefined;

export const resolveNothing: Resolve = () => undefined;
