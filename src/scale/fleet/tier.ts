import type { Seconds, Tokens } from '../../base/units.ts';

/**
 * What one user of a tier may take. Per-minute limits are token buckets that refill all the time and hold one
 * minute's worth (as providers describe theirs); the windows open with a user's first request and run five hours or a week.
 */
export interface TierLimits {
  readonly requestsPerMinute?: number;
  readonly tokensPerMinute?: Tokens;
  readonly fiveHourTokens?: Tokens;
  readonly weeklyTokens?: Tokens;
}

export interface Tier {
  readonly name: string;
  /** 0 is served first. */
  readonly priority: number;
  readonly limits: TierLimits;
  /** Output tokens that a request reserves until it settles at what it used: the `max_tokens` that clients send. */
  readonly reservedOutput: Tokens;
  /** Whether prompt tokens found in the prefix cache count against the limits once a request settles. */
  readonly cachedInputCounts: boolean;
  /** Longest wait for a limit that a client bears before it gives up. 0: refused at once. */
  readonly patience: Seconds;
  /** A request is good when both hold. */
  readonly objective: { readonly ttft: Seconds; readonly tpot: Seconds };
}
