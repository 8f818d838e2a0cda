import { seconds } from '../../base/units.ts';
import { coefficients } from '../hardware/coefficients.ts';
import { curvesOf } from '../hardware/curves-of.ts';
import type { KernelCurves } from '../hardware/kernel-curves.ts';
import { physicalReplica } from '../hardware/physical-replica.ts';
import { wholeStepCost, type ReplicaCost, type StepBatch } from '../hardware/replica-cost.ts';
import { stepClasses, type StepClasses } from '../hardware/step-cost.ts';
import { costOfAllRanks } from './all-ranks.ts';
import type { ReplicaRecipe, WideExpertParallel } from './scenario.ts';

/**
 * A replica that replicates busy experts and runs two half batches in turn, the network of one under the kernels of the
 * other (two-batch overlap): a step takes the longer of the two, or one whole batch where that is sooner.
 */
export function overlappedReplica(recipe: ReplicaRecipe, wide: WideExpertParallel): ReplicaCost {
  const { model, gpu, layout, engine } = recipe;
  const overheads = coefficients.engines[engine.name];
  const replica = physicalReplica(model, gpu, layout, engine, { curves: balanced(curvesOf(gpu.architecture)), engine: overheads });
  const kernels = (classes: StepClasses): number =>
    classes.gemm * overheads.gemm +
    (classes.prefillAttention + classes.decodeAttention) * overheads.attention +
    classes.experts * wide.expertImbalance * overheads.experts +
    classes.floors * overheads.floors;
  const network = (classes: StepClasses): number => (classes.network * wide.copies) / wide.networkEfficiency;
  const stepSeconds = (batch: StepBatch): number => {
    const sequences = (batch.decodeSequences + batch.prefillSequences) / layout.data;
    const host = overheads.step + overheads.layer * model.layers + overheads.sequence * sequences;
    const whole = stepClasses(replica.context, batch);
    const half = stepClasses(replica.context, halved(batch));
    const inTurn = Math.max(2 * kernels(half), 2 * network(half));
    return host + Math.min(kernels(whole) + network(whole), inTurn);
  };
  return { ...costOfAllRanks(wholeStepCost(model, gpu, layout, engine), layout), stepSeconds: (batch) => seconds(stepSeconds(batch)) };
}

/** The kernel tables carry the skew of unreplicated experts; here the skew is stated. */
function balanced(curves: KernelCurves): KernelCurves {
  const expert = Object.fromEntries(Object.entries(curves.expert).map(([kernel, curve]) => [kernel, { ...curve, imbalance: 0 }]));
  return { ...curves, expert: expert as unknown as KernelCurves['expert'] };
}

const halved = (batch: StepBatch): StepBatch => ({
  prefillTokens: batch.prefillTokens / 2,
  prefillSequences: batch.prefillSequences / 2,
  prefillAttentionPairs: batch.prefillAttentionPairs / 2,
  decodeSequences: batch.decodeSequences / 2,
  decodeContextTokens: batch.decodeContextTokens / 2,
});
