import { secondsOfClasses, type PhysicalReplica } from '../hardware/physical-replica.ts';
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
}

export interface ReplicaPool {
  readonly replica: PhysicalReplica;
  readonly count: number;
}

/** Tokens of one rank's prefill step under load. */
const fullStepTokens = 16_384;

const stepOf = (replica: PhysicalReplica, batch: StepBatch): number =>
  secondsOfClasses(stepClasses(replica.context, batch), replica.coefficients, replica.context.work.layers, replica.layout, batch);

/** Seconds that one replica takes to prefill one prompt on every data-parallel rank. */
export function prefillSeconds(replica: PhysicalReplica, inputTokens: number, prompts: number): number {
  return stepOf(replica, promptBatch(inputTokens, prompts));
}

const promptBatch = (inputTokens: number, prompts: number): StepBatch => ({
  prefillTokens: inputTokens * prompts,
  prefillSequences: prompts,
  prefillAttentionPairs: ((inputTokens * inputTokens) / 2) * prompts,
  decodeSequences: 0,
  decodeContextTokens: 0,
});

/** Seconds of one prompt on one rank of a replica whose other ranks wait. */
function onePromptSeconds(replica: PhysicalReplica, inputTokens: number): number {
  const { data } = replica.layout;
  const batch = promptBatch(inputTokens, data);
  const classes = ofOnePrompt(stepClasses(replica.context, batch), data);
  return secondsOfClasses(classes, replica.coefficients, replica.context.work.layers, replica.layout, batch);
}

/** Seconds of one decode step of `sequences` at a mean context. */
export function decodeSeconds(replica: PhysicalReplica, sequences: number, context: number): number {
  const batch = {
    prefillTokens: 0,
    prefillSequences: 0,
    prefillAttentionPairs: 0,
    decodeSequences: sequences,
    decodeContextTokens: sequences * context,
  };
  return stepOf(replica, batch);
}

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
  const alone = onePromptSeconds(prefill.replica, inputTokens);
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
  let perToken = 0;
  let binds: ApartTimes['binds'] = 'load';
  for (let round = 0; round < 20; round++) {
    perToken = decodeSeconds(decode.replica, Math.max(sequences, 1 / decode.count), context);
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
  const queue = coefficients.waitPerSequence * (concurrency / prefillRate);
  return {
    timePerOutputToken: perToken,
    timeToFirstToken: Math.max(first + queue, concurrency / rate - decoding),
    throughput: rate * outputTokens,
    sequences,
    binds,
  };
}
