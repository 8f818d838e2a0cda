import type { Fraction, Seconds, Watts } from '../../base/units.ts';
import type { Engine } from '../hardware/engine.ts';
import type { Gpu } from '../hardware/gpu.ts';
import type { Layout } from '../hardware/layout.ts';
import type { Model } from '../hardware/model.ts';
import type { DemandShape, TierDemand } from './demand.ts';
import type { Autoscale } from './replica-group.ts';
import type { PrefixBlocks } from './request-table.ts';
import type { RouterPolicy } from './router.ts';
import type { Tier } from './tier.ts';

/** How an engine built for wide expert parallelism differs from one that is not. */
export interface WideExpertParallel {
  /** Load of the fullest rank over the mean, with experts replicated to balance them. */
  readonly expertImbalance: number;
  /** Bytes on the network over those of a copy to every chosen expert: below 1 where tokens cross once a node. */
  readonly copies: number;
  /** Share of the network's rate that its all-to-all kernels reach. */
  readonly networkEfficiency: number;
}

/** What a replica is made of: everything `replicaCost` takes, and plain data, so that a thread can be told. */
export interface ReplicaRecipe {
  readonly model: Model;
  readonly gpu: Gpu;
  readonly layout: Layout;
  readonly engine: Engine;
  /** Absent: experts are not replicated and communication is not hidden. */
  readonly wide?: WideExpertParallel;
}

/** Alike replicas of one pool. */
export interface PoolGroup {
  readonly recipe: ReplicaRecipe;
  readonly replicas: number;
  /** Powered from the start. */
  readonly powered: number;
  readonly autoscale: Autoscale | undefined;
}

export type PoolServing =
  | { readonly kind: 'unified'; readonly group: PoolGroup }
  | { readonly kind: 'disaggregated'; readonly prefill: PoolGroup; readonly decode: PoolGroup };

/** Alike replicas behind routers that share the traffic of the pool's users evenly. */
export interface Pool {
  readonly name: string;
  readonly serving: PoolServing;
  readonly router: RouterPolicy;
  /** Routers, each with its share of the replicas and of the users. */
  readonly routers: number;
  /** How many of them are run; the rest are taken to be alike. */
  readonly simulatedRouters: number;
  readonly maxWaiting: number;
}

/** A trace in columns that threads share. */
export interface TraceColumns {
  readonly arrivals: Float64Array;
  readonly inputTokens: Int32Array;
  readonly outputTokens: Int32Array;
  readonly users: Int32Array | undefined;
  readonly prefixes: PrefixBlocks | undefined;
}

export type PoolTraffic =
  | { readonly kind: 'users'; readonly demands: readonly TierDemand[]; readonly shape: DemandShape }
  /** A trace, its tiers dealt to its users (or requests) by share. */
  | {
      readonly kind: 'trace';
      readonly columns: TraceColumns;
      readonly shares: readonly { readonly tier: number; readonly share: Fraction }[];
    };

/** Power outside the GPUs' own. */
export interface PowerSettings {
  /** Watts at the wall for each watt of the GPUs: host, fans, losses of the supply. */
  readonly wallFactor: number;
  /** Watts of the site for each watt at the wall. */
  readonly pue: number;
  /** What a dark GPU draws. */
  readonly darkWatts: Watts;
}

export interface Scenario {
  readonly name: string;
  readonly seed: number;
  readonly duration: Seconds;
  /** Stretches of the run that the answer reports one by one. */
  readonly buckets: number;
  readonly tiers: readonly Tier[];
  readonly pools: readonly { readonly pool: Pool; readonly traffic: PoolTraffic }[];
  /** GPUs that stand there but belong to no pool: dark. */
  readonly unassignedGpus: number;
  readonly power: PowerSettings;
}
