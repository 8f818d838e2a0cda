import { secondsOfParts, stepParts, type PhysicalReplica, type StepParts } from '../hardware/physical-replica.ts';
import type { StepBatch } from '../hardware/step-batch.ts';
import { stepClasses } from '../hardware/step-cost.ts';
import type { RequestShape } from './closed-loop.ts';
import { ofOnePrompt, sequenceLimit } from './closed-loop.ts';

/** Prefill and decode on replicas of their own, with a fixed number of requests in flight. Seconds. */
export interface ApartTimes {
  readonly timePerOutputToken: number;
  readonly timeToFirstToken: number;
  readonly throughput: number;
  /** Sequences that decode at once on one replica. */
  readonly sequences: number;
  readonly binds: 'prefill' | 'decode' | 'load';
  /** Share of the time to first token that a request waits for a prefill rank or a decode slot. */
  readonly waitingShare: number;
  readonly decodeParts: StepParts;
  readonly prefillParts: StepParts;
}

export interface ReplicaPool {
  readonly replica: PhysicalReplica;
  readonly count: number;
}

/** Tokens of one rank's prefill step under load. */
const fullStepTokens = 16_384;

/** Share of its opening burst that a benchmark's mean request waits for where prompts have replicas of their own: ten rounds follow one another, the first in one heap. */
const burstShare = 0.1;

const partsOf = (replica: PhysicalReplica, batch: StepBatch, classes = stepClasses(replica.context, batch)): StepParts =>
  stepParts(classes, replica.coefficients, replica.context.work.layers, replica.layout, batch);
const stepOf = (replica: PhysicalReplica, batch: StepBatch): number => secondsOfParts(partsOf(replica, batch));

/** Seconds that one replica takes to prefill one prompt on every data-parallel rank. */
export const prefillSeconds = (replica: PhysicalReplica, inputTokens: number, prompts: number): number =>
  stepOf(replica, promptBatch(inputTokens, prompts));

const promptBatch = (inputTokens: number, prompts: number): StepBatch => ({
  prefillTokens: inputTokens * prompts,
  prefillSequences: prompts,
  prefillAttentionPairs: ((inputTokens * inputTokens) / 2) * prompts,
  decodeSequences: 0,
  decodeContextTokens: 0,
});

/** One prompt on one rank of a replica whose other ranks wait. */
function onePromptParts(replica: PhysicalReplica, inputTokens: number): StepParts {
  const { data } = replica.layout;
  const batch = promptBatch(inputTokens, data);
  return partsOf(replica, batch, ofOnePrompt(stepClasses(replica.context, batch), data));
}

const decodeBatch = (sequences: number, context: number): StepBatch => ({
  prefillTokens: 0,
  prefillSequences: 0,
  prefillAttentionPairs: 0,
  decodeSequences: sequences,
  decodeContextTokens: sequences * context,
});

/** One decode step of `sequences` at a mean context. */
export const decodeStepParts = (replica: PhysicalReplica, sequences: number, context: number): StepParts =>
  partsOf(replica, decodeBatch(sequences, context));

/** One step that prefills `prompts` prompts together. */
export const prefillStepParts = (replica: PhysicalReplica, inputTokens: number, prompts: number): StepParts =>
  partsOf(replica, promptBatch(inputTokens, prompts));

/** Seconds to move the cache of one prompt from one replica to another over the scale-out (or a rack's scale-up) network. */
export function transferSeconds(replica: PhysicalReplica, inputTokens: number): number {
  const { gpu, layout, memory } = replica;
  const perGpu = gpu.scaleUpDomain > 8 ? (gpu.linkGigabytesPerSecond ?? 25) : (gpu.scaleOutGigabytesPerSecond ?? 12.5);
  return (memory.kvBytesPerToken * inputTokens) / (perGpu * 1e9 * 0.8 * layout.tensor * layout.pipeline);
}

/** Closed loop of `concurrency` requests over both pools: the slower stage sets the pace, and its queue holds the rest. */
export function apartTimes(prefill: ReplicaPool, decode: ReplicaPool, shape: RequestShape, concurrency: number): ApartTimes {
  const { inputTokens, outputTokens } = shape;
  const prompts = prefill.replica.layout.data;
  const prefillParts = onePromptParts(prefill.replica, inputTokens);
  const alone = secondsOfParts(prefillParts);
  const coefficients = prefill.replica.coefficients;
  const move = transferSeconds(decode.replica, inputTokens);
  const first = coefficients.request + alone * (1 + coefficients.waitSteady) + move;
  // Under load a rank fills its steps with as many prompts as they take.
  const full = Math.max(1, Math.floor(fullStepTokens / inputTokens));
  const prefillRate = (prefill.count * prompts * full) / prefillSeconds(prefill.replica, inputTokens, prompts * full);
  const tokens = Math.max(1, outputTokens - 1);
  const context = inputTokens + outputTokens / 2;
  const most = sequenceLimit(decode.replica, shape, 'whole');
  let sequences = Math.min(most, concurrency / decode.count);
  let decodeParts = decodeStepParts(decode.replica, 1, context);
  let perToken = 0;
  let binds: ApartTimes['binds'] = 'load';
  for (let round = 0; round < 20; round++) {
    decodeParts = decodeStepParts(decode.replica, Math.max(sequences, 1 / decode.count), context);
    perToken = secondsOfParts(decodeParts);
    const decoding = tokens * perToken;
    const unhindered = concurrency / (first + decoding);
    const decodeRate = (decode.count * most) / decoding;
    const rate = Math.min(unhindered, prefillRate, decodeRate);
    binds = rate === unhindered ? 'load' : rate === prefillRate ? 'prefill' : 'decode';
    const next = Math.min(most, (rate * decoding) / decode.count);
    if (Math.abs(next - sequences) < 1e-3 * sequences) break;
    sequences = (sequences + next) / 2;
  }
  const decoding = tokens * perToken;
  const rate = (sequences * decode.count) / decoding;
  const timeToFirstToken = Math.max(first + burstShare * (concurrency / prefillRate), concurrency / rate - decoding);
  return {
    timePerOutputToken: perToken,
    timeToFirstToken,
    throughput: rate * outputTokens,
    sequences,
    binds,
    waitingShare: 1 - first / timeToFirstToken,
    decodeParts,
    prefillParts,
  };
}
