import { expect, test } from 'vitest';
import { gpuNamed } from '../hardware/gpu-named.ts';
import { modelNamed } from '../hardware/model-named.ts';
import { requestCost } from './request-overheads.ts';

const decode = { prefillTokens: 0, prefillSequences: 0, prefillAttentionPairs: 0, decodeSequences: 8, decodeContextTokens: 8000 };

test('overheads that logs show are paid once a verifying step, not once a token', () => {
  const secondsWith = (tokensPerStep: number): number =>
    requestCost({
      model: modelNamed('qwen3-32b'),
      gpu: gpuNamed('rtx-pro-6000'),
      layout: { tensor: 2, pipeline: 1, expert: 1, data: 1 },
      engine: { name: 'vllm', quantisation: 'bf16', speculation: { drafts: 3, tokensPerStep } },
    }).stepSeconds(decode);
  expect(secondsWith(2)).toBeCloseTo(secondsWith(1) / 2, 12);
  expect(secondsWith(4)).toBeCloseTo(secondsWith(1) / 4, 12);
});
