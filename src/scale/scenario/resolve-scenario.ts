import { randomFrom, seed } from '../../base/random.ts';
import { TareError } from '../../base/tare-error.ts';
import { fraction, seconds, tokens, watts, type Fraction } from '../../base/units.ts';
import { tierUsers, type TierDemand } from '../fleet/demand.ts';
import type { Pool, PoolTraffic, Scenario, TraceColumns } from '../fleet/scenario.ts';
import type { Tier } from '../fleet/tier.ts';
import { nearestNames } from '../hardware/name-search.ts';
import { readTrace } from '../traces/read-trace.ts';
import { servegenWorkload } from '../traces/servegen-workload.ts';
import { readServeGen } from '../traces/servegen.ts';
import { at } from './at-place.ts';
import { resolvePool, type ReadScenarioFile } from './resolve-pool.ts';
import { parseScenario, type PlaceOf, type ScenarioFile, type TierFile } from './scenario-file.ts';

const day = 86_400;

/** Requests that one run keeps in memory at most: about 100 bytes each. */
const mostRequests = 30_000_000;

/**
 * Reads a scenario and all it names into what can be run.
 * @throws {TareError} on anything that cannot be, naming file, line, field and a fix
 */
export function readScenario(text: string, place: string, readFile: ReadScenarioFile): Scenario {
  const { file, placeOf } = parseScenario(text, place);
  const pools = Object.entries(file.pools).map(([name, pool]) => resolvePool(name, pool, placeOf, readFile));
  if (pools.length === 0) throw wrong(placeOf(['pools']), 'no pool', 'Give at least one pool with a model, a gpu and replicas.');
  const tierFiles = Object.entries(file.tiers ?? {});
  const tiers = tierFiles.length === 0 ? [tierOf('all', undefined)] : tierFiles.map(([name, tier]) => tierOf(name, tier));
  const traffic = trafficOf(file, pools, placeOf, readFile);
  const duration = seconds(file.duration ?? traffic.duration);
  if (!(duration > 0)) throw wrong(placeOf(['duration']), 'the run has no length', 'Give a duration above 0, such as 24h.');
  checkSize(file, pools, traffic, duration, placeOf);
  const assigned = pools.reduce((sum, pool) => sum + gpusOf(pool), 0);
  if (file.gpus !== undefined && file.gpus < assigned) {
    throw wrong(placeOf(['gpus']), `${file.gpus} GPUs, but the pools have ${assigned}`, 'Raise gpus, or take replicas from a pool.');
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

const wrong = (at: string, what: string, hint: string): TareError =>
  new TareError({ code: 'bad-scenario', message: `${at}: ${what}`, hint });

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

/** Tiers of each pool with their share of all users. */
function tierShares(file: ScenarioFile, pools: readonly Pool[], placeOf: PlaceOf): { tier: number; share: Fraction; pool: number }[] {
  const entries = Object.entries(file.tiers ?? {});
  if (entries.length === 0) return [{ tier: 0, share: fraction(1), pool: 0 }];
  const stated = entries.reduce((sum, [, tier]) => sum + (tier.share ?? 0), 0);
  const silent = entries.filter(([, tier]) => tier.share === undefined).length;
  if (stated > 1 + 1e-9 || (silent === 0 && stated < 1 - 1e-6)) {
    throw wrong(
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
  return wrong(at, `no pool named "${name}"`, `Did you mean ${near.join('')}?`);
};

interface Traffic {
  readonly ofPool: readonly PoolTraffic[];
  /** Length of the run where the file gives none. */
  readonly duration: number;
}

function trafficOf(file: ScenarioFile, pools: readonly Pool[], placeOf: PlaceOf, readFile: ReadScenarioFile): Traffic {
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
      throw wrong(placeOf(['workload', 'hours']), 'all hours are 0', 'Give at least one hour some weight.');
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
    throw wrong(
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

function demandOf(file: ScenarioFile, tier: number, users: number, placeOf: PlaceOf): TierDemand {
  const [name, stated] = Object.entries(file.tiers ?? {})[tier] ?? ['all', undefined];
  for (const field of ['callsPerUserPerDay', 'input', 'output'] as const) {
    if (stated?.[field] !== undefined) continue;
    throw wrong(
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

type TraceWorkload = Extract<ScenarioFile['workload'], { trace: string }>;

function traceOf(workload: TraceWorkload, seedValue: number, readFile: ReadScenarioFile): TraceColumns {
  const trace = readTrace(readFile(workload.trace), { place: workload.trace, sort: workload.sort });
  if (trace.arrivals.length * workload.repeat > mostRequests) {
    throw new TareError({
      code: 'too-many-requests',
      message: `${trace.arrivals.length} requests repeated ${workload.repeat} times are too many`,
      hint: `Lower repeat to ${Math.max(1, Math.floor(mostRequests / trace.arrivals.length))} or less.`,
    });
  }
  const { senders } = workload;
  const random = randomFrom(seed(seedValue), 'senders');
  const users = senders === undefined ? trace.users : trace.inputTokens.map((_, index) => Math.floor(random.at(index) * senders));
  return repeated({ ...trace, users }, workload.repeat, workload.speed);
}

/** A trace several times over, one mean gap between the passes, and played faster. Prompts repeat with their blocks. */
export function repeated(trace: TraceColumns, times: number, speed: number): TraceColumns {
  const count = trace.arrivals.length;
  const last = trace.arrivals[count - 1] ?? 0;
  const period = last + (count > 1 ? last / (count - 1) : 1);
  const length = count * times;
  const again = (column: Int32Array): Int32Array => Int32Array.from({ length }, (_, index) => column[index % count] as number);
  const { prefixes } = trace;
  return {
    arrivals: Float64Array.from(
      { length },
      (_, index) => ((trace.arrivals[index % count] as number) + Math.floor(index / count) * period) / speed,
    ),
    inputTokens: again(trace.inputTokens),
    outputTokens: again(trace.outputTokens),
    users: trace.users === undefined ? undefined : again(trace.users),
    prefixes:
      prefixes === undefined || times === 1
        ? prefixes
        : {
            blockTokens: prefixes.blockTokens,
            offsets: Int32Array.from({ length: length + 1 }, (_, index) => {
              return Math.floor(index / count) * (prefixes.offsets[count] as number) + (prefixes.offsets[index % count] as number);
            }),
            ids: Int32Array.from(
              { length: prefixes.ids.length * times },
              (_, index) => prefixes.ids[index % prefixes.ids.length] as number,
            ),
          },
  };
}

type ServeGenFile = Extract<ScenarioFile['workload'], { servegen: unknown }>;

function servegenOf(file: ScenarioFile, workload: ServeGenFile, readFile: ReadScenarioFile): TraceColumns {
  const archives = { trace: readFile(workload.servegen.trace), dataset: readFile(workload.servegen.dataset) };
  const clients = readServeGen(archives, workload.servegen.trace);
  const run = { start: workload.start, duration: file.duration ?? day, rateFactor: workload.rateFactor };
  const { columns } = servegenWorkload(clients, run, randomFrom(seed(file.seed), 'servegen'));
  if (columns.arrivals.length > 0) return columns;
  throw new TareError({
    code: 'empty-trace',
    message: `${workload.servegen.trace}: no client sends anything from ${run.start} s on for ${run.duration} s`,
    hint: 'Move start, or lengthen duration.',
  });
}
