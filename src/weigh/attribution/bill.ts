import type { Usage } from '../../call/usage.ts';

/** Input tokens of a bill in the order of `inputTiers`. */
export function billOf(usage: Usage): number[] {
  return [usage.cacheRead ?? 0, usage.cacheWrite1h ?? 0, usage.cacheWrite5m ?? 0, usage.cacheWriteUnsplit ?? 0, usage.inputUncached ?? 0];
}
