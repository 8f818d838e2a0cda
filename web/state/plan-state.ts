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
import { findGpu, gpuNamed } from '../../src/scale/hardware/gpu-named.ts';
import { findModel, modelNamed } from '../../src/scale/hardware/model-named.ts';
import { place } from './location.ts';

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

function valueOf(stated: StatedNumber): number {
  const text = place.value.options[stated.key];
  const given = Number(text);
  return text !== undefined && Number.isFinite(given) ? Math.min(stated.high, Math.max(stated.low, given)) : stated.start;
}

/** What the sliders say. */
export const planValues = computed<StatedValues>(
  () => Object.fromEntries(statedNumbers.map((stated) => [stated.key, valueOf(stated)])) as unknown as StatedValues,
);

export const planInput = computed<FleetDayInput>(() => {
  const { options } = place.value;
  const powered = poweredChoices.find((choice) => choice === options['powered']) ?? 'peak';
  return statedDay(
    planValues.value,
    findModel(options['plan-model'] ?? '') ?? modelNamed('deepseek-v3'),
    findGpu(options['gpu'] ?? '') ?? gpuNamed('H100-SXM'),
    powered,
  );
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
