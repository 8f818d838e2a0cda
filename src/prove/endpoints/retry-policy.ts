import { milliseconds, type Milliseconds } from '../../base/units.ts';

export interface RetryPolicy {
  /** Requests in all, the first included. */
  readonly attempts: number;
  /** First pause; doubles each time. */
  readonly pause: Milliseconds;
  /** A server that asks for a longer pause than this is not waited for. */
  readonly longestPause: Milliseconds;
  /** Handed in: real time in the program, none in tests. */
  readonly wait: (pause: Milliseconds, signal: AbortSignal) => Promise<void>;
}

const retriedStatuses = new Set([408, 409, 425, 429, 500, 502, 503, 504, 529]);

export const isRetried = (status: number): boolean => retriedStatuses.has(status);

/** What `retry-after` asks for: seconds or an HTTP date; absent where it says nothing that can be read. */
export function retryAfter(header: string | undefined, now: number): Milliseconds | undefined {
  if (header === undefined) return undefined;
  const wanted = /^\s*\d+(?:\.\d+)?\s*$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now;
  return Number.isFinite(wanted) ? milliseconds(Math.max(0, wanted)) : undefined;
}

/** Pause before the next attempt; absent when there is to be none. */
export function pauseBefore(policy: RetryPolicy, attempt: number, asked: Milliseconds | undefined): Milliseconds | undefined {
  if (attempt >= policy.attempts) return undefined;
  const pause = asked ?? milliseconds(policy.pause * 2 ** (attempt - 1));
  return pause > policy.longestPause ? undefined : pause;
}
