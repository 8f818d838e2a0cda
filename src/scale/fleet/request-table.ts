import { assert } from '../../base/assert.ts';

/** How a request ended. */
export const requestOutcome = {
  pending: 0,
  served: 1,
  /** A limit of its tier turned it away and it did not come back. */
  refusedByLimit: 2,
  /** The queue was full. */
  refusedByLoad: 3,
  /** It can never fit into the KV cache of a replica. */
  refusedAsTooLong: 4,
} as const;

/** The blocks of every prompt: request `i` has the ids `ids[offsets[i]] .. ids[offsets[i + 1] - 1]`. */
export interface PrefixBlocks {
  readonly blockTokens: number;
  readonly offsets: Int32Array;
  readonly ids: Int32Array;
}

/**
 * Requests in columns, in order of arrival: a million of them are a few arrays. The first half is the workload,
 * the second half is filled by a run. Times are seconds from the start of the run.
 */
export interface RequestTable {
  readonly length: number;
  readonly arrivals: Float64Array;
  readonly inputTokens: Int32Array;
  readonly outputTokens: Int32Array;
  /** Index of the tier of the sender. */
  readonly tiers: Uint8Array;
  /** Index of the sender, over all tiers. */
  readonly users: Int32Array;
  readonly prefixes: PrefixBlocks | undefined;

  /** When the limits of its tier let it in; TTFT counts from here. */
  readonly accepted: Float64Array;
  readonly firstTokens: Float64Array;
  readonly finishes: Float64Array;
  readonly outcomes: Uint8Array;
  readonly cachedTokens: Int32Array;
  readonly preemptions: Uint16Array;
  /** Times that a limit made it wait. */
  readonly throttles: Uint16Array;
}

export interface Workload {
  readonly arrivals: Float64Array;
  readonly inputTokens: Int32Array;
  readonly outputTokens: Int32Array;
  readonly tiers?: Uint8Array | undefined;
  readonly users?: Int32Array | undefined;
  readonly prefixes?: PrefixBlocks | undefined;
}

/** A table with nothing served yet. @throws {AssertionError} where columns differ in length or arrivals are not sorted */
export function requestTable(workload: Workload): RequestTable {
  const length = workload.arrivals.length;
  assert(workload.inputTokens.length === length && workload.outputTokens.length === length, 'columns of a workload differ in length');
  for (let index = 1; index < length; index++) {
    assert((workload.arrivals[index] as number) >= (workload.arrivals[index - 1] as number), `arrival ${index} is before the one above it`);
  }
  return {
    length,
    arrivals: workload.arrivals,
    inputTokens: workload.inputTokens,
    outputTokens: workload.outputTokens,
    tiers: workload.tiers ?? new Uint8Array(length),
    users: workload.users ?? new Int32Array(length),
    prefixes: workload.prefixes,
    accepted: new Float64Array(length).fill(Number.NaN),
    firstTokens: new Float64Array(length).fill(Number.NaN),
    finishes: new Float64Array(length).fill(Number.NaN),
    outcomes: new Uint8Array(length),
    cachedTokens: new Int32Array(length),
    preemptions: new Uint16Array(length),
    throttles: new Uint16Array(length),
  };
}
