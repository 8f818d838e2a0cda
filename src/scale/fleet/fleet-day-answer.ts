import type { Fraction, Seconds, Tokens, Watts } from '../../base/units.ts';
import type { Engine } from '../hardware/engine.ts';
import type { Gpu } from '../hardware/gpu.ts';
import type { Layout } from '../hardware/layout.ts';
import type { Model } from '../hardware/model.ts';
import type { BindingLimit } from '../hardware/replica-cost.ts';
import type { PowerSettings } from './scenario.ts';
import type { EnergyAnswer, PowerShares } from './simulation-answer.ts';

/** Demand, hardware and rules of a day, as a person states them. */
export interface FleetDayInput {
  readonly model: Model;
  readonly gpu: Gpu;
  readonly engine: Engine;
  /** The best of the usual layouts where absent. */
  readonly layout?: Layout;
  /** GPUs that stand there. */
  readonly fleetGpus: number;
  readonly users: number;
  readonly freeShare: Fraction;
  /** Calls a day that users would make without limits, in the mean. */
  readonly callsPerFreeUser: number;
  readonly callsPerPaidUser: number;
  readonly limits: { readonly freeCallsPerDay?: number; readonly paidCallsPerDay?: number };
  readonly inputTokens: Tokens;
  readonly answerTokens: Tokens;
  /** Share of all output tokens that is reasoning before the answer; below 1. */
  readonly reasoningShare: Fraction;
  /** Share of input tokens found in the prefix cache. */
  readonly cacheHit: Fraction;
  /** Weights of the hours of the day; any scale, any number that divides the day. */
  readonly hours: readonly number[];
  readonly objective: { readonly ttft: Seconds; readonly tpot: Seconds };
  /** GPUs kept for each GPU needed in the mean of an hour: swings within it, failures, drains. At least 1. */
  readonly headroom: number;
  /** What is powered: all that stands there, what the peak hour needs, or what each hour needs. */
  readonly powered: 'all' | 'peak' | 'hourly';
  readonly power: PowerSettings;
}

/** GPUs with the 80 % band of the cost model. */
export interface GpuRange {
  readonly low: number;
  readonly mid: number;
  readonly high: number;
}

export interface FleetHour {
  readonly hour: number;
  readonly callsPerSecond: number;
  /** With headroom. */
  readonly neededGpus: number;
  readonly darkGpus: number;
  readonly idleHotGpus: number;
  readonly busyGpus: number;
  /** Calls beyond what the powered GPUs can serve within the objective. */
  readonly refusedShare: Fraction;
  readonly gpuPower: Watts;
}

/** GPUs needed at the peak with one input moved down and up; absent where nothing would hold the objective. */
export interface TornadoBar {
  readonly name:
    | 'users'
    | 'callsPerUser'
    | 'freeShare'
    | 'inputTokens'
    | 'answerTokens'
    | 'reasoningShare'
    | 'cacheHit'
    | 'tpot'
    | 'headroom'
    | 'costModel';
  readonly low: number | undefined;
  readonly high: number | undefined;
}

export interface FleetDay {
  readonly kind: 'day';
  readonly layout: Layout;
  /** One replica at the most calls that the objective allows. */
  readonly replica: {
    readonly gpus: number;
    readonly callsPerSecond: number;
    readonly sequences: number;
    readonly tpot: Seconds;
    readonly ttft: Seconds;
    readonly bindingLimit: BindingLimit;
  };
  readonly callsPerDay: number;
  readonly tokensPerDay: { readonly input: Tokens; readonly cachedInput: Tokens; readonly output: Tokens; readonly reasoning: Tokens };
  readonly needed: { readonly mean: GpuRange; readonly peak: GpuRange };
  readonly there: number;
  /** Below 0: a shortfall. */
  readonly spareAtPeak: number;
  readonly hours: readonly FleetHour[];
  readonly states: PowerShares;
  readonly energy: EnergyAnswer;
  /** Widest first. */
  readonly tornado: readonly TornadoBar[];
}

export type FleetDayAnswer =
  | FleetDay
  | { readonly kind: 'impossible'; readonly reason: 'does-not-fit' | 'too-slow'; readonly detail: string };
