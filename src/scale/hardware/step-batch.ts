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
