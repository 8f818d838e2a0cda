import type { Tier } from './tier.ts';

const fiveHours = 5 * 3600;
const week = 7 * 86_400;

/**
 * Holds every user to the limits of a tier: reserves at arrival, settles at the end. All state is a few numbers a user.
 */
export class UserLimiter {
  readonly #tiers: readonly Tier[];
  readonly #requestLevel: Float64Array;
  readonly #tokenLevel: Float64Array;
  readonly #refilledAt: Float64Array;
  readonly #fiveHourStart: Float64Array;
  readonly #fiveHourUsed: Float64Array;
  readonly #weekStart: Float64Array;
  readonly #weekUsed: Float64Array;

  constructor(tiers: readonly Tier[], users: number) {
    this.#tiers = tiers;
    this.#requestLevel = new Float64Array(users).fill(Number.NaN);
    this.#tokenLevel = new Float64Array(users);
    this.#refilledAt = new Float64Array(users);
    this.#fiveHourStart = new Float64Array(users).fill(Number.NEGATIVE_INFINITY);
    this.#fiveHourUsed = new Float64Array(users);
    this.#weekStart = new Float64Array(users).fill(Number.NEGATIVE_INFINITY);
    this.#weekUsed = new Float64Array(users);
  }

  /** Seconds until the request may come in; 0 lets it in and reserves its tokens; Infinity where it never may. */
  waitFor(user: number, tierIndex: number, tokens: number, time: number): number {
    const { limits } = this.#tiers[tierIndex] as Tier;
    this.#refill(user, tierIndex, time);
    let wait = 0;
    if (limits.requestsPerMinute !== undefined) {
      wait = Math.max(wait, ((1 - (this.#requestLevel[user] as number)) * 60) / limits.requestsPerMinute);
    }
    if (limits.tokensPerMinute !== undefined) {
      if (tokens > limits.tokensPerMinute) return Number.POSITIVE_INFINITY;
      wait = Math.max(wait, ((tokens - (this.#tokenLevel[user] as number)) * 60) / limits.tokensPerMinute);
    }
    if (limits.fiveHourTokens !== undefined && (this.#fiveHourUsed[user] as number) + tokens > limits.fiveHourTokens) {
      if (tokens > limits.fiveHourTokens) return Number.POSITIVE_INFINITY;
      wait = Math.max(wait, (this.#fiveHourStart[user] as number) + fiveHours - time);
    }
    if (limits.weeklyTokens !== undefined && (this.#weekUsed[user] as number) + tokens > limits.weeklyTokens) {
      if (tokens > limits.weeklyTokens) return Number.POSITIVE_INFINITY;
      wait = Math.max(wait, (this.#weekStart[user] as number) + week - time);
    }
    // A bucket level a rounding error short of the request would ask for a wait too short to move the clock.
    if (wait > 1e-6) return wait;
    this.#requestLevel[user] = (this.#requestLevel[user] as number) - 1;
    this.#add(user, tokens);
    return 0;
  }

  /** Gives back what a request reserved over what it used (or takes what it used over its reserve). */
  settle(user: number, reserved: number, used: number): void {
    this.#add(user, used - reserved);
  }

  #add(user: number, tokens: number): void {
    this.#tokenLevel[user] = (this.#tokenLevel[user] as number) - tokens;
    this.#fiveHourUsed[user] = Math.max(0, (this.#fiveHourUsed[user] as number) + tokens);
    this.#weekUsed[user] = Math.max(0, (this.#weekUsed[user] as number) + tokens);
  }

  #refill(user: number, tierIndex: number, time: number): void {
    const { limits } = this.#tiers[tierIndex] as Tier;
    const requests = limits.requestsPerMinute ?? Number.POSITIVE_INFINITY;
    const tokens = limits.tokensPerMinute ?? Number.POSITIVE_INFINITY;
    if (Number.isNaN(this.#requestLevel[user])) {
      this.#requestLevel[user] = requests;
      this.#tokenLevel[user] = tokens;
    } else {
      const minutes = (time - (this.#refilledAt[user] as number)) / 60;
      this.#requestLevel[user] = Math.min(requests, (this.#requestLevel[user] as number) + minutes * Math.min(requests, Number.MAX_VALUE));
      this.#tokenLevel[user] = Math.min(tokens, (this.#tokenLevel[user] as number) + minutes * Math.min(tokens, Number.MAX_VALUE));
    }
    this.#refilledAt[user] = time;
    if (time >= (this.#fiveHourStart[user] as number) + fiveHours) {
      this.#fiveHourStart[user] = time;
      this.#fiveHourUsed[user] = 0;
    }
    if (time >= (this.#weekStart[user] as number) + week) {
      this.#weekStart[user] = time;
      this.#weekUsed[user] = 0;
    }
  }
}
