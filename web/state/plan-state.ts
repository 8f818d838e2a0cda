import { computed } from '@preact/signals';
import { fraction, seconds, tokens, watts } from '../../src/base/units.ts';
import { fleetDay } from '../../src/scale/fleet/fleet-day.ts';
import type { FleetDayAnswer, FleetDayInput } from '../../src/scale/fleet/fleet-day-answer.ts';
import { findGpu, gpuNamed } from '../../src/scale/hardware/gpu-named.ts';
import { findModel, modelNamed } from '../../src/scale/hardware/model-named.ts';
import type { QuantisationName } from '../../src/scale/hardware/quantisation.ts';
import { place } from './location.ts';

/** One slider: its name in the address, range and starting value. Log sliders move by factors. */
export interface Slider {
  readonly key: string;
  readonly label: string;
  readonly low: number;
  readonly high: number;
  readonly start: number;
  readonly scale: 'log' | 'linear';
  readonly unit: string;
  /** Where the starting value comes from. */
  readonly source: string;
}

/**
 * Starting values are round numbers near the built-in case, not measurements; each says where it leans on a source
 * (cases/anthropic-spacex). Measured traffic replaces tokens and cache hit where a person asks for it.
 */
export const sliders = [
  { key: 'users', label: 'users', low: 1e3, high: 1e9, start: 3e7, scale: 'log', unit: 'users', source: 'round number' },
  { key: 'free', label: 'share free', low: 0, high: 0.99, start: 0.9, scale: 'linear', unit: 'share', source: 'assumed' },
  { key: 'callsFree', label: 'calls a free user', low: 0.1, high: 200, start: 3, scale: 'log', unit: 'calls/day', source: 'assumed' },
  { key: 'callsPaid', label: 'calls a paying user', low: 0.1, high: 1000, start: 40, scale: 'log', unit: 'calls/day', source: 'assumed' },
  { key: 'limitFree', label: 'limit for free users', low: 1, high: 200, start: 200, scale: 'log', unit: 'calls/day', source: 'none set' },
  { key: 'input', label: 'tokens in', low: 100, high: 1e6, start: 6000, scale: 'log', unit: 'tok/call', source: 'round number' },
  { key: 'answer', label: 'answer tokens', low: 10, high: 20_000, start: 400, scale: 'log', unit: 'tok/call', source: 'round number' },
  { key: 'reasoning', label: 'reasoning share', low: 0, high: 0.95, start: 0.6, scale: 'linear', unit: 'of output', source: 'assumed' },
  { key: 'cache', label: 'cache hit', low: 0, high: 0.99, start: 0.6, scale: 'linear', unit: 'of input', source: 'assumed' },
  { key: 'fleet', label: 'GPUs there', low: 8, high: 2e6, start: 220_000, scale: 'log', unit: 'GPUs', source: 'the case' },
  { key: 'tpot', label: 'time a token', low: 0.01, high: 0.2, start: 0.05, scale: 'log', unit: 's', source: 'objective' },
  { key: 'headroom', label: 'headroom', low: 1, high: 3, start: 1.3, scale: 'linear', unit: '×', source: 'assumed' },
] as const satisfies readonly Slider[];

export type SliderKey = (typeof sliders)[number]['key'];

/** Hours of a day's demand, night to night: evening peak, low before dawn. Shape only; DeepSeek's day has about this swing. */
const hours = [
  0.55, 0.48, 0.43, 0.4, 0.4, 0.45, 0.55, 0.7, 0.9, 1.1, 1.25, 1.3, 1.25, 1.3, 1.4, 1.45, 1.45, 1.4, 1.3, 1.25, 1.2, 1.1, 0.9, 0.7,
];

export const planModels = [
  'deepseek-v3',
  'gpt-oss-120b',
  'gpt-oss-20b',
  'kimi-k2',
  'glm-5',
  'qwen3-235b-a22b',
  'llama-3.1-405b',
  'llama-3.1-70b',
  'llama-3.1-8b',
] as const;
export const planGpus = [
  'H100-SXM',
  'H200-SXM',
  'B200-SXM',
  'GB200-NVL72',
  'GB300-NVL72',
  'A100-SXM-80GB',
  'MI300X',
  'MI355X',
  'L40S',
  'RTX-4090',
] as const;
export const poweredChoices = ['all', 'peak', 'hourly'] as const;

export const valueOf = (key: SliderKey): number => {
  const slider = sliders.find((candidate) => candidate.key === key) as Slider;
  const given = Number(place.value.options[key]);
  return place.value.options[key] !== undefined && Number.isFinite(given)
    ? Math.min(slider.high, Math.max(slider.low, given))
    : slider.start;
};

const eightBit: QuantisationName = 'fp8';
const sixteenBit: QuantisationName = 'bf16';

/** What the sliders state. */
export const planInput = computed<FleetDayInput>(() => {
  const { options } = place.value;
  const gpu = findGpu(options['gpu'] ?? '') ?? gpuNamed('H100-SXM');
  const powered = poweredChoices.find((choice) => choice === options['powered']) ?? 'peak';
  return {
    model: findModel(options['planModel'] ?? '') ?? modelNamed('deepseek-v3'),
    gpu,
    engine: { name: 'vllm', quantisation: gpu.id.startsWith('A100') ? sixteenBit : eightBit },
    fleetGpus: Math.round(valueOf('fleet')),
    users: Math.round(valueOf('users')),
    freeShare: fraction(valueOf('free')),
    callsPerFreeUser: valueOf('callsFree'),
    callsPerPaidUser: valueOf('callsPaid'),
    limits: { freeCallsPerDay: valueOf('limitFree') },
    inputTokens: tokens(Math.round(valueOf('input'))),
    answerTokens: tokens(Math.round(valueOf('answer'))),
    reasoningShare: fraction(valueOf('reasoning')),
    cacheHit: fraction(valueOf('cache')),
    hours,
    objective: { ttft: seconds(5), tpot: seconds(valueOf('tpot')) },
    headroom: valueOf('headroom'),
    powered,
    // 1.25 W at the wall per GPU watt (MLPerf v5.1 systems, docs/simulation.md); PUE 1.2 and 25 W dark are assumed.
    power: { wallFactor: 1.25, pue: 1.2, darkWatts: watts(25) },
  };
});

export const planDay = computed<FleetDayAnswer>(() => fleetDay(planInput.value));
