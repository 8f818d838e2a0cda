import { TareError } from '../../base/tare-error.ts';
import { denseModels } from './dense-models.ts';
import { moeModels } from './moe-models.ts';
import type { Model } from './model.ts';
import { nearestNames, plainName } from './name-search.ts';

export const models: readonly Model[] = [...denseModels, ...moeModels];

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
};

const byName = new Map<string, Model>([
  ...models.map((model) => [plainName(model.id), model] as const),
  ...Object.entries(aliases).flatMap(([alias, id]) =>
    models.filter((model) => model.id === id).map((model) => [plainName(alias), model] as const),
  ),
]);

/** The model that `name` means, with or without its maker's prefix (`openai/gpt-oss-20b`), or undefined. */
export function findModel(name: string): Model | undefined {
  const short = name.slice(name.lastIndexOf('/') + 1).replace(/-(?:instruct|chat|it)(?:-\d+)?$/i, '');
  return byName.get(plainName(name)) ?? byName.get(plainName(short));
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
