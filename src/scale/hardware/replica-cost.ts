import type { Bytes, Fraction, Seconds, Tokens, Watts } from '../../base/units.ts';

/** What one engine step works on: at most one prefill chunk set and any number of decoding sequences. */
export interface StepBatch {
  /** New prompt tokens processed in this step, over all sequences that prefill. */
  readonly prefillTokens: number;
  /** Sequences that prefill in this step. */
  readonly prefillSequences: number;
  /** Sum over prefilling sequences of new tokens times the mean context they attend to (causal: past + new / 2). */
  readonly prefillAttentionPairs: number;
  /** Sequences of which this step decodes one token each. */
  readonly decodeSequences: number;
  /** Sum of the contexts of the decoding sequences, in tokens. */
  readonly decodeContextTokens: number;
}

/** The class of operation that takes most of a step. */
export type BindingLimit = 'memory' | 'bandwidth' | 'compute' | 'network' | 'overhead';

/**
 * One replica of a model on a layout of GPUs, as the simulator and the planner see it. Made by
 * `replicaCost(model, gpu, layout, engine)`; pure, and monotone in every field of a batch.
 */
export interface ReplicaCost {
  readonly gpus: number;
  /** Time of one engine step with this batch. */
  stepSeconds(batch: StepBatch): Seconds;
  /** What takes most of that step. */
  bindingLimit(batch: StepBatch): BindingLimit;
  /** Power of all the replica's GPUs during such a step. */
  stepPower(batch: StepBatch): Watts;
  /** Tokens of KV cache that fit beside the weights, over the whole replica. */
  readonly kvCapacity: Tokens;
  /** KV cache of one token, over the whole replica. */
  readonly kvBytesPerToken: Bytes;
  /** Time outside the engine's steps that every request pays once (tokenize, schedule, first network hop). */
  readonly requestOverhead: Seconds;
  /** Time to move one token's KV cache to another replica (prefill/decode disaggregation). */
  readonly transferSecondsPerToken: Seconds;
  readonly maxSequences: number;
  /** Most new tokens of one step (chunked prefill). */
  readonly maxBatchedTokens: number;
  /** Half-width of the 80 % band of a step's time, as a factor: the truth lies in [t / factor, t * factor]. */
  readonly bandFactor: { readonly ttft: Fraction; readonly tpot: Fraction; readonly throughput: Fraction };
  readonly idlePower: Watts;
}
