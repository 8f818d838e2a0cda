import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Layout } from './layout.ts';
import { engineNames, type Engine } from './engine.ts';
import { gpuNamed } from './gpu-named.ts';
import { modelNamed } from './model-named.ts';
import { cacheBytes, operandsOf, kernelOn, peakFlops, storedBy } from './quantisation.ts';
import { modelParameters, rankWork } from './rank-work.ts';
import { replicaCost, type StepBatch } from './replica-cost.ts';

const single: Layout = { tensor: 1, pipeline: 1, expert: 1, data: 1 };
const setups: readonly (readonly [string, string, Layout, Engine['quantisation']])[] = [
  ['llama-3.1-8b', 'h100', single, 'bf16'],
  ['llama-3.1-70b', 'b200', { ...single, tensor: 2 }, 'nvfp4'],
  ['qwen3-30b-a3b', 'a100', single, 'bf16'],
  ['gpt-oss-120b', 'h100', { ...single, tensor: 2 }, 'mxfp4'],
  ['deepseek-v3', 'h200', { ...single, tensor: 8 }, 'fp8'],
  ['deepseek-v3', 'b200', { ...single, data: 16, expert: 16 }, 'fp8'],
  ['gpt-oss-20b', 'ryzen-9950x', single, 'mxfp4'],
];

const batches = fc
  .record({
    prefill: fc.integer({ min: 0, max: 16_384 }),
    past: fc.integer({ min: 0, max: 30_000 }),
    decode: fc.integer({ min: 0, max: 512 }),
    context: fc.integer({ min: 1, max: 30_000 }),
  })
  .filter(({ prefill, decode }) => prefill + decode > 0)
  .map(({ prefill, past, decode, context }): StepBatch => ({
    prefillTokens: prefill,
    prefillSequences: prefill > 0 ? 1 : 0,
    prefillAttentionPairs: prefill * (past + prefill / 2),
    decodeSequences: decode,
    decodeContextTokens: decode * context,
  }));

test.each(setups)('%s on %s: more work never takes less time', (model, gpu, layout, quantisation) => {
  for (const name of engineNames) {
    const cost = replicaCost(modelNamed(model), gpuNamed(gpu), layout, { name, quantisation });
    fc.assert(
      fc.property(batches, fc.integer({ min: 0, max: 4096 }), fc.integer({ min: 0, max: 64 }), (batch, tokens, sequences) => {
        const before = cost.stepSeconds(batch);
        const longer = {
          ...batch,
          prefillTokens: batch.prefillTokens + tokens,
          prefillSequences: Math.max(batch.prefillSequences, tokens > 0 ? 1 : 0),
          prefillAttentionPairs: batch.prefillAttentionPairs + tokens * (batch.prefillTokens + tokens / 2),
        };
        const fuller = {
          ...batch,
          decodeSequences: batch.decodeSequences + sequences,
          decodeContextTokens: batch.decodeContextTokens + 500 * sequences,
        };
        const deeper = { ...batch, decodeContextTokens: batch.decodeContextTokens * 1.5 };
        for (const larger of [fuller, deeper]) expect(cost.stepSeconds(larger)).toBeGreaterThanOrEqual(before * (1 - 1e-9));
        expect(cost.stepSeconds(longer)).toBeGreaterThanOrEqual(before * (1 - 1e-9));
        expect(Number.isFinite(before) && before > 0).toBe(true);
      }),
      { numRuns: 60 },
    );
  }
});

test.each(setups)('%s on %s: no step beats the hardware', (modelName, gpuName, layout, quantisation) => {
  const [model, gpu] = [modelNamed(modelName), gpuNamed(gpuName)];
  const cost = replicaCost(model, gpu, layout, { name: 'tensorrt-llm', quantisation });
  const format = storedBy('tensorrt-llm', quantisation);
  const work = rankWork(model, layout);
  const bandwidth = gpu.memoryTerabytesPerSecond * 1e12;
  const peak = peakFlops(gpu, operandsOf(kernelOn(gpu, format.feedForward.kernel)));
  const { active } = modelParameters(model);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 512 }), fc.integer({ min: 64, max: 16_384 }), (sequences, context) => {
      const batch = {
        prefillTokens: 0,
        prefillSequences: 0,
        prefillAttentionPairs: 0,
        decodeSequences: sequences,
        decodeContextTokens: sequences * context,
      };
      const { attention } = work;
      const cache = (sequences / layout.data) * context * attention.fullLayers * attention.cacheElements * cacheBytes[format.kvCache];
      const weights = (work.attentionElements + work.feedForwardElements) * format.feedForward.bytes;
      const flops = (2 * active * sequences) / cost.gpus;
      expect(cost.stepSeconds(batch)).toBeGreaterThan(Math.max((weights + cache) / bandwidth, flops / peak) * 0.98);
    }),
    { numRuns: 100 },
  );
});

test('the cache of a layer is shared, replicated or compressed as the architecture says', () => {
  const engine: Engine = { name: 'vllm', quantisation: 'bf16', kvCache: 'bf16' };
  expect(replicaCost(modelNamed('llama-3.1-8b'), gpuNamed('h100'), single, engine).kvBytesPerToken).toBe(131_072);
  expect(replicaCost(modelNamed('llama-3.1-70b'), gpuNamed('h100'), { ...single, tensor: 8 }, engine).kvBytesPerToken).toBe(327_680);
  const eight = { ...single, tensor: 8 };
  const latent = replicaCost(modelNamed('deepseek-v3'), gpuNamed('h200'), eight, { name: 'vllm', quantisation: 'fp8', kvCache: 'bf16' });
  expect(latent.kvBytesPerToken).toBe(70_272 * 8);
});

test('a layout or a model that cannot be is refused with its name and a remedy', () => {
  const engine: Engine = { name: 'vllm', quantisation: 'fp8' };
  const dense = modelNamed('llama-3.1-8b');
  expect(() => replicaCost(dense, gpuNamed('h100'), { ...single, tensor: 2, expert: 2 }, engine)).toThrow('no experts');
  expect(() => replicaCost(dense, gpuNamed('h100'), { ...single, tensor: 1.5 }, engine)).toThrow('tensor parallelism is 1.5');
  expect(() => replicaCost(dense, gpuNamed('h100'), { ...single, tensor: 7 }, engine)).toThrow('32 attention heads do not divide');
  expect(() => replicaCost(modelNamed('deepseek-v3'), gpuNamed('h100'), single, engine)).toThrow('does not fit');
  expect(() => replicaCost(dense, gpuNamed('ryzen-9950x'), { ...single, tensor: 2 }, engine)).toThrow('no link');
});
