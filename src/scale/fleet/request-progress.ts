/** What a run keeps for each request beside the table; one for all replicas that share it. */
export class RequestProgress {
  /** Prompt tokens computed or found in the cache. */
  readonly computed: Int32Array;
  /** Tokens to compute before the next token can be sampled: the prompt, and after a preemption what was generated. */
  readonly target: Int32Array;
  /** Order in which requests were let into a batch. */
  readonly admission: Float64Array;
  /** When it came to its replica. */
  readonly submittedAt: Float64Array;
  /** Sampled by a prefill replica; needs only room. */
  readonly handedOver: Uint8Array;

  constructor(length: number) {
    this.computed = new Int32Array(length);
    this.target = new Int32Array(length);
    this.admission = new Float64Array(length);
    this.submittedAt = new Float64Array(length);
    this.handedOver = new Uint8Array(length);
  }
}
