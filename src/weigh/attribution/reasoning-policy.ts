/** What the provider does with the reasoning of finished turns, as one bill shows it. */
export type ReasoningFate = 'kept' | 'dropped';

/** How surprising a miss is: more billed than seen is common (reminders), less billed is not. In spreads. */
function surprise(miss: number, estimate: number): number {
  const spread = 15 + 0.06 * Math.max(estimate, 0);
  const spreads = Math.abs(miss) / spread;
  return miss < 0 ? spreads : Math.min(spreads, 2 + Math.log1p(spreads) / 2);
}

/**
 * At a message of the person, whether the reasoning of the finished turns stayed in the context. All in tokens:
 * the billed difference, the estimate of what was added, and the reasoning that may have left. Where the bill
 * leaves both possible, it stayed.
 */
export function reasoningFate(difference: number, added: number, reasoning: number): ReasoningFate {
  if (reasoning <= 0) return 'kept';
  const ifKept = surprise(difference - added, added);
  const ifDropped = surprise(difference - added + reasoning, added);
  return ifDropped + 0.5 < ifKept ? 'dropped' : 'kept';
}
