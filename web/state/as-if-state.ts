import { computed } from '@preact/signals';
import type { AsIfNamed } from '../../src/show/answers/icicle-answer.ts';
import { place, setOption } from './location.ts';

export const asIfModels = [
  'gpt-oss-120b',
  'deepseek-v3',
  'kimi-k2',
  'glm-5',
  'qwen3-235b-a22b',
  'llama-3.1-405b',
  'llama-3.1-70b',
] as const;
export const asIfGpus = ['H100-SXM', 'H200-SXM', 'B200-SXM', 'GB200-NVL72', 'GB300-NVL72', 'MI300X', 'MI355X'] as const;

const usual = 'deepseek-v3@H200-SXM';

/** The open model and the part that the address names: as if served so. */
export const asIfNamed = computed<AsIfNamed>(() => {
  const [model = '', gpu = ''] = (place.value.options['as-if'] ?? usual).split('@');
  return { model, gpu };
});

export const chooseAsIf = ({ model, gpu }: AsIfNamed): void => {
  const text = `${model}@${gpu}`;
  setOption('as-if', text === usual ? '' : text, 'replace');
};
