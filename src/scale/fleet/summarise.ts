import { mean, standardDeviation } from '../../base/statistics.ts';
import { fraction, joules, seconds, tokens, watts, type Fraction } from '../../base/units.ts';
import { latencyMean, latencyQuantile, type LatencyHistogram } from './latency-histogram.ts';
import type { Pool, Scenario } from './scenario.ts';
import type {
  EnergyAnswer,
  GroupAnswer,
  LatencyAnswer,
  PoolAnswer,
  PowerShares,
  SimulationAnswer,
  StretchAnswer,
  TierAnswer,
} from './simulation-answer.ts';
import type { UnitGroup, UnitResult } from './simulation-unit.ts';
import { mergeTallies, tierTally, type TierTally } from './tier-tally.ts';
import type { Tier } from './tier.ts';

/** GPU-seconds and joules per stretch, of a pool or of the fleet, already scaled to all routers. */
interface StateSums {
  readonly on: Float64Array;
  readonly busy: Float64Array;
  readonly gpuJoules: Float64Array;
  gpus: number;
}

const stateSums = (buckets: number): StateSums => ({
  on: new Float64Array(buckets),
  busy: new Float64Array(buckets),
  gpuJoules: new Float64Array(buckets),
  gpus: 0,
});

const total = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0);

/** Adds up the results of all units, given in their order, into the answer. */
export function summarise(scenario: Scenario, results: readonly UnitResult[]): SimulationAnswer {
  const tallies = scenario.tiers.map(tierTally);
  const scaled = scenario.tiers.map(() => 0);
  const fleet = stateSums(scenario.buckets);
  let outputTokens = 0;
  let requests = 0;
  const pools = scenario.pools.map(({ pool }, index) => {
    const mine = results.filter((result) => result.unit.pool === index);
    const factor =
      replicasOf(pool) / mine.reduce((sum, result) => sum + result.groups.reduce((count, group) => count + group.replicas, 0), 0);
    const sums = stateSums(scenario.buckets);
    const poolTally = tierTally();
    for (const result of mine) {
      result.tiers.forEach((tally, tier) => {
        mergeTallies(tallies[tier] as TierTally, tally);
        mergeTallies(poolTally, tally);
        scaled[tier] = (scaled[tier] as number) + tally.requests * factor;
      });
      for (const group of result.groups) addGroup(sums, group, factor, scenario);
    }
    sums.gpus = gpusOf(pool);
    addSums(fleet, sums);
    outputTokens += poolTally.outputTokens * factor;
    requests += poolTally.requests * factor;
    return poolAnswer(scenario, pool, mine, sums, poolTally, factor);
  });
  const assigned = fleet.gpus;
  fleet.gpus += scenario.unassignedGpus;
  const { wallFactor, pue, darkWatts } = scenario.power;
  return {
    scenario: scenario.name,
    seed: scenario.seed,
    duration: scenario.duration,
    simulatedRequests: tallies.reduce((sum, tally) => sum + tally.requests, 0),
    requests: Math.round(requests),
    tiers: scenario.tiers.map((tier, index) => tierAnswer(tier, tallies[index] as TierTally, scaled[index] as number, scenario.duration)),
    pools,
    gpus: assigned,
    unassignedGpus: scenario.unassignedGpus,
    states: shares(fleet, scenario.duration),
    energy: energy(scenario, fleet, outputTokens),
    power: { wallFactor, pue, darkWatts },
    stretches: stretches(scenario, fleet),
  };
}

const groupsOf = (pool: Pool) => (pool.serving.kind === 'unified' ? [pool.serving.group] : [pool.serving.prefill, pool.serving.decode]);
const replicasOf = (pool: Pool): number => groupsOf(pool).reduce((sum, group) => sum + group.replicas, 0);
const gpusOf = (pool: Pool): number =>
  groupsOf(pool).reduce((sum, { replicas, recipe: { layout } }) => sum + replicas * layout.tensor * layout.data * layout.pipeline, 0);

function addGroup(sums: StateSums, group: UnitGroup, factor: number, scenario: Scenario): void {
  const width = scenario.duration / scenario.buckets;
  const gpus = group.gpusPerReplica * factor;
  for (let bucket = 0; bucket < scenario.buckets; bucket++) {
    const on = group.on[bucket] as number;
    const busy = group.busy[bucket] as number;
    const idleJoules = Math.max(0, on - busy) * group.idleWatts;
    const darkJoules = Math.max(0, width * group.replicas - on) * group.gpusPerReplica * scenario.power.darkWatts;
    sums.on[bucket] = (sums.on[bucket] as number) + on * gpus;
    sums.busy[bucket] = (sums.busy[bucket] as number) + busy * gpus;
    sums.gpuJoules[bucket] = (sums.gpuJoules[bucket] as number) + ((group.busyJoules[bucket] as number) + idleJoules + darkJoules) * factor;
  }
}

function addSums(into: StateSums, from: StateSums): void {
  into.gpus += from.gpus;
  for (const field of ['on', 'busy', 'gpuJoules'] as const) {
    from[field].forEach((value, bucket) => {
      into[field][bucket] = (into[field][bucket] as number) + value;
    });
  }
}

function shares(sums: StateSums, duration: number): PowerShares {
  const whole = sums.gpus * duration;
  const on = total(sums.on) / whole;
  const busy = total(sums.busy) / whole;
  return { dark: fraction(Math.max(0, 1 - on)), idleHot: fraction(Math.max(0, on - busy)), busy: fraction(busy) };
}

function energy(scenario: Scenario, sums: StateSums, outputTokens: number): EnergyAnswer {
  const gpu = total(sums.gpuJoules);
  const wall = gpu * scenario.power.wallFactor;
  const site = wall * scenario.power.pue;
  return {
    gpu: joules(gpu),
    wall: joules(wall),
    site: joules(site),
    perOutputToken: outputTokens === 0 ? undefined : joules(site / outputTokens),
  };
}

function stretches(scenario: Scenario, fleet: StateSums): StretchAnswer[] {
  const width = scenario.duration / scenario.buckets;
  return Array.from(fleet.on, (on, bucket) => {
    const busy = fleet.busy[bucket] as number;
    return {
      start: seconds(bucket * width),
      darkGpus: Math.max(0, fleet.gpus - on / width),
      idleHotGpus: Math.max(0, on - busy) / width,
      busyGpus: busy / width,
      gpuPower: watts((fleet.gpuJoules[bucket] as number) / width),
    };
  });
}

function poolAnswer(
  scenario: Scenario,
  pool: Pool,
  results: readonly UnitResult[],
  sums: StateSums,
  tally: TierTally,
  factor: number,
): PoolAnswer {
  const busyShares = results.map((result) => result.groups.reduce((sum, group) => sum + total(group.busy) * group.gpusPerReplica, 0));
  const simulated = results.reduce((sum, result) => sum + result.groups.reduce((count, group) => count + group.replicas, 0), 0);
  return {
    name: pool.name,
    gpus: sums.gpus,
    simulatedReplicas: simulated,
    replicas: replicasOf(pool),
    busyError: errorOf(busyShares),
    cacheHitShare: fraction(tally.inputTokens === 0 ? 0 : tally.cachedTokens / tally.inputTokens),
    groups: groupsOf(pool).map((group, index) =>
      groupAnswer(
        group.replicas,
        results.map((result) => result.groups[index] as UnitGroup),
        factor,
        scenario.duration,
      ),
    ),
    states: shares(sums, scenario.duration),
    energy: energy(scenario, sums, tally.outputTokens * factor),
  };
}

function errorOf(values: readonly number[]): Fraction | undefined {
  if (values.length < 2 || mean(values) === 0) return undefined;
  return fraction(standardDeviation(values) / Math.sqrt(values.length) / mean(values));
}

function groupAnswer(replicas: number, parts: readonly UnitGroup[], factor: number, duration: number): GroupAnswer {
  const sum = (pick: (group: UnitGroup) => number): number => parts.reduce((running, group) => running + pick(group), 0);
  const first = parts[0] as UnitGroup;
  const busy = sum((group) => group.busySeconds);
  const on = sum((group) => total(group.on));
  return {
    role: first.role,
    replicas,
    gpusPerReplica: first.gpusPerReplica,
    busyShare: fraction(on === 0 ? 0 : sum((group) => total(group.busy)) / on),
    meanSequences: busy === 0 ? 0 : sum((group) => group.sequenceSeconds) / busy,
    meanKvUse: fraction(busy === 0 ? 0 : sum((group) => group.kvTokenSeconds) / busy / first.kvCapacity),
    prefillTokensPerSecond: (sum((group) => group.prefillTokens) * factor) / duration,
    decodeTokensPerSecond: (sum((group) => group.decodeTokens) * factor) / duration,
    preemptions: Math.round(sum((group) => group.preemptions) * factor),
    band: first.band,
  };
}

function latency(histogram: LatencyHistogram): LatencyAnswer | undefined {
  const average = latencyMean(histogram);
  if (average === undefined) return undefined;
  const at = (probability: number) => seconds(latencyQuantile(histogram, probability) ?? 0);
  return { mean: seconds(average), p50: at(0.5), p90: at(0.9), p95: at(0.95), p99: at(0.99) };
}

/** `requests` is how many the tier sends in all; what was tallied is a share of them. */
function tierAnswer(tier: Tier, tally: TierTally, requests: number, duration: number): TierAnswer {
  const factor = tally.requests === 0 ? 0 : requests / tally.requests;
  const scale = (count: number): number => Math.round(count * factor);
  return {
    name: tier.name,
    requests: Math.round(requests),
    served: scale(tally.served),
    refused: { byLimit: scale(tally.refusedByLimit), byLoad: scale(tally.refusedByLoad), tooLong: scale(tally.refusedAsTooLong) },
    throttled: scale(tally.throttled),
    meanThrottleWait: seconds(tally.throttled === 0 ? 0 : tally.throttleSeconds / tally.throttled),
    preempted: scale(tally.preempted),
    ttft: latency(tally.ttft),
    tpot: latency(tally.tpot),
    endToEnd: latency(tally.endToEnd),
    objective: tier.objective,
    goodput: {
      requestsPerSecond: (tally.good * factor) / duration,
      share: fraction(tally.requests === 0 ? 0 : tally.good / tally.requests),
    },
    tokens: {
      input: tokens(scale(tally.inputTokens)),
      cachedInput: tokens(scale(tally.cachedTokens)),
      output: tokens(scale(tally.outputTokens)),
    },
  };
}
