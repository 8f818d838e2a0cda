import fc from 'fast-check';
import { expect, test } from 'vitest';
import { gpuNamed } from './gpu-named.ts';
import { modelNamed } from './model-named.ts';
import { replicaCost, wholeStepCost, type StepBatch } from './replica-cost.ts';
import type { Layout } from './layout.ts';
import type { QuantisationName } from './quantisation.ts';
import type { Speculation } from './speculation.ts';

const single = { tensor: 1, pipeline: 1, expert: 1, data: 1 };
const eight = { ...single, tensor: 8 };
type Setup = readonly [string, string, Layout, QuantisationName];
const setups: readonly [Setup, Setup, Setup] = [
  ['llama-3.1-8b', 'h100', single, 'bf16'],
  ['gpt-oss-20b', 'h100', single, 'mxfp4'],
  ['deepseek-v3', 'h200', eight, 'fp8'],
];

const costOf = ([model, gpu, layout, quantisation]: Setup, speculation?: Speculation) =>
  replicaCost(modelNamed(model), gpuNamed(gpu), layout, {
    name: 'vllm',
    quantisation,
    ...(speculation === undefined ? {} : { speculation }),
  });

const decode = (decodeSequences: number, context: number): StepBatch => ({
  prefillTokens: 0,
  prefillSequences: 0,
  prefillAttentionPairs: 0,
  decodeSequences,
  decodeContextTokens: decodeSequences * context,
});
const withPrompt = (batch: StepBatch, prefillTokens: number): StepBatch => ({
  ...batch,
  prefillTokens,
  prefillSequences: 1,
  prefillAttentionPairs: (prefillTokens * prefillTokens) / 2,
});

test.each(setups)('%s: a verified draft is no more than a token more in the products, and reads no cache again', (...setup) => {
  const [model, gpu, layout, quantisation] = setup;
  const whole = wholeStepCost(modelNamed(model), gpuNamed(gpu), layout, {
    name: 'vllm',
    quantisation,
    speculation: { drafts: 1, tokensPerStep: 1 },
  });
  const plain = costOf(setup);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 256 }), fc.integer({ min: 64, max: 16_384 }), (sequences, context) => {
      const verifying = whole.stepSeconds(decode(sequences, context));
      expect(verifying).toBeGreaterThanOrEqual(plain.stepSeconds(decode(sequences, context)) * (1 - 1e-9));
      expect(verifying).toBeLessThanOrEqual(plain.stepSeconds(decode(2 * sequences, context)) * (1 + 1e-9));
    }),
  );
});

test('accepted drafts pay where memory binds, and cost where arithmetic does', () => {
  const plain = costOf(setups[0]);
  const drafting = costOf(setups[0], { drafts: 3, tokensPerStep: 2.5 });
  const few = decode(4, 1000);
  expect(drafting.stepSeconds(few)).toBeLessThan(plain.stepSeconds(few) * 0.45);
  const rejected = costOf(setups[0], { drafts: 3, tokensPerStep: 1 });
  const many = decode(512, 100);
  expect(rejected.stepSeconds(many)).toBeGreaterThan(plain.stepSeconds(many) * 1.2);
});

test('drafts change nothing of a step that only prefills', () => {
  const prompt = withPrompt(decode(0, 0), 2000);
  expect(costOf(setups[0], { drafts: 2, tokensPerStep: 2 }).stepSeconds(prompt)).toBe(costOf(setups[0]).stepSeconds(prompt));
});

test.each(setups)('%s: more work never takes less time, fuller acceptance never more', (...setup) => {
  const cost = costOf(setup, { drafts: 2, tokensPerStep: 2.2 });
  const better = costOf(setup, { drafts: 2, tokensPerStep: 2.6 });
  const span = fc.integer({ min: 0, max: 300 });
  fc.assert(
    fc.property(span, span, fc.integer({ min: 1, max: 9000 }), fc.integer({ min: 0, max: 8000 }), (sequences, more, context, prompt) => {
      const batch = prompt > 0 ? withPrompt(decode(sequences, context), prompt) : decode(sequences + 1, context);
      const before = cost.stepSeconds(batch) * (1 - 1e-9);
      const fuller = {
        ...batch,
        decodeSequences: batch.decodeSequences + more,
        decodeContextTokens: batch.decodeContextTokens + more * context,
      };
      expect(cost.stepSeconds(fuller)).toBeGreaterThanOrEqual(before);
      expect(cost.stepSeconds(withPrompt(batch, prompt + 1 + more))).toBeGreaterThanOrEqual(before);
      expect(better.stepSeconds(batch)).toBeLessThanOrEqual(cost.stepSeconds(batch));
    }),
  );
});

test.each([
  [{ drafts: 0, tokensPerStep: 1 }, '0 drafts'],
  [{ drafts: 1.5, tokensPerStep: 1 }, '1.5 drafts'],
  [{ drafts: 1, tokensPerStep: 0.9 }, '0.9 tokens a step'],
  [{ drafts: 1, tokensPerStep: 2.1 }, '2.1 tokens a step'],
  [{ drafts: 1, tokensPerStep: Number.NaN }, 'NaN tokens a step'],
])('%j is refused', (speculation, message) => {
  expect(() => costOf(setups[0], speculation)).toThrow(message);
});
