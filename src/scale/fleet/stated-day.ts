import { fraction, seconds, tokens, watts } from '../../base/units.ts';
import type { Gpu } from '../hardware/gpu.ts';
import type { Model } from '../hardware/model.ts';
import type { FleetDayInput } from './fleet-day-answer.ts';

/** One number of a stated day: its name on the page and the command line, its range and where it starts. */
export interface StatedNumber {
  readonly key: string;
  readonly label: string;
  readonly low: number;
  readonly high: number;
  readonly start: number;
  /** How a slider moves: by factors or by steps. */
  readonly scale: 'log' | 'linear';
  readonly unit: string;
  /** Where the starting value comes from. */
  readonly source: string;
}

/**
 * Starting values are round numbers, not measurements; only the fleet is the built-in case's (cases/anthropic-spacex).
 * A person's own traffic replaces tokens and cache hit where they ask for it.
 */
export const statedNumbers = [
  { key: 'users', label: 'users', low: 1e3, high: 1e9, start: 3e7, scale: 'log', unit: 'users', source: 'round number' },
  { key: 'free', label: 'share free', low: 0, high: 0.99, start: 0.9, scale: 'linear', unit: 'share', source: 'assumed' },
  { key: 'calls-free', label: 'calls a free user', low: 0.1, high: 200, start: 3, scale: 'log', unit: 'calls/day', source: 'assumed' },
  { key: 'calls-paid', label: 'calls a paying user', low: 0.1, high: 1000, start: 40, scale: 'log', unit: 'calls/day', source: 'assumed' },
  { key: 'limit-free', label: 'limit for free users', low: 1, high: 200, start: 200, scale: 'log', unit: 'calls/day', source: 'none set' },
  { key: 'input', label: 'tokens in', low: 100, high: 1e6, start: 6000, scale: 'log', unit: 'tok/call', source: 'round number' },
  { key: 'answer', label: 'answer tokens', low: 10, high: 20_000, start: 400, scale: 'log', unit: 'tok/call', source: 'round number' },
  { key: 'reasoning', label: 'reasoning share', low: 0, high: 0.95, start: 0.6, scale: 'linear', unit: 'of output', source: 'assumed' },
  { key: 'cache', label: 'cache hit', low: 0, high: 0.99, start: 0.6, scale: 'linear', unit: 'of input', source: 'assumed' },
  { key: 'fleet', label: 'GPUs there', low: 8, high: 2e6, start: 220_000, scale: 'log', unit: 'GPUs', source: 'the case' },
  { key: 'tpot', label: 'time a token', low: 0.01, high: 0.2, start: 0.05, scale: 'log', unit: 's', source: 'objective' },
  { key: 'headroom', label: 'headroom', low: 1, high: 3, start: 1.3, scale: 'linear', unit: '×', source: 'assumed' },
] as const satisfies readonly StatedNumber[];

export type StatedKey = (typeof statedNumbers)[number]['key'];
export type StatedValues = Readonly<Record<StatedKey, number>>;

/** The starting values. */
export const startingValues = Object.fromEntries(statedNumbers.map((each) => [each.key, each.start])) as unknown as StatedValues;

/** Weights of the hours of a day: low before dawn, highest in the afternoon and evening. A shape, assumed. */
const hours = [
  0.55, 0.48, 0.43, 0.4, 0.4, 0.45, 0.55, 0.7, 0.9, 1.1, 1.25, 1.3, 1.25, 1.3, 1.4, 1.45, 1.45, 1.4, 1.3, 1.25, 1.2, 1.1, 0.9, 0.7,
];

export const poweredChoices = ['all', 'peak', 'hourly'] as const;
export type Powered = (typeof poweredChoices)[number];

/** The day that these numbers state, for {@link fleetDay}. */
export function statedDay(values: StatedValues, model: Model, gpu: Gpu, powered: Powered): FleetDayInput {
  return {
    model,
    gpu,
    // Parts older than Hopper have no eight-bit floating-point units.
    engine: { name: 'vllm', quantisation: gpu.id.startsWith('A100') ? 'bf16' : 'fp8' },
    fleetGpus: Math.round(values.fleet),
    users: Math.round(values.users),
    freeShare: fraction(values.free),
    callsPerFreeUser: values['calls-free'],
    callsPerPaidUser: values['calls-paid'],
    limits: { freeCallsPerDay: values['limit-free'] },
    inputTokens: tokens(Math.round(values.input)),
    answerTokens: tokens(Math.round(values.answer)),
    reasoningShare: fraction(values.reasoning),
    cacheHit: fraction(values.cache),
    hours,
    objective: { ttft: seconds(5), tpot: seconds(values.tpot) },
    headroom: values.headroom,
    powered,
    // 1.25 W at the wall a GPU watt (MLPerf v5.1 systems, docs/simulation.md); PUE 1.2 and 25 W dark are assumed.
    power: { wallFactor: 1.25, pue: 1.2, darkWatts: watts(25) },
  };
}
