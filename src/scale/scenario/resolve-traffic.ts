import { fraction, seconds, tokens, type Fraction } from '../../base/units.ts';
import type { TareError } from '../../base/tare-error.ts';
import { tierUsers, type TierDemand } from '../fleet/demand.ts';
import type { Pool, PoolTraffic } from '../fleet/scenario.ts';
import { nearestNames } from '../hardware/name-search.ts';
import { at, wrongScenario } from './at-place.ts';
import type { ReadScenarioFile } from './resolve-pool.ts';
import { servegenOf, traceOf } from './resolve-trace.ts';
import type { PlaceOf, ScenarioFile, TierFile } from './scenario-file.ts';

const day = 86_400;

export interface Traffic {
  readonly ofPool: readonly PoolTraffic[];
  /** Length of the run where the file gives none. */
  readonly duration: number;
}

export function trafficOf(file: ScenarioFile, pools: readonly Pool[], placeOf: PlaceOf, readFile: ReadScenarioFile): Traffic {
  const shares = tierShares(file, pools, placeOf);
  const { workload } = file;
  if ('users' in workload) {
    const counts = tierUsers(
      workload.users,
      shares.map(({ share }) => share),
    );
    const demands = shares.map(({ tier, pool }, index) => ({ pool, demand: demandOf(file, tier, counts[index] as number, placeOf) }));
    const shape = {
      hours: workload.hours,
      bursts: workload.bursts.map((burst) => ({ start: seconds(burst.start), duration: seconds(burst.duration), factor: burst.factor })),
      gapVariation: workload.gapVariation,
    };
    if (workload.hours.every((weight) => weight === 0))
      throw wrongScenario(placeOf(['workload', 'hours']), 'all hours are 0', 'Give at least one hour some weight.');
    const ofPool = pools.map((_, index): PoolTraffic => ({
      kind: 'users',
      shape,
      demands: demands.filter(({ pool }) => pool === index).map(({ demand }) => demand),
    }));
    return { ofPool, duration: day };
  }
  const target = workload.pool === undefined ? 0 : pools.findIndex((pool) => pool.name === workload.pool);
  if (target < 0) throw noPool(placeOf(['workload', 'pool']), workload.pool as string, pools);
  const field = 'trace' in workload ? 'trace' : 'servegen';
  const columns = at(placeOf(['workload', field]), () =>
    'trace' in workload ? traceOf(workload, file.seed, readFile) : servegenOf(file, workload, readFile),
  );
  const hasLimits = Object.values(file.tiers ?? {}).some(
    (tier) => (tier.requestsPerMinute ?? tier.tokensPerMinute ?? tier.fiveHourTokens ?? tier.weeklyTokens) !== undefined,
  );
  if (hasLimits && columns.users === undefined) {
    throw wrongScenario(
      placeOf(['workload', field]),
      'the trace names no senders, so limits of a user cannot hold',
      'Say `senders: 1000` beside it to deal its requests to so many users.',
    );
  }
  const last = columns.arrivals[columns.arrivals.length - 1] ?? 0;
  const ofPool = pools.map((_, index): PoolTraffic =>
    index === target
      ? { kind: 'trace', columns, shares: shares.map(({ tier, share }) => ({ tier, share })) }
      : { kind: 'users', demands: [], shape: { hours: [1], bursts: [], gapVariation: 1 } },
  );
  return { ofPool, duration: Math.ceil(last + 1) };
}

/** Tiers of each pool with their share of all users. */
function tierShares(file: ScenarioFile, pools: readonly Pool[], placeOf: PlaceOf): { tier: number; share: Fraction; pool: number }[] {
  const entries = Object.entries(file.tiers ?? {});
  if (entries.length === 0) return [{ tier: 0, share: fraction(1), pool: 0 }];
  const stated = entries.reduce((sum, [, tier]) => sum + (tier.share ?? 0), 0);
  const silent = entries.filter(([, tier]) => tier.share === undefined).length;
  if (stated > 1 + 1e-9 || (silent === 0 && stated < 1 - 1e-6)) {
    throw wrongScenario(
      placeOf(['tiers']),
      `the shares of the tiers add up to ${stated}`,
      'Make them add up to 1, or leave one out to take the rest.',
    );
  }
  return entries.map(([name, tier], index) => {
    const pool = tier.pool === undefined ? 0 : pools.findIndex((candidate) => candidate.name === tier.pool);
    if (pool < 0) throw noPool(placeOf(['tiers', name, 'pool']), tier.pool as string, pools);
    return { tier: index, share: fraction(tier.share ?? (1 - stated) / silent), pool };
  });
}

const noPool = (at: string, name: string, pools: readonly Pool[]): TareError => {
  const near = nearestNames(
    name,
    pools.map((pool) => pool.name),
    1,
  );
  return wrongScenario(at, `no pool named "${name}"`, `Did you mean ${near.join('')}?`);
};

function demandOf(file: ScenarioFile, tier: number, users: number, placeOf: PlaceOf): TierDemand {
  const [name, stated] = Object.entries(file.tiers ?? {})[tier] ?? ['all', undefined];
  for (const field of ['callsPerUserPerDay', 'input', 'output'] as const) {
    if (stated?.[field] !== undefined) continue;
    throw wrongScenario(
      placeOf(['tiers', name]),
      `tiers.${name}.${field} is missing`,
      'Users of a tier need callsPerUserPerDay, input and output.',
    );
  }
  const known = stated as TierFile & Required<Pick<TierFile, 'callsPerUserPerDay' | 'input' | 'output'>>;
  return {
    tier,
    users,
    callsPerUserPerDay: known.callsPerUserPerDay as number,
    input: lengthOf(known.input as { mean: number; variation: number }),
    output: lengthOf(known.output as { mean: number; variation: number }),
    sharedPrefix: tokens(known.sharedPrefix),
    turns: known.turns,
    thinkTime: seconds(known.thinkTime),
  };
}

const lengthOf = (length: { mean: number; variation: number }) => ({ mean: tokens(length.mean), variation: length.variation });
