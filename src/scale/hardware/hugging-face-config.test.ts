import { expect, test } from 'vitest';
import { modelFromConfig } from './hugging-face-config.ts';
import { modelNamed } from './model-named.ts';
import { modelParameters } from './rank-work.ts';

const llama = {
  model_type: 'llama',
  num_hidden_layers: 32,
  hidden_size: 4096,
  num_attention_heads: 32,
  num_key_value_heads: 8,
  intermediate_size: 14_336,
  vocab_size: 128_256,
  max_position_embeddings: 131_072,
};

test('a config gives the model of the table', () => {
  expect(modelParameters(modelFromConfig(llama, 'x'))).toEqual(modelParameters(modelNamed('llama-3.1-8b')));
});

test('experts, windows and a text tower are read', () => {
  const gptOss = {
    text_config: {
      num_hidden_layers: 24,
      hidden_size: 2880,
      num_attention_heads: 64,
      num_key_value_heads: 8,
      head_dim: 64,
      intermediate_size: 2880,
      vocab_size: 201_088,
      num_local_experts: 32,
      experts_per_token: 4,
      sliding_window: 128,
      layer_types: Array.from({ length: 24 }, (_, index) => (index % 2 === 0 ? 'sliding_attention' : 'full_attention')),
      quantization_config: { quant_method: 'mxfp4' },
    },
  };
  const model = modelFromConfig(gptOss, 'x');
  expect(modelParameters(model)).toEqual(modelParameters(modelNamed('gpt-oss-20b')));
  expect([model.windowLayers, model.fullAttentionLayers, model.window, model.nativeQuantisation]).toEqual([12, 12, 128, 'mxfp4']);
});

test('latent attention needs its dimensions', () => {
  expect(() => modelFromConfig({ ...llama, kv_lora_rank: 512 }, 'x')).toThrow('qk_nope_head_dim is missing');
});

test('what is no config names the field', () => {
  expect(() => modelFromConfig({ ...llama, hidden_size: -4 }, 'c.json')).toThrow('c.json: hidden_size');
  expect(() => modelFromConfig('text', 'c.json')).toThrow('c.json');
});
