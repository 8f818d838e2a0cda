import type { ReplicaCost, StepBatch } from '../hardware/replica-cost.ts';

/** Mean call that a replica serves, in tokens. */
export interface MeanCall {
  readonly input: number;
  /** Share of the input found in the prefix cache. */
  readonly cacheHit: number;
  readonly output: number;
  /** Standard deviation over mean of the lengths: long calls stay longer and weigh more. 0 where absent. */
  readonly inputVariation?: number;
  readonly outputVariation?: number;
}

/** Mean context of a sequence that decodes, over the steps of all calls: E[out (in + out / 2)] / E[out]. */
const decodeContext = (call: MeanCall): number => call.input + (call.output * (1 + (call.outputVariation ?? 0) ** 2)) / 2;

/** A replica under an even stream of calls. */
export interface SteadyState {
  readonly callsPerSecond: number;
  /** Calls being served, in the mean over time. */
  readonly sequences: number;
  /** Seconds for each output token after the first. */
  readonly tpot: number;
  /** Mean seconds to the first token: overhead, the step under way, and the prompt's own steps; no queue for a place. */
  readonly ttft: number;
  /** Share of time inside a step. */
  readonly busyShare: number;
  /** Watts while busy. */
  readonly busyWatts: number;
}

/** The part a replica plays: all of a call, or one phase of it. */
export type Phase = 'both' | 'prefill' | 'decode';

const decodeOnly = (sequences: number, context: number): StepBatch => ({
  prefillTokens: 0,
  prefillSequences: 0,
  prefillAttentionPairs: 0,
  decodeSequences: sequences,
  decodeContextTokens: sequences * context,
});

/** A step with prompt tokens beside `sequences` decoding ones. */
function mixed(call: MeanCall, tokens: number, sequences: number, context: number): StepBatch {
  const fresh = call.input * (1 - call.cacheHit);
  return {
    prefillTokens: tokens,
    prefillSequences: Math.max(1, tokens / fresh),
    prefillAttentionPairs: tokens * (call.input * call.cacheHit + (fresh * (1 + (call.inputVariation ?? 0) ** 2)) / 2),
    decodeSequences: sequences,
    decodeContextTokens: sequences * context,
  };
}

/**
 * Fluid model of one replica: sequences in the batch follow from Little's law, with every prompt adding to the steps it
 * shares. Undefined where the replica cannot keep up: the batch would outgrow its places or its KV cache.
 */
export function steadyState(cost: ReplicaCost, call: MeanCall, callsPerSecond: number, phase: Phase = 'both'): SteadyState | undefined {
  if (phase === 'prefill') {
    const prompt = promptSeconds(cost, call, callsPerSecond, 0, 0, 0, phase);
    return callsPerSecond * prompt < 1 ? describe(cost, call, callsPerSecond, 0, phase) : undefined;
  }
  let low = 0;
  let high = mostSequences(cost, call, phase);
  if (rateOf(cost, call, high, phase) < callsPerSecond) return undefined;
  for (let round = 0; round < 40 && high - low > 1e-4 * high; round++) {
    const middle = (low + high) / 2;
    if (rateOf(cost, call, middle, phase) < callsPerSecond) low = middle;
    else high = middle;
  }
  return describe(cost, call, callsPerSecond, high, phase);
}

/** Calls a second that keep this many sequences decoding, in the mean. */
function rateOf(cost: ReplicaCost, call: MeanCall, sequences: number, phase: Phase): number {
  const context = decodeContext(call);
  const decodeSeconds = cost.stepSeconds(decodeOnly(sequences, context));
  const steps = Math.max(1, call.output - 1);
  let rate = sequences / (steps * decodeSeconds);
  if (phase === 'decode') return rate;
  for (let round = 0; round < 2; round++) {
    const prompt = promptSeconds(cost, call, rate, sequences, context, decodeSeconds, phase);
    rate = sequences / (steps * decodeSeconds + sequences * prompt);
  }
  return rate;
}

/** Places in a batch: what the engine allows and what the KV cache holds of mean calls. */
function mostSequences(cost: ReplicaCost, call: MeanCall, phase: Phase): number {
  const held = phase === 'prefill' ? call.input : decodeContext(call);
  return Math.max(1, Math.min(cost.maxSequences, cost.kvCapacity / held));
}

/** Seconds that one call's prompt adds to the steps it is computed in. */
function promptSeconds(
  cost: ReplicaCost,
  call: MeanCall,
  callsPerSecond: number,
  sequences: number,
  context: number,
  decodeSeconds: number,
  phase: Phase,
): number {
  if (phase === 'decode') return 0;
  const fresh = Math.max(1, call.input * (1 - call.cacheHit));
  const budget = Math.max(1, cost.maxBatchedTokens - sequences);
  if (phase === 'prefill') {
    // A prefill replica fills its steps as far as a queue stands; at least one prompt a step.
    const tokens = Math.min(budget, Math.max(fresh, 1));
    return (cost.stepSeconds(mixed(call, tokens, 0, 0)) * fresh) / tokens;
  }
  const together = Math.min(budget, Math.max(fresh, callsPerSecond * fresh * decodeSeconds));
  return ((cost.stepSeconds(mixed(call, together, sequences, context)) - decodeSeconds) * fresh) / together;
}

function describe(cost: ReplicaCost, call: MeanCall, callsPerSecond: number, decoding: number, phase: Phase): SteadyState {
  const context = decodeContext(call);
  // A sequence that decodes alone still makes a batch of one: the cost is taken at the mean batch of busy time.
  const idleShare = Math.exp(-decoding);
  const batch = decoding === 0 ? 0 : Math.max(1, decoding / (1 - idleShare));
  const decodeSeconds = batch === 0 ? 0 : cost.stepSeconds(decodeOnly(batch, context));
  const prompt = promptSeconds(cost, call, callsPerSecond, batch, context, decodeSeconds, phase);
  const promptShare = Math.min(1, callsPerSecond * prompt);
  const tpot = phase === 'prefill' ? 0 : decodeSeconds / Math.max(1e-9, 1 - promptShare);
  const waiting = phase === 'prefill' ? (promptShare * prompt) / (2 * Math.max(1e-9, 1 - promptShare)) : tpot / 2;
  const ttft = cost.requestOverhead + waiting + prompt + decodeSeconds;
  const inSystem = callsPerSecond * (ttft - cost.requestOverhead + Math.max(0, call.output - 1) * tpot);
  const sequences = phase === 'prefill' ? callsPerSecond * (waiting + prompt) : inSystem;
  const decodeWatts = batch === 0 ? 0 : cost.stepPower(decodeOnly(batch, context));
  const fresh = Math.max(1, Math.min(cost.maxBatchedTokens, call.input * (1 - call.cacheHit)));
  const promptWatts = phase === 'decode' ? 0 : cost.stepPower(mixed(call, fresh, batch, context));
  const busyShare = phase === 'prefill' ? promptShare : 1 - Math.exp(-sequences);
  const promptPart = phase === 'prefill' ? 1 : promptShare;
  return {
    callsPerSecond,
    sequences,
    tpot,
    ttft,
    busyShare,
    busyWatts: promptWatts * promptPart + decodeWatts * (1 - promptPart),
  };
}

/** Objectives that a replica has to hold in the mean. */
export interface MeanObjective {
  readonly ttft: number;
  readonly tpot: number;
}

/** Most calls a second that a replica serves within the objective; undefined where it cannot hold it at any load. */
export function mostCalls(cost: ReplicaCost, call: MeanCall, objective: MeanObjective, phase: Phase = 'both'): SteadyState | undefined {
  const most = phase === 'prefill' ? 1 : mostSequences(cost, call, phase);
  const emptyPrompt = phase === 'prefill' ? promptSeconds(cost, call, 0, 0, 0, 0, phase) : 0;
  const at = (level: number): SteadyState | undefined => {
    const rate = phase === 'prefill' ? level / emptyPrompt : rateOf(cost, call, level, phase);
    const state = describe(cost, call, rate, phase === 'prefill' ? 0 : level, phase);
    const isFast = (phase === 'prefill' || state.tpot <= objective.tpot) && (phase === 'decode' || state.ttft <= objective.ttft);
    return isFast ? state : undefined;
  };
  const full = at(most * (phase === 'prefill' ? 0.999 : 1));
  if (full !== undefined) return full;
  let low = most * 1e-6;
  let high = most;
  let best = at(low);
  if (best === undefined) return undefined;
  for (let round = 0; round < 40 && high / low > 1.001; round++) {
    const middle = round < 8 ? Math.sqrt(low * high) : (low + high) / 2;
    const state = at(middle);
    if (state === undefined) high = middle;
    else {
      low = middle;
      best = state;
    }
  }
  return best;
}
