import type { Fraction, Seconds, Tokens } from '../../base/units.ts';

/** Lengths in tokens: log-normal with this mean; `variation` is standard deviation over mean, 0 for a fixed length. */
export interface LengthShape {
  readonly mean: Tokens;
  readonly variation: number;
}

/** What the users of one tier send. */
export interface TierDemand {
  readonly tier: number;
  readonly users: number;
  readonly callsPerUserPerDay: number;
  /** New tokens of a call's prompt, beyond the shared prefix and the turns before. */
  readonly input: LengthShape;
  readonly output: LengthShape;
  /** System prompt and tools that all prompts of the tier open with. */
  readonly sharedPrefix: Tokens;
  /** Calls of a conversation in the mean (geometric); each resends the ones before. */
  readonly turns: number;
  /** Between an answer and the next call of a conversation, in the mean. */
  readonly thinkTime: Seconds;
}

export interface Burst {
  readonly start: Seconds;
  readonly duration: Seconds;
  readonly factor: number;
}

/** How demand moves over a day, in relation to its mean. */
export interface DemandShape {
  /** Weights of the hours from the start of the run, repeated every day; any scale. */
  readonly hours: readonly number[];
  readonly bursts: readonly Burst[];
  /** Standard deviation over mean of the time between sessions, with the hours taken out. 1: Poisson. */
  readonly gapVariation: number;
}

/** Shape of a day: demand over its mean without bursts at a time. */
export function hourFactor(shape: DemandShape, time: number): number {
  const mean = shape.hours.reduce((sum, weight) => sum + weight, 0) / shape.hours.length;
  const width = 86_400 / shape.hours.length;
  return (shape.hours[Math.floor((time % 86_400) / width)] as number) / mean;
}

/** Demand over its mean at a time, bursts included. */
export function demandFactor(shape: DemandShape, time: number): number {
  let factor = hourFactor(shape, time);
  for (const burst of shape.bursts) if (time >= burst.start && time < burst.start + burst.duration) factor *= burst.factor;
  return factor;
}

/** Share of users per tier to whole numbers of users that add up. */
export const tierUsers = (users: number, shares: readonly Fraction[]): number[] => {
  let given = 0;
  let running = 0;
  return shares.map((share) => {
    running += share;
    const upTo = Math.round(users * Math.min(1, running));
    const mine = upTo - given;
    given = upTo;
    return mine;
  });
};
