import { expect, test } from 'vitest';
import { modelNamed, models } from './model-named.ts';
import { modelParameters } from './rank-work.ts';

test('parameters counted from the shapes are those the makers publish', () => {
  for (const model of models) {
    const { total, active } = modelParameters(model);
    if (model.publishedBillions !== undefined) expect(Math.abs(total / 1e9 / model.publishedBillions - 1), model.id).toBeLessThan(0.015);
    // Makers round, and count the embedding table or not.
    if (model.publishedActiveBillions !== undefined && model.linearLayers === 0) {
      expect(Math.abs(active / 1e9 / model.publishedActiveBillions - 1), model.id).toBeLessThan(0.09);
    }
    expect(active, model.id).toBeLessThanOrEqual(total);
  }
});

test.each([
  ['deepseek-r1', 'deepseek-v3'],
  ['openai/gpt-oss-20b', 'gpt-oss-20b'],
  ['Llama-3.3-70B', 'llama-3.1-70b'],
  ['meta-llama/Llama-3.1-8B-Instruct', 'llama-3.1-8b'],
  ['RedHatAI/Meta-Llama-3.1-70B-Instruct-FP8-dynamic', 'llama-3.1-70b'],
  ['nvidia/DeepSeek-R1-0528-FP4-v2', 'deepseek-v3'],
  ['Qwen/Qwen3-235B-A22B-Instruct-2507-FP8', 'qwen3-235b-a22b'],
  ['mistralai/Mixtral-8x7B-Instruct-v0.1', 'mixtral-8x7b'],
  ['meta-llama/Llama-4-Maverick-17B-128E-Instruct-FP8', 'llama-4-maverick'],
  ['unsloth/Qwen3-32B-GGUF', 'qwen3-32b'],
  ['llama_3_1_70b', 'llama-3.1-70b'],
])('%s means %s', (name, id) => {
  expect(modelNamed(name).id).toBe(id);
});

test('an unknown name suggests the nearest and says how to give another', () => {
  expect(() => modelNamed('deepsek-v3')).toThrow('no model named "deepsek-v3"');
});
