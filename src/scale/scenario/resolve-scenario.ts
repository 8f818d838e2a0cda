import { TareError } from '../../base/tare-error.ts';
import { seconds, tokens, watts } from '../../base/units.ts';
import type { Pool, PoolTraffic, Scenario } from '../fleet/scenario.ts';
import type { Tier } from '../fleet/tier.ts';
import { wrongScenario } from './at-place.ts';
import { resolvePool, type ReadScenarioFile } from './resolve-pool.ts';
import { mostRequests } from './resolve-trace.ts';
import { trafficOf, type Traffic } from './resolve-traffic.ts';
import { parseScenario, type PlaceOf, type ScenarioFile, type TierFile } from './scenario-file.ts';

const day = 86_400;

/**
 * Reads a scenario and all it names into what can be run.
 * @throws {TareError} on anything that cannot be, naming file, line, field and a fix
 */
export function readScenario(text: string, place: string, readFile: ReadScenarioFile): Scenario {
  const { file, placeOf } = parseScenario(text, place);
  const pools = Object.entries(file.pools).map(([name, pool]) => resolvePool(name, pool, placeOf, readFile));
  if (pools.length === 0) throw wrongScenario(placeOf(['pools']), 'no pool', 'Give at least one pool with a model, a gpu and replicas.');
  const tierFiles = Object.entries(file.tiers ?? {});
  const tiers = tierFiles.length === 0 ? [tierOf('all', undefined)] : tierFiles.map(([name, tier]) => tierOf(name, tier));
  const traffic = trafficOf(file, pools, placeOf, readFile);
  const duration = seconds(file.duration ?? traffic.duration);
  if (!(duration > 0)) throw wrongScenario(placeOf(['duration']), 'the run has no length', 'Give a duration above 0, such as 24h.');
  checkSize(file, pools, traffic, duration, placeOf);
  const assigned = pools.reduce((sum, pool) => sum + gpusOf(pool), 0);
  if (file.gpus !== undefined && file.gpus < assigned) {
    throw wrongScenario(
      placeOf(['gpus']),
      `${file.gpus} GPUs, but the pools have ${assigned}`,
      'Raise gpus, or take replicas from a pool.',
    );
  }
  return {
    name: file.name ?? place,
    seed: file.seed,
    duration,
    buckets: file.stretches,
    tiers,
    pools: pools.map((pool, index) => ({ pool, traffic: traffic.ofPool[index] as PoolTraffic })),
    unassignedGpus: file.gpus === undefined ? 0 : file.gpus - assigned,
    power: { wallFactor: file.power.wallFactor, pue: file.power.pue, darkWatts: watts(file.power.darkWatts) },
  };
}

/** @throws {TareError} `too-many-requests` before a run that no memory would hold */
function checkSize(file: ScenarioFile, pools: readonly Pool[], traffic: Traffic, duration: number, placeOf: PlaceOf): void {
  const requests = traffic.ofPool.reduce((sum, part, index) => {
    const { simulatedRouters, routers } = pools[index] as Pool;
    if (part.kind === 'trace') return sum + part.columns.arrivals.length;
    const calls = part.demands.reduce((total, demand) => total + demand.users * demand.callsPerUserPerDay, 0);
    return sum + (calls * duration * simulatedRouters) / day / routers;
  }, 0);
  if (requests <= mostRequests) return;
  throw new TareError({
    code: 'too-many-requests',
    message: `${placeOf(['workload'])}: about ${Math.round(requests / 1e6)} million requests would be run one by one`,
    hint: `Run fewer: lower simulatedReplicas, shorten duration${'trace' in file.workload ? ', or lower repeat' : ''}. At most ${mostRequests / 1e6} million fit.`,
  });
}

const gpusOf = (pool: Pool): number => {
  const groups = pool.serving.kind === 'unified' ? [pool.serving.group] : [pool.serving.prefill, pool.serving.decode];
  return groups.reduce((sum, { replicas, recipe: { layout } }) => sum + replicas * layout.tensor * layout.data * layout.pipeline, 0);
};

function tierOf(name: string, file: TierFile | undefined): Tier {
  return {
    name,
    priority: file?.priority ?? 0,
    limits: {
      ...(file?.requestsPerMinute === undefined ? {} : { requestsPerMinute: file.requestsPerMinute }),
      ...(file?.tokensPerMinute === undefined ? {} : { tokensPerMinute: tokens(file.tokensPerMinute) }),
      ...(file?.fiveHourTokens === undefined ? {} : { fiveHourTokens: tokens(file.fiveHourTokens) }),
      ...(file?.weeklyTokens === undefined ? {} : { weeklyTokens: tokens(file.weeklyTokens) }),
    },
    reservedOutput: tokens(file?.reservedOutput ?? 0),
    cachedInputCounts: file?.cachedInputCounts ?? true,
    patience: seconds(file?.patience ?? 0),
    objective: { ttft: seconds(file?.ttft ?? 2), tpot: seconds(file?.tpot ?? 0.05) },
  };
}
