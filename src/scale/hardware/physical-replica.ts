import type { EngineCoefficients } from './engine-coefficients.ts';
import { engineProfile, type Engine, type EngineProfile } from './engine.ts';
import type { Gpu } from './gpu.ts';
import type { KernelCurves } from './kernel-curves.ts';
import { checkLayout, type Layout } from './layout.ts';
import { memoryPlan, type MemoryPlan } from './memory-plan.ts';
import type { Model } from './model.ts';
import { storedBy } from './quantisation.ts';
import { rankWork } from './rank-work.ts';
import { checkSpeculation, verifiedTokens } from './speculation.ts';
import type { StepBatch } from './step-batch.ts';
import type { StepClasses, StepContext } from './step-cost.ts';

/** What the step time of every replica is computed with. */
export interface ReplicaCoefficients {
  readonly curves: KernelCurves;
  readonly engine: EngineCoefficients;
}

/** A replica by physics and engine overheads alone, before any measured deviation is applied. */
export interface PhysicalReplica {
  readonly model: Model;
  readonly gpu: Gpu;
  readonly layout: Layout;
  readonly engine: Engine;
  readonly profile: EngineProfile;
  readonly context: StepContext;
  readonly coefficients: EngineCoefficients;
  readonly memory: MemoryPlan;
  readonly maxSequences: number;
  readonly maxBatchedTokens: number;
}

/** @throws {TareError} `impossible-layout`, `model-does-not-fit`, `bad-speculation` */
export function physicalReplica(
  model: Model,
  gpu: Gpu,
  layout: Layout,
  engine: Engine,
  coefficients: ReplicaCoefficients,
  known: 'to-be-checked' | 'known-to-fit' = 'to-be-checked',
): PhysicalReplica {
  checkLayout(model, gpu, layout);
  if (engine.speculation !== undefined) checkSpeculation(engine.speculation);
  const standard = engineProfile(engine.name);
  const format = storedBy(engine.name, engine.quantisation);
  const kvCache = engine.kvCache ?? format.kvCache;
  // Every attention-data-parallel rank runs a scheduler of its own.
  const maxSequences = (engine.maxSequences ?? standard.maxSequences) * layout.data;
  const maxBatchedTokens = engine.maxBatchedTokens ?? standard.maxBatchedTokens;
  const profile = { ...standard, memoryFraction: engine.memoryFraction ?? standard.memoryFraction, maxSequences, maxBatchedTokens };
  const work = rankWork(model, layout);
  return {
    model,
    gpu,
    layout,
    engine,
    profile,
    context: { gpu, layout, work, format, kvCache, curves: coefficients.curves, tokensPerSequence: verifiedTokens(engine.speculation) },
    coefficients: coefficients.engine,
    memory: memoryPlan(model, gpu, layout, work, format, kvCache, profile, maxSequences, known),
    maxSequences,
    maxBatchedTokens,
  };
}

/** Prompt tokens from which a step is wholly a prefill step. */
const fullPrefill = 512;

/** Seconds of a step by what takes them; they add up to the step. */
export interface StepParts {
  readonly gemm: number;
  readonly attention: number;
  readonly experts: number;
  readonly network: number;
  /** Kernel floors, layers, sequences and the step itself: what no larger batch lengthens much. */
  readonly overhead: number;
}

/** Parts of a step from its kernel classes: engine factors, host work (one scheduler a data-parallel rank), and every pipeline stage in turn. */
export function stepParts(
  classes: StepClasses,
  coefficients: EngineCoefficients,
  layers: number,
  layout: Layout,
  batch: StepBatch,
): StepParts {
  const stages = layout.pipeline;
  const prefill = stages * (1 + (coefficients.prefill - 1) * Math.min(1, batch.prefillTokens / fullPrefill));
  const host = coefficients.step + (coefficients.sequence * (batch.decodeSequences + batch.prefillSequences)) / layout.data;
  return {
    gemm: prefill * classes.gemm * coefficients.gemm,
    attention: prefill * (classes.prefillAttention + classes.decodeAttention) * coefficients.attention,
    experts: prefill * classes.experts * coefficients.experts,
    network: prefill * classes.network * coefficients.network,
    overhead: stages * (classes.floors * coefficients.floors + coefficients.layer * layers) + host,
  };
}

export const secondsOfParts = ({ gemm, attention, experts, network, overhead }: StepParts): number =>
  gemm + attention + experts + network + overhead;

/** Seconds of a step from its kernel classes; see {@link stepParts}. */
export const secondsOfClasses = (
  classes: StepClasses,
  coefficients: EngineCoefficients,
  layers: number,
  layout: Layout,
  batch: StepBatch,
): number => secondsOfParts(stepParts(classes, coefficients, layers, layout, batch));
