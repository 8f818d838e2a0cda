import { computed } from '@preact/signals';
import { fleetDay } from '../../src/scale/fleet/fleet-day.ts';
import type { FleetDayAnswer, FleetDayInput } from '../../src/scale/fleet/fleet-day-answer.ts';
import {
  poweredChoices,
  startingValues,
  statedDay,
  statedNumbers,
  type StatedKey,
  type StatedNumber,
  type StatedValues,
} from '../../src/scale/fleet/stated-day.ts';
import { contextNumbers, contextSize, contextWays, type ContextValues, type ContextWay } from '../layout/context-way.ts';
import { findGpu, gpuNamed } from '../../src/scale/hardware/gpu-named.ts';
import { findModel, modelNamed } from '../../src/scale/hardware/model-named.ts';
import { place } from './location.ts';

function valueOf({ key, low, high, start }: Pick<StatedNumber, 'key' | 'low' | 'high' | 'start'>): number {
  const text = place.value.options[key];
  const given = Number(text);
  return text !== undefined && Number.isFinite(given) ? Math.min(high, Math.max(low, given)) : start;
}

/** How context reaches the model. */
export const contextWay = computed<ContextWay>(() => contextWays.find((way) => way === place.value.options['context']) ?? 'stated');

export const contextValues = computed<ContextValues>(
  () => Object.fromEntries(contextNumbers.map((each) => [each.key, Math.round(valueOf(each))])) as unknown as ContextValues,
);

const inputRange = statedNumbers.find(({ key }) => key === 'input') as StatedNumber;
const cacheRange = statedNumbers.find(({ key }) => key === 'cache') as StatedNumber;
const within = ({ low, high }: StatedNumber, value: number): number => Math.min(high, Math.max(low, value));

/** Tokens in and cache hit of a way, as the sliders take them. */
function statedBy(way: Exclude<ContextWay, 'stated'>): Pick<StatedValues, 'input' | 'cache'> {
  const { input, cacheHit } = contextSize(way, contextValues.value);
  return { input: Math.round(within(inputRange, input)), cache: Number(within(cacheRange, cacheHit).toFixed(3)) };
}

const sliderValues = computed<StatedValues>(
  () => Object.fromEntries(statedNumbers.map((stated) => [stated.key, valueOf(stated)])) as unknown as StatedValues,
);

/** What the sliders say, and for tokens in and cache hit the way in which context reaches the model. */
export const planValues = computed<StatedValues>(() => {
  const way = contextWay.value;
  return way === 'stated' ? sliderValues.value : { ...sliderValues.value, ...statedBy(way) };
});

function inputWith(values: StatedValues): FleetDayInput {
  const { options } = place.value;
  const powered = poweredChoices.find((choice) => choice === options['powered']) ?? 'peak';
  return statedDay(
    values,
    findModel(options['plan-model'] ?? '') ?? modelNamed('deepseek-v3'),
    findGpu(options['gpu'] ?? '') ?? gpuNamed('H100-SXM'),
    powered,
  );
}

export const planInput = computed<FleetDayInput>(() => inputWith(planValues.value));

/** The same day, had context reached the model the other way; absent where no way is chosen. */
export const otherDay = computed<{ readonly way: 'whole' | 'passages'; readonly day: FleetDayAnswer } | undefined>(() => {
  if (contextWay.value === 'stated') return undefined;
  const way = contextWay.value === 'whole' ? 'passages' : 'whole';
  return { way, day: fleetDay(inputWith({ ...sliderValues.value, ...statedBy(way) })) };
});

export const planDay = computed<FleetDayAnswer>(() => fleetDay(planInput.value));

/** Numbers that the reader has moved. */
export const movedNumbers = computed<readonly StatedKey[]>(() =>
  statedNumbers.map(({ key }) => key).filter((key) => planValues.value[key] !== startingValues[key]),
);

/** The command that prints the same day. */
export const planCommand = computed<string>(() => {
  const { model, gpu, powered } = planInput.value;
  return [
    'tare fleet',
    `--model ${model.id}`,
    `--gpu ${gpu.id}`,
    ...(powered === 'peak' ? [] : [`--powered ${powered}`]),
    ...movedNumbers.value.map((key) => `--${key} ${planValues.value[key]}`),
  ].join(' ');
});
