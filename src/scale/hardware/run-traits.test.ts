import { expect, test } from 'vitest';
import { correctionTerms } from './correction.ts';
import { effectFamilies } from './effect-families.ts';
import { gpuNamed } from './gpu-named.ts';
import { modelNamed } from './model-named.ts';
import { secondsOfClasses, secondsOfParts, stepParts } from './physical-replica.ts';
import { replicaByPhysics } from './replica-cost.ts';
import { runTraits } from './run-traits.ts';
import { stepClasses } from './step-cost.ts';

const layout = { tensor: 8, pipeline: 1, expert: 1, data: 1 };
const replica = replicaByPhysics(modelNamed('deepseek-v3'), gpuNamed('h200'), layout, { name: 'vllm', quantisation: 'fp8' });
const batch = {
  prefillTokens: 512,
  prefillSequences: 1,
  prefillAttentionPairs: 131_072,
  decodeSequences: 32,
  decodeContextTokens: 40_000,
};
const classes = stepClasses(replica.context, batch);
const step = stepParts(classes, replica.coefficients, replica.context.work.layers, layout, batch);
const situation = { sequences: 32, inputTokens: 1024, outputTokens: 1024, prefillShare: 0.1, waitingShare: 0, step };

test('the parts of a step add up to it, and their shares to one', () => {
  expect(secondsOfParts(step)).toBe(secondsOfClasses(classes, replica.coefficients, replica.context.work.layers, layout, batch));
  const { products, attention, experts, network, overhead } = runTraits(replica, situation).covariates as Record<string, number>;
  expect((products ?? 0) + (attention ?? 0) + (experts ?? 0) + (network ?? 0) + (overhead ?? 0)).toBeCloseTo(1, 12);
});

test('a bare engine is its mean: it belongs to no release and to no campaign', () => {
  const { levels } = runTraits(replica, situation);
  expect(levels).not.toHaveProperty('release');
  expect(levels).not.toHaveProperty('campaign');
  const released = { ...replica, engine: { ...replica.engine, release: '0.19.0' } };
  expect(runTraits(released, { ...situation, campaign: '2026-04-03' }).levels).toMatchObject({
    release: 'vllm-0.19.0',
    campaign: 'vllm@2026-04-03',
  });
});

test('no covariate leaves its bounds, however long or many the requests', () => {
  const absurd = { ...situation, sequences: 1e9, inputTokens: 1e9, outputTokens: 1e9 };
  for (const value of Object.values(runTraits(replica, absurd).covariates)) expect(Math.abs(value)).toBeLessThanOrEqual(2);
});

test('every metric can tell a measured pair of model and part from a new one, and asks for nothing that a run does not have', () => {
  const traits = runTraits({ ...replica, engine: { ...replica.engine, release: '1' } }, { ...situation, campaign: '2026-01-01' });
  for (const [metric, families] of Object.entries(effectFamilies)) {
    expect(
      families.some(({ levels }) => levels[0] === 'model' && levels[1] === 'gpu'),
      metric,
    ).toBe(true);
    expect(correctionTerms(families, traits), metric).toHaveLength(families.length);
    for (const { covariate } of families) if (covariate !== undefined) expect(traits.covariates, metric).toHaveProperty(covariate);
  }
});
