import { TareError } from '../../base/tare-error.ts';
import { denseModels } from './dense-models.ts';
import { moeModels } from './moe-models.ts';
import type { Model } from './model.ts';
import { nearestNames, plainName } from './name-search.ts';
import { otherModels } from './other-models.ts';

export const models: readonly Model[] = [...denseModels, ...moeModels, ...otherModels];

/** Other names of models with the same architecture. */
const aliases: Readonly<Record<string, string>> = {
  'deepseek-r1': 'deepseek-v3',
  'deepseek-v3.1': 'deepseek-v3',
  'deepseek-r1-0528': 'deepseek-v3',
  'llama-3.3-70b': 'llama-3.1-70b',
  'llama-3-70b': 'llama-3.1-70b',
  'llama-3-8b': 'llama-3.1-8b',
  'meta-llama-3-8b': 'llama-3.1-8b',
  'kimi-k2.5': 'kimi-k2',
  'kimi-k2-thinking': 'kimi-k2',
  'minimax-m2': 'minimax-m2.5',
  'qwen3-coder-480b': 'qwen3-coder-480b-a35b',
  'qwen3-235b': 'qwen3-235b-a22b',
  'qwen3-30b': 'qwen3-30b-a3b',
  'mistral-7b-v0.3': 'mistral-7b',
  'llama4-maverick': 'llama-4-maverick',
  'llama-4-maverick-17b-128e': 'llama-4-maverick',
  'llama-4-scout-17b-16e': 'llama-4-scout',
  'kimi-k2.6': 'kimi-k2',
  'minimax-m2.1': 'minimax-m2.5',
  'minimax-m2.7': 'minimax-m2.5',
  'glm-5.1': 'glm-5',
  'glm-4.6': 'glm-4.5',
  'glm-4.7': 'glm-4.5',
  'qwen3-coder-30b-a3b': 'qwen3-30b-a3b',
  'qwen2.5-coder-7b': 'qwen2.5-7b',
  'qwen2.5-coder-32b': 'qwen2.5-32b',
  'qwq-32b': 'qwen2.5-32b',
  'deepseek-r1-distill-llama-8b': 'llama-3.1-8b',
  'deepseek-r1-distill-llama-70b': 'llama-3.1-70b',
  'deepseek-r1-distill-qwen-32b': 'qwen2.5-32b',
};

const byName = new Map<string, Model>([
  ...models.map((model) => [plainName(model.id), model] as const),
  ...Object.entries(aliases).flatMap(([alias, id]) =>
    models.filter((model) => model.id === id).map((model) => [plainName(alias), model] as const),
  ),
]);

/** What repositories append to the name of a model whose shapes they share: tuning, weight format, packing, version, month. */
const suffix =
  /[-_ .](?:instruct|chat|it|hf|base|thinking|preview|fp4|fp8|nvfp4|mxfp4|mxfp8|bf16|fp16|int4|int8|w\da\d+|awq|gptq|gguf|q\d(?:_\w+)*|bnb|4bit|8bit|block|kv|dynamic|quantized|v\d+(?:\.\d+)*|\d{4})$/i;
const prefix = /^(?:meta|nvidia|deepseek-ai|openai|mistralai|redhatai|qwen|zai-org|moonshotai|minimaxai|amd)[-_](?=\D)/i;

/** The model that `name` means, as repositories write it (`openai/gpt-oss-20b`, `nvidia/Llama-3.3-70B-Instruct-FP8`), or undefined. */
export function findModel(name: string): Model | undefined {
  // Some tables may not hold dots: llama_3_1_70b.
  const dotted = name.slice(name.lastIndexOf('/') + 1).replace(/(?<=\d)_(?=\d_)/, '.');
  for (const start of [dotted, dotted.replace(prefix, '')]) {
    for (let short = start; ; short = short.replace(suffix, '')) {
      const found = byName.get(plainName(short));
      if (found !== undefined) return found;
      if (!suffix.test(short)) break;
    }
  }
  return undefined;
}

/** @throws {TareError} `unknown-model`, with the nearest names */
export function modelNamed(name: string): Model {
  const found = findModel(name);
  if (found !== undefined) return found;
  const near = nearestNames(name, [...models.map((model) => model.id), ...Object.keys(aliases)]);
  throw new TareError({
    code: 'unknown-model',
    message: `no model named "${name}"`,
    hint: `Did you mean ${near.join(', ')}? Any other model is read from its Hugging Face config.json: --model path/to/config.json`,
  });
}
