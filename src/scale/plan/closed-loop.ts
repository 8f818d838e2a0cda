import type { EngineCoefficients } from '../hardware/engine-coefficients.ts';
import { secondsOfParts, stepParts, type PhysicalReplica, type StepParts } from '../hardware/physical-replica.ts';
import type { StepBatch } from '../hardware/step-batch.ts';
import { stepClasses, type StepClasses } from '../hardware/step-cost.ts';

/** Lengths of every request of a load, in tokens. */
export interface RequestShape {
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Input tokens that a prefix cache already holds; they are attended to, not computed. */
  readonly cachedTokens?: number;
}

/** Kernel classes of the three steps that decide a closed loop; independent of engine coefficients. */
export interface LoopKernels {
  /** Sequences that decode at once: the load, or as many as the cache and the engine hold. */
  readonly sequences: number;
  /** Sequences of the load on this replica. */
  readonly offered: number;
  readonly shape: RequestShape;
  readonly chunks: number;
  /** Prompts a rank that share one step. */
  readonly together: number;
  /** Decode of one sequence a rank. */
  readonly single: readonly [StepBatch, StepClasses];
  readonly decode: readonly [StepBatch, StepClasses];
  readonly prefill: readonly [StepBatch, StepClasses];
  readonly mixed: readonly [StepBatch, StepClasses];
}

/** Steady state of a replica with a fixed number of requests in flight. Seconds. */
export interface LoopTimes {
  readonly timePerOutputToken: number;
  readonly timeToFirstToken: number;
  /** Time to first token of a request that meets no queue for a slot. */
  readonly prefillSeconds: number;
  /** A decode step, by the token of a sequence that it yields. */
  readonly decodeStep: number;
  /** The same of one sequence. */
  readonly floorStep: number;
  /** Time by which one prompt holds up the others. */
  readonly stall: number;
  /** Output tokens per second of the replica. */
  readonly throughput: number;
  /** Share of the step time that goes to prompts. */
  readonly prefillShare: number;
  /** Share of the time to first token that is neither the prompt's own prefill nor the request's own overhead. */
  readonly waitingShare: number;
  /** What a decode step and the prefill of one prompt consist of. */
  readonly decodeParts: StepParts;
  readonly prefillParts: StepParts;
}

/**
 * What the requests in flight hold of the cache: `mean`, where they come at random and are at all stages; `whole`, where they run
 * in step (a benchmark's closed loop of equal lengths) or the engine reserves a request's whole length.
 */
export type CacheHeld = 'mean' | 'whole';

/** Tokens of a sequence that one decode step yields. */
const yieldOf = (replica: PhysicalReplica): number => replica.engine.speculation?.tokensPerStep ?? 1;

/** Most sequences that the cache and the engine hold at this shape; at least one. */
export function sequenceLimit(replica: PhysicalReplica, shape: RequestShape, held: CacheHeld): number {
  const context = shape.inputTokens + shape.outputTokens * (held === 'whole' ? 1 : 0.5);
  return Math.max(1, Math.min(replica.maxSequences, replica.memory.kvTokens / context));
}

export function loopKernels(replica: PhysicalReplica, shape: RequestShape, offered: number, held: CacheHeld): LoopKernels {
  const sequences = Math.min(offered, sequenceLimit(replica, shape, held));
  const { inputTokens, outputTokens } = shape;
  const { data: ranks, pipeline } = replica.layout;
  const cached = shape.cachedTokens ?? 0;
  const fresh = inputTokens - cached;
  const decode: StepBatch = {
    prefillTokens: 0,
    prefillSequences: 0,
    prefillAttentionPairs: 0,
    // Every stage of a pipeline works on its own share of the sequences.
    decodeSequences: sequences / pipeline,
    decodeContextTokens: (sequences / pipeline) * (inputTokens + outputTokens / 2),
  };
  // Under attention data parallelism one prompt keeps one rank busy as long as a prompt on every rank would.
  const prefill: StepBatch = {
    prefillTokens: fresh * ranks,
    prefillSequences: ranks,
    prefillAttentionPairs: fresh * (cached + fresh / 2) * ranks,
    decodeSequences: 0,
    decodeContextTokens: 0,
  };
  // Prompts that arrive during one step share it, as far as the step has room.
  const together = Math.max(1, Math.min(replica.maxBatchedTokens / fresh, (sequences * yieldOf(replica)) / outputTokens / ranks));
  const mixed: StepBatch = {
    prefillTokens: prefill.prefillTokens * together,
    prefillSequences: prefill.prefillSequences * together,
    prefillAttentionPairs: prefill.prefillAttentionPairs * together,
    decodeSequences: decode.decodeSequences,
    decodeContextTokens: decode.decodeContextTokens,
  };
  const classes = (batch: StepBatch): readonly [StepBatch, StepClasses] => [batch, stepClasses(replica.context, batch)];
  const chunks = Math.ceil(fresh / replica.maxBatchedTokens);
  const single = { ...decode, decodeSequences: ranks, decodeContextTokens: ranks * (inputTokens + outputTokens / 2) };
  return {
    sequences,
    offered,
    shape,
    chunks,
    together,
    single: classes(single),
    decode: classes(decode),
    prefill: [prefill, ofOnePrompt(classes(prefill)[1], ranks)],
    mixed: classes(mixed),
  };
}

/** A prompt on one rank keeps that rank's attention busy, but its experts are spread over all ranks. */
export const ofOnePrompt = (classes: StepClasses, ranks: number): StepClasses => ({ ...classes, experts: classes.experts / ranks });

/**
 * Times of a closed loop: decode steps stretched by the prefills of the other requests (Little's law gives how many there are),
 * and a first token that waits for its own prefill, for part of its neighbours', and for a free slot.
 */
export function loopTimes(replica: PhysicalReplica, kernels: LoopKernels, coefficients: EngineCoefficients): LoopTimes {
  const { layout, context } = replica;
  const { sequences, offered, shape, chunks, together } = kernels;
  const parts = ([batch, classes]: readonly [StepBatch, StepClasses]): StepParts =>
    stepParts(classes, coefficients, context.work.layers, layout, batch);
  const step = (kind: readonly [StepBatch, StepClasses]): number => secondsOfParts(parts(kind));
  const decodeParts = parts(kernels.decode);
  const prefillParts = parts(kernels.prefill);
  const wholeStep = secondsOfParts(decodeParts);
  const decodeStep = wholeStep / yieldOf(replica);
  const again = chunks - 1;
  const chunkCost =
    again * (coefficients.step + kernels.prefill[1].floors * coefficients.floors + coefficients.layer * context.work.layers);
  const alone = secondsOfParts(prefillParts) + chunkCost;
  const extra = Math.max(0, step(kernels.mixed) + chunkCost - wholeStep);
  const stall = (extra * layout.data ** (coefficients.dataStall - 1)) / together / layout.pipeline;
  const prefillSeconds = coefficients.request + wholeStep / 2 + alone * (1 + coefficients.waitSteady);
  const firstToken = prefillSeconds + coefficients.waitPerSequence * (sequences - 1) * stall;
  const tokens = Math.max(1, shape.outputTokens - 1);
  let perToken = decodeStep;
  for (let round = 0; round < 12; round++) {
    const cycle = alone + tokens * perToken;
    const next = decodeStep + ((sequences - 1) * stall * perToken) / cycle;
    if (Math.abs(next - perToken) < 1e-9) break;
    perToken = next;
  }
  const service = alone + tokens * perToken;
  const slotWait = (offered / sequences - 1) * service;
  return {
    timePerOutputToken: perToken,
    timeToFirstToken: firstToken + slotWait,
    prefillSeconds,
    decodeStep,
    floorStep: step(kernels.single) / yieldOf(replica),
    stall,
    throughput: (sequences * shape.outputTokens) / service,
    prefillShare: 1 - decodeStep / perToken,
    waitingShare: 1 - prefillSeconds / (firstToken + slotWait),
    decodeParts,
    prefillParts,
  };
}
