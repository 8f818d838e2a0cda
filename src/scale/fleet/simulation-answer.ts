import type { Fraction, Joules, Seconds, Tokens, Watts } from '../../base/units.ts';
import type { ReplicaRole } from './replica.ts';

/** Percentiles of a time over requests; absent where no request was served. */
export interface LatencyAnswer {
  readonly mean: Seconds;
  readonly p50: Seconds;
  readonly p90: Seconds;
  readonly p95: Seconds;
  readonly p99: Seconds;
}

export interface TierAnswer {
  readonly name: string;
  readonly requests: number;
  readonly served: number;
  readonly refused: { readonly byLimit: number; readonly byLoad: number; readonly tooLong: number };
  /** Requests that a limit made wait, and how long in the mean over those served. */
  readonly throttled: number;
  readonly meanThrottleWait: Seconds;
  readonly preempted: number;
  /** From the moment a limit let the request in. */
  readonly ttft: LatencyAnswer | undefined;
  readonly tpot: LatencyAnswer | undefined;
  readonly endToEnd: LatencyAnswer | undefined;
  readonly objective: { readonly ttft: Seconds; readonly tpot: Seconds };
  /** Requests within the objective, per second and as a share of all sent. */
  readonly goodput: { readonly requestsPerSecond: number; readonly share: Fraction };
  readonly tokens: { readonly input: Tokens; readonly cachedInput: Tokens; readonly output: Tokens };
}

export interface PowerShares {
  readonly dark: Fraction;
  readonly idleHot: Fraction;
  readonly busy: Fraction;
}

export interface EnergyAnswer {
  /** At the GPUs, at the wall of the servers, and at the meter of the site. */
  readonly gpu: Joules;
  readonly wall: Joules;
  readonly site: Joules;
  readonly perOutputToken: Joules | undefined;
}

export interface StretchAnswer {
  readonly start: Seconds;
  readonly darkGpus: number;
  readonly idleHotGpus: number;
  readonly busyGpus: number;
  readonly gpuPower: Watts;
}

export interface GroupAnswer {
  readonly role: ReplicaRole;
  readonly replicas: number;
  readonly gpusPerReplica: number;
  /** Of powered time. */
  readonly busyShare: Fraction;
  /** Over busy time. */
  readonly meanSequences: number;
  readonly meanKvUse: Fraction;
  readonly prefillTokensPerSecond: number;
  readonly decodeTokensPerSecond: number;
  readonly preemptions: number;
  /** 80 % band of the cost model: the truth of a time or a rate lies within the figure divided and multiplied by this. */
  readonly band: { readonly ttft: Fraction; readonly tpot: Fraction; readonly throughput: Fraction };
}

export interface PoolAnswer {
  readonly name: string;
  readonly gpus: number;
  /** Replicas run, out of how many that they stand for. */
  readonly simulatedReplicas: number;
  readonly replicas: number;
  /** Standard error of the busy share between the routers that were run, as a factor of it; absent with fewer than two. */
  readonly busyError: Fraction | undefined;
  readonly cacheHitShare: Fraction;
  readonly groups: readonly GroupAnswer[];
  readonly states: PowerShares;
  readonly energy: EnergyAnswer;
}

export interface SimulationAnswer {
  readonly scenario: string;
  readonly seed: number;
  readonly duration: Seconds;
  /** Requests that were run one by one, and how many they stand for. */
  readonly simulatedRequests: number;
  readonly requests: number;
  readonly tiers: readonly TierAnswer[];
  readonly pools: readonly PoolAnswer[];
  readonly gpus: number;
  readonly unassignedGpus: number;
  readonly states: PowerShares;
  readonly energy: EnergyAnswer;
  readonly power: { readonly wallFactor: number; readonly pue: number; readonly darkWatts: Watts };
  readonly stretches: readonly StretchAnswer[];
}
