import type { EffectFamily, RunTraits } from './correction.ts';
import type { PhysicalReplica } from './physical-replica.ts';

/** Families of deviations: which levels share one, and how far they are expected to spread (log units). */
export const effectFamilies: readonly EffectFamily[] = [
  { levels: [], covariate: 'batch', spread: 0.05 },
  { levels: [], covariate: 'ranks', spread: 0.05 },
  { levels: [], covariate: 'prefill', spread: 0.1 },
  { levels: ['engine'], spread: 0.08 },
  { levels: ['architecture'], spread: 0.08 },
  { levels: ['gpu'], spread: 0.05 },
  { levels: ['format'], spread: 0.08 },
  { levels: ['model'], spread: 0.08 },
  { levels: ['layout'], spread: 0.1 },
  { levels: ['load'], spread: 0.15 },
  { levels: ['release'], spread: 0.15 },
  { levels: ['engine', 'load'], spread: 0.15 },
  { levels: ['gpu', 'load'], spread: 0.15 },
  { levels: ['engine', 'architecture'], spread: 0.05 },
  { levels: ['architecture', 'format'], spread: 0.08 },
  { levels: ['engine', 'family'], spread: 0.06 },
  { levels: ['release', 'model'], spread: 0.25 },
  { levels: ['model', 'gpu', 'format'], spread: 0.25 },
  { levels: ['engine'], covariate: 'batch', spread: 0.05 },
  { levels: ['engine'], covariate: 'ranks', spread: 0.05 },
  { levels: ['engine'], covariate: 'prefill', spread: 0.1 },
  { levels: ['engine', 'family'], covariate: 'batch', spread: 0.05 },
  { levels: ['engine', 'family'], covariate: 'ranks', spread: 0.05 },
  { levels: ['engine', 'family'], covariate: 'prefill', spread: 0.1 },
  { levels: ['architecture'], covariate: 'batch', spread: 0.05 },
  { levels: ['architecture'], covariate: 'ranks', spread: 0.05 },
  { levels: ['format'], covariate: 'ranks', spread: 0.05 },
  { levels: ['layout'], covariate: 'batch', spread: 0.05 },
  { levels: ['load'], covariate: 'batch', spread: 0.15 },
  { levels: ['release', 'model'], covariate: 'batch', spread: 0.15 },
  { levels: ['release', 'model'], covariate: 'prefill', spread: 0.3 },
  { levels: ['model', 'gpu'], covariate: 'batch', spread: 0.15 },
  { levels: ['model', 'gpu'], covariate: 'ranks', spread: 0.15 },
];

const limited = (value: number): number => Math.max(-1.5, Math.min(2, value));

/** What a replica under a load is known by. `sequences` decode at once; `prefillShare` of the step time goes to prompts. */
export function runTraits(replica: PhysicalReplica, sequences: number, prefillShare: number, load = 'closed-loop'): RunTraits {
  const { model, gpu, layout, engine } = replica;
  const ranks = layout.tensor * layout.data;
  const spread = layout.data > 1 ? 'attention-data' : layout.expert > 1 ? 'expert' : 'tensor';
  return {
    levels: {
      engine: engine.name,
      release: `${engine.name}-${engine.release ?? ''}`,
      architecture: gpu.architecture,
      gpu: gpu.id,
      format: engine.quantisation,
      model: model.id,
      family: model.moe === undefined ? 'dense' : 'moe',
      layout: spread,
      load,
    },
    covariates: {
      batch: limited((Math.log2(Math.max(0.5, sequences)) - 4) / 3),
      ranks: limited((Math.log2(ranks) - 2) / 2),
      prefill: prefillShare,
    },
  };
}
