import type { ReplicaCost } from '../hardware/replica-cost.ts';
import { mostCalls, type MeanCall } from './steady-state.ts';

/** Demand on a fleet that prefills and decodes on separate units. */
export interface DisaggregatedDemand {
  readonly call: MeanCall;
  readonly callsPerSecond: number;
  /** Seconds for each output token that decode batches are filled up to. */
  readonly tpot: number;
  /** Work over capacity of what is powered. */
  readonly prefillUtilisation: number;
  readonly decodeUtilisation: number;
}

export interface DisaggregatedNeed {
  readonly prefillGpus: number;
  readonly decodeGpus: number;
  /** Of one unit at its most. */
  readonly prefillCallsPerSecond: number;
  readonly decodeCallsPerSecond: number;
  readonly decodeSequences: number;
}

/** GPUs for a demand in the mean, units not rounded; undefined where no batch is fast enough. */
export function disaggregatedNeed(
  units: { readonly prefill: ReplicaCost; readonly decode: ReplicaCost },
  demand: DisaggregatedDemand,
): DisaggregatedNeed | undefined {
  const decode = mostCalls(units.decode, demand.call, { ttft: Number.POSITIVE_INFINITY, tpot: demand.tpot }, 'decode');
  if (decode === undefined) return undefined;
  const prefill = prefillCallsPerSecond(units.prefill, demand.call);
  return {
    prefillGpus: (demand.callsPerSecond / prefill / demand.prefillUtilisation) * units.prefill.gpus,
    decodeGpus: (demand.callsPerSecond / decode.callsPerSecond / demand.decodeUtilisation) * units.decode.gpus,
    prefillCallsPerSecond: prefill,
    decodeCallsPerSecond: decode.callsPerSecond,
    decodeSequences: decode.sequences,
  };
}

/** Calls a second of a prefill unit whose steps are full of prompts. */
function prefillCallsPerSecond(cost: ReplicaCost, call: MeanCall): number {
  const fresh = call.input * (1 - call.cacheHit);
  const tokens = cost.maxBatchedTokens;
  const step = cost.stepSeconds({
    prefillTokens: tokens,
    prefillSequences: tokens / fresh,
    prefillAttentionPairs: tokens * (call.input * call.cacheHit + fresh / 2),
    decodeSequences: 0,
    decodeContextTokens: 0,
  });
  return tokens / fresh / step;
}
