import type { Timestamp, Tokens, Usd } from '../../base/units.ts';
import type { RunId } from '../../call/run-id.ts';
import type { SegmentId } from '../../call/segment.ts';
import type { SegmentKind } from '../../call/segment-kind.ts';
import type { Tier } from '../../call/tier.ts';
import { inputOf, type Usage } from '../../call/usage.ts';
import type { CacheLoss, CacheLossCause } from '../../call/weighing.ts';
import { inputTiers } from './context-stack.ts';

/** A loss up to this many tokens is the grain of caching (blocks of 128 at OpenAI, the last message elsewhere), no event. */
const grainTokens = 512;
const secondsToLive = { short: 300, long: 3600 } as const;

/** What happened to the context between two calls, as far as it can break a cache. */
export interface ContextChange {
  readonly compacted: boolean;
  /** First segment that left or changed below what stays; absent where the context only grew. */
  readonly removed: { readonly segment: SegmentId; readonly kind: SegmentKind } | undefined;
  /** Tool schemas came or went. */
  readonly toolsChanged: boolean;
}

export interface CachedCall {
  readonly run: RunId;
  readonly index: number;
  readonly model: string | undefined;
  readonly usage: Usage;
  /** When the request was sent: the time of the last input before it. */
  readonly requested: Timestamp | undefined;
  readonly usdPerMillion: Readonly<Record<Tier, number>> | undefined;
  readonly bill: readonly number[];
}

/** What stands at an offset of the prompt. */
export type Locate = (offset: number) => { readonly segment: SegmentId; readonly kind: SegmentKind };

/** Remembers what a provider holds in cache for a run, and names what was lost of it. */
export class CacheMemory {
  #cached = 0;
  #isSteered = true;
  #model: string | undefined;
  #requested: Timestamp | undefined;
  #lifetime: number = secondsToLive.short;

  /** Tokens of the last call's prompt that were in cache after it. */
  get cached(): number {
    return this.#cached;
  }

  /**
   * Compares a call with the cache that the call before it left. `surviving`: tokens of that cached prefix that
   * still stand in the context.
   */
  lossAt(call: CachedCall, surviving: number, change: ContextChange, locate: Locate): CacheLoss | undefined {
    const read = call.usage.cacheRead;
    if (read === undefined || this.#cached === 0) return undefined;
    const lost = Math.min(surviving, this.#cached) - read;
    if (lost <= grainTokens) return undefined;
    return {
      run: call.run,
      call: call.index,
      cause: this.#causeAt(call, read, change, locate),
      tokens: lost as Tokens,
      usd: usdOfLoss(call, lost),
    };
  }

  /** What the provider holds after a call. */
  remember(call: CachedCall): void {
    const { usage } = call;
    const written = (usage.cacheWrite5m ?? 0) + (usage.cacheWrite1h ?? 0) + (usage.cacheWriteUnsplit ?? 0);
    const statesWrites = usage.cacheWrite5m !== undefined || usage.cacheWrite1h !== undefined || usage.cacheWriteUnsplit !== undefined;
    this.#isSteered = statesWrites;
    // Where writes are not billed, the provider caches every prompt by itself.
    this.#cached = statesWrites ? (usage.cacheRead ?? 0) + written : usage.cacheRead === undefined ? 0 : (inputOf(usage) ?? 0);
    if ((usage.cacheWrite1h ?? 0) > 0) this.#lifetime = secondsToLive.long;
    else if (written > 0) this.#lifetime = secondsToLive.short;
    this.#model = call.model;
    this.#requested = call.requested;
  }

  #causeAt(call: CachedCall, read: number, change: ContextChange, locate: Locate): CacheLossCause {
    if (change.compacted) return { cause: 'compaction' };
    if (this.#model !== undefined && call.model !== undefined && this.#model !== call.model) {
      return { cause: 'model-switch', from: this.#model, to: call.model };
    }
    const idle = this.#requested === undefined || call.requested === undefined ? undefined : (call.requested - this.#requested) / 1000;
    if (idle !== undefined && idle > this.#lifetime) return { cause: 'expired', idleSeconds: Math.round(idle) };
    if (change.toolsChanged) return { cause: 'tools-changed' };
    if (change.removed !== undefined) return { cause: 'prefix-changed', ...change.removed };
    // Caches that no breakpoint steers come and go by routing: where they stop matching says nothing about a segment.
    if (!this.#isSteered || (read === 0 && idle === undefined)) return { cause: 'unknown' };
    // Nothing read within the lifetime: the first breakpoint, behind tools and system prompt, no longer matched.
    const { segment, kind } = locate(read);
    return { cause: 'prefix-changed', segment, kind };
  }
}

/** Dollars above the price of a read for `lost` tokens behind those read, at the tiers they were billed at. */
function usdOfLoss(call: CachedCall, lost: number): Usd | undefined {
  const prices = call.usdPerMillion;
  if (prices === undefined) return undefined;
  let left = lost;
  let usd = 0;
  for (let place = 0; place < inputTiers.length; place++) {
    const tier = inputTiers[place] as (typeof inputTiers)[number];
    if (tier === 'read') continue;
    const tokens = Math.min(left, call.bill[place] as number);
    usd += tokens * (prices[tier] - prices.read);
    left -= tokens;
  }
  return (usd / 1e6) as Usd;
}
