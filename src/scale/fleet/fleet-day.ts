import { fraction, joules, seconds, tokens, watts } from '../../base/units.ts';
import type { Layout } from '../hardware/layout.ts';
import type { ReplicaCost } from '../hardware/replica-cost.ts';
import { hourFactor } from './demand.ts';
import { fittingLayouts } from './fitting-layouts.ts';
import type { FleetDay, FleetDayAnswer, FleetDayInput, FleetHour, GpuRange, TornadoBar } from './fleet-day-answer.ts';
import { mostCalls, steadyState, type MeanCall, type SteadyState } from './steady-state.ts';

const hoursOfDay = 24;

/**
 * A day of a fleet from stated demand, by the fluid model: what is needed against what is there, dark, idle and busy GPUs
 * of every hour, and what moves the answer most. Pure, and fast enough to run while a slider moves.
 */
export function fleetDay(input: FleetDayInput): FleetDayAnswer {
  const layouts =
    input.layout === undefined
      ? fittingLayouts(input.model, input.gpu, input.engine)
      : fittingLayouts(input.model, input.gpu, input.engine, [input.layout]);
  if (layouts.length === 0) {
    return { kind: 'impossible', reason: 'does-not-fit', detail: `${input.model.id} does not fit on up to 64 ${input.gpu.id}` };
  }
  const serving = bestServing(input, layouts);
  if (serving === undefined) {
    return {
      kind: 'impossible',
      reason: 'too-slow',
      detail: `no layout holds ${input.objective.tpot} s a token and ${input.objective.ttft} s to the first, even for one call at a time`,
    };
  }
  const mid = neededGpus(input, serving);
  const band = serving.cost.bandFactor.throughput;
  const range = (value: number): GpuRange => ({ low: value / band, mid: value, high: value * band });
  const hours = Array.from({ length: hoursOfDay }, (_, hour) => hourOf(input, serving, hour));
  const mean = (pick: (hour: FleetHour) => number): number => hours.reduce((sum, hour) => sum + pick(hour), 0) / hoursOfDay;
  const gpuJoules = mean((hour) => hour.gpuPower) * 86_400;
  const wall = gpuJoules * input.power.wallFactor;
  const calls = callsPerDay(input);
  const output = outputTokens(input);
  return {
    kind: 'day',
    layout: serving.layout,
    replica: {
      gpus: serving.cost.gpus,
      callsPerSecond: serving.state.callsPerSecond,
      sequences: serving.state.sequences,
      tpot: seconds(serving.state.tpot),
      ttft: seconds(serving.state.ttft),
      bindingLimit: serving.cost.bindingLimit(stepOf(input, serving.state)),
    },
    callsPerDay: calls,
    tokensPerDay: {
      input: tokens(calls * input.inputTokens),
      cachedInput: tokens(calls * input.inputTokens * input.cacheHit),
      output: tokens(calls * output),
      reasoning: tokens(calls * output * input.reasoningShare),
    },
    needed: { mean: range(mean((hour) => hour.neededGpus)), peak: range(mid) },
    there: input.fleetGpus,
    spareAtPeak: input.fleetGpus - mid,
    hours,
    states: {
      dark: fraction(mean((hour) => hour.darkGpus) / input.fleetGpus),
      idleHot: fraction(mean((hour) => hour.idleHotGpus) / input.fleetGpus),
      busy: fraction(mean((hour) => hour.busyGpus) / input.fleetGpus),
    },
    energy: {
      gpu: joules(gpuJoules),
      wall: joules(wall),
      site: joules(wall * input.power.pue),
      perOutputToken: calls * output === 0 ? undefined : joules((wall * input.power.pue) / (calls * output)),
    },
    tornado: tornado(input, serving, mid),
  } satisfies FleetDay;
}

interface Serving {
  readonly layout: Layout;
  readonly cost: ReplicaCost;
  /** At the most calls that the objective allows. */
  readonly state: SteadyState;
}

/** Tokens generated for one call: the answer, and the reasoning before it. */
const outputTokens = (input: FleetDayInput): number => input.answerTokens / (1 - input.reasoningShare);

const callOf = (input: FleetDayInput): MeanCall => ({
  input: input.inputTokens,
  cacheHit: input.cacheHit,
  output: outputTokens(input),
  inputVariation: 1,
  outputVariation: 1,
});

const stepOf = (input: FleetDayInput, state: SteadyState) => ({
  prefillTokens: 0,
  prefillSequences: 0,
  prefillAttentionPairs: 0,
  decodeSequences: state.sequences,
  decodeContextTokens: state.sequences * (input.inputTokens + outputTokens(input) / 2),
});

/** The layout that serves most calls for each GPU. */
function bestServing(
  input: FleetDayInput,
  layouts: readonly { readonly layout: Layout; readonly cost: ReplicaCost }[],
): Serving | undefined {
  let best: Serving | undefined;
  for (const { layout, cost } of layouts) {
    const state = mostCalls(cost, callOf(input), input.objective);
    if (state === undefined) continue;
    const isBetter = best === undefined || state.callsPerSecond / cost.gpus > best.state.callsPerSecond / best.cost.gpus;
    if (isBetter) best = { layout, cost, state };
  }
  return best;
}

/** Calls a user makes under a daily limit, with calls per user spread exponentially around their mean. */
const limited = (calls: number, limit: number | undefined): number =>
  limit === undefined ? calls : calls * (1 - Math.exp(-limit / calls));

function callsPerDay(input: FleetDayInput): number {
  const free = input.users * input.freeShare * limited(input.callsPerFreeUser, input.limits.freeCallsPerDay);
  const paid = input.users * (1 - input.freeShare) * limited(input.callsPerPaidUser, input.limits.paidCallsPerDay);
  return free + paid;
}

const demandAt = (input: FleetDayInput, hour: number): number =>
  (callsPerDay(input) / 86_400) * hourFactor({ hours: input.hours, bursts: [], gapVariation: 1 }, hour * 3600);

const peakDemand = (input: FleetDayInput): number => Math.max(...Array.from({ length: hoursOfDay }, (_, hour) => demandAt(input, hour)));

/** GPUs for the peak hour, headroom included, in whole replicas. */
const neededGpus = (input: FleetDayInput, serving: Serving): number => gpusFor(input, serving, peakDemand(input));

const gpusFor = (input: FleetDayInput, serving: Serving, demand: number): number =>
  Math.ceil((demand / serving.state.callsPerSecond) * input.headroom - 1e-9) * serving.cost.gpus;

function hourOf(input: FleetDayInput, serving: Serving, hour: number): FleetHour {
  const demand = demandAt(input, hour);
  const needed = gpusFor(input, serving, demand);
  const wanted = input.powered === 'all' ? input.fleetGpus : input.powered === 'peak' ? neededGpus(input, serving) : needed;
  const on = Math.min(input.fleetGpus, wanted);
  const replicas = on / serving.cost.gpus;
  const most = serving.state.callsPerSecond * replicas;
  const served = Math.min(demand, most);
  const state = served === 0 || replicas === 0 ? undefined : (steadyState(serving.cost, callOf(input), served / replicas) ?? serving.state);
  const busyShare = state?.busyShare ?? 0;
  const busy = on * busyShare;
  const dark = input.fleetGpus - on;
  const replicaWatts = (state?.busyWatts ?? 0) * busyShare + serving.cost.idlePower * (1 - busyShare);
  return {
    hour,
    callsPerSecond: demand,
    neededGpus: needed,
    darkGpus: dark,
    idleHotGpus: on - busy,
    busyGpus: busy,
    refusedShare: fraction(demand === 0 ? 0 : 1 - served / demand),
    gpuPower: watts(replicas * replicaWatts + dark * input.power.darkWatts),
  };
}

const cut = (value: number): number => Math.min(0.98, Math.max(0, value));

/** Inputs moved one at a time, each over a range about as wide as such figures are known. */
const moves: readonly {
  readonly name: TornadoBar['name'];
  readonly low: (input: FleetDayInput) => FleetDayInput;
  readonly high: (input: FleetDayInput) => FleetDayInput;
}[] = [
  { name: 'users', low: (input) => ({ ...input, users: input.users * 0.75 }), high: (input) => ({ ...input, users: input.users * 1.25 }) },
  {
    name: 'callsPerUser',
    low: (input) => ({ ...input, callsPerFreeUser: input.callsPerFreeUser * 0.75, callsPerPaidUser: input.callsPerPaidUser * 0.75 }),
    high: (input) => ({ ...input, callsPerFreeUser: input.callsPerFreeUser * 1.25, callsPerPaidUser: input.callsPerPaidUser * 1.25 }),
  },
  {
    name: 'freeShare',
    low: (input) => ({ ...input, freeShare: fraction(cut(input.freeShare - 0.1)) }),
    high: (input) => ({ ...input, freeShare: fraction(Math.min(1, input.freeShare + 0.1)) }),
  },
  {
    name: 'inputTokens',
    low: (input) => ({ ...input, inputTokens: tokens(input.inputTokens * 0.75) }),
    high: (input) => ({ ...input, inputTokens: tokens(input.inputTokens * 1.25) }),
  },
  {
    name: 'answerTokens',
    low: (input) => ({ ...input, answerTokens: tokens(input.answerTokens * 0.75) }),
    high: (input) => ({ ...input, answerTokens: tokens(input.answerTokens * 1.25) }),
  },
  {
    name: 'reasoningShare',
    low: (input) => ({ ...input, reasoningShare: fraction(cut(input.reasoningShare - 0.2)) }),
    high: (input) => ({ ...input, reasoningShare: fraction(cut(input.reasoningShare + 0.2)) }),
  },
  {
    name: 'cacheHit',
    low: (input) => ({ ...input, cacheHit: fraction(cut(input.cacheHit - 0.2)) }),
    high: (input) => ({ ...input, cacheHit: fraction(cut(input.cacheHit + 0.2)) }),
  },
  {
    name: 'tpot',
    low: (input) => ({ ...input, objective: { ...input.objective, tpot: seconds(input.objective.tpot * 0.67) } }),
    high: (input) => ({ ...input, objective: { ...input.objective, tpot: seconds(input.objective.tpot * 1.5) } }),
  },
  {
    name: 'headroom',
    low: (input) => ({ ...input, headroom: Math.max(1, input.headroom * 0.85) }),
    high: (input) => ({ ...input, headroom: input.headroom * 1.15 }),
  },
];

/** The layout stays; a replica is solved anew only where a move changes what a call costs it. */
function tornado(input: FleetDayInput, serving: Serving, mid: number): TornadoBar[] {
  const solve = (moved: FleetDayInput): number | undefined => {
    const isSameCall = JSON.stringify([callOf(moved), moved.objective]) === JSON.stringify([callOf(input), input.objective]);
    const state = isSameCall ? serving.state : mostCalls(serving.cost, callOf(moved), moved.objective);
    return state === undefined ? undefined : neededGpus(moved, { ...serving, state });
  };
  const bars = moves.map(({ name, low, high }): TornadoBar => ({ name, low: solve(low(input)), high: solve(high(input)) }));
  const { throughput } = serving.cost.bandFactor;
  bars.push({ name: 'costModel', low: mid / throughput, high: mid * throughput });
  return bars.sort((left, right) => width(right) - width(left));
}

const width = (bar: TornadoBar): number =>
  bar.low === undefined || bar.high === undefined ? Number.MAX_VALUE : Math.abs(bar.high - bar.low);
