import type { SessionId } from '../../call/entry.ts';
import type { Settled } from './detector.ts';
import type { RunView } from './waste-view.ts';

/**
 * Below these a finding is not listed. A segment's size is an estimate that misses by several percent, so half a
 * percent of a session's bill is within its noise; and nobody changes a habit for a cent or for two thousand tokens.
 */
const minimumSize = { share: 0.005, usd: 0.01, tokens: 2000 } as const;

export interface SessionBill {
  readonly session: SessionId;
  readonly tokens: number;
  /** Absent where a call is unpriced. */
  readonly usd: number | undefined;
}

export function sessionBill(session: SessionId, runs: readonly RunView[]): SessionBill {
  let tokens = 0;
  let usd: number | undefined = 0;
  for (const run of runs) {
    for (const call of run.calls) {
      tokens += (call.context ?? 0) + (call.outputReconstructed ?? call.usage.output ?? 0);
      const cost = call.price.reconstructed;
      usd = cost === undefined || usd === undefined ? undefined : usd + cost;
    }
  }
  return { session, tokens, usd };
}

/** True where a saving is worth a line: a tenth of a lost cache's tokens is about what it costs above a read. */
export function isWorthListing({ removed, repriced, usd }: Settled, bill: SessionBill): boolean {
  const isEnoughTokens = removed + repriced >= Math.max(minimumSize.tokens, minimumSize.share * bill.tokens);
  if (usd === undefined) return isEnoughTokens;
  return usd >= Math.max(minimumSize.usd, minimumSize.share * (bill.usd ?? 0));
}
