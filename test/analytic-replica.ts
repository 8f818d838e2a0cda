import { bytes, fraction, seconds, tokens, watts } from '../src/base/units.ts';
import type { ReplicaCost, StepBatch } from '../src/scale/hardware/replica-cost.ts';

function stepSeconds(batch: StepBatch): number {
  const weights = 16.06e9 / (2.04e12 * 0.8);
  const compute = ((batch.prefillTokens + batch.decodeSequences) * 16.06e9) / (312e12 * 0.7);
  const prefillAttention = (batch.prefillAttentionPairs * 4 * 32 * 128 * 32) / (312e12 * 0.45);
  const decodeBytes = batch.decodeContextTokens * 131_072;
  const decodeAttention = decodeBytes === 0 ? 0 : (decodeBytes + 60e6) / (2.04e12 * 0.75);
  return Math.max(weights, compute) + prefillAttention + decodeAttention + 0.0015 + 4e-6 * batch.decodeSequences;
}

/** A replica in closed form, about Llama-3-8B on one A100-80GB: the engine is tested against it, apart from the cost model. */
export function analyticReplica(changes: Partial<ReplicaCost> = {}): ReplicaCost {
  return {
    gpus: 1,
    stepSeconds: (batch) => seconds(stepSeconds(batch)),
    bindingLimit: () => 'bandwidth',
    stepPower: (batch) => watts(180 + 200 * Math.min(1, batch.prefillTokens / 2048) + 0.1 * batch.decodeSequences),
    kvCapacity: tokens(400_000),
    kvBytesPerToken: bytes(131_072),
    requestOverhead: seconds(0.002),
    transferSecondsPerToken: seconds(131_072 / 25e9),
    maxSequences: 256,
    maxBatchedTokens: 2048,
    bandFactor: { ttft: fraction(1.3), tpot: fraction(1.15), throughput: fraction(1.2) },
    idlePower: watts(80),
    ...changes,
  };
}
