import { largestRemainder } from '../../base/largest-remainder.ts';
import { randomFrom, seed, type Random } from '../../base/random.ts';
import { runCell, type CellResult, type CellShape, type GroupResult } from './cell.ts';
import type { TierDemand } from './demand.ts';
import type { ReplicaCost } from '../hardware/replica-cost.ts';
import { schedulesAhead } from './engine-scheduling.ts';
import type { ReplicaRole } from './replica.ts';
import type { GroupShape } from './replica-group.ts';
import { requestCost } from './request-overheads.ts';
import { requestTable, type PrefixBlocks, type Workload } from './request-table.ts';
import type { Pool, PoolGroup, PoolTraffic, Scenario, TraceColumns } from './scenario.ts';
import { tallyTiers, type TierTally } from './tier-tally.ts';
import { userWorkload } from './user-workload.ts';

/** One router of one pool: the piece of work that a thread takes. */
export interface SimulationUnit {
  readonly pool: number;
  readonly router: number;
}

export interface UnitGroup {
  readonly role: ReplicaRole;
  readonly replicas: number;
  readonly gpusPerReplica: number;
  readonly kvCapacity: number;
  readonly maxSequences: number;
  readonly idleWatts: number;
  readonly band: ReplicaCost['bandFactor'];
  readonly on: Float64Array;
  readonly busy: Float64Array;
  readonly busyJoules: Float64Array;
  readonly prefillTokens: number;
  readonly decodeTokens: number;
  readonly preemptions: number;
  readonly busySeconds: number;
  readonly kvTokenSeconds: number;
  readonly sequenceSeconds: number;
}

/** Plain data: threads send it. */
export interface UnitResult {
  readonly unit: SimulationUnit;
  readonly tiers: readonly TierTally[];
  readonly groups: readonly UnitGroup[];
  readonly end: number;
}

/** All units of a scenario, in the order in which their results are added up. */
export const simulationUnits = (scenario: Scenario): SimulationUnit[] =>
  scenario.pools.flatMap(({ pool }, index) => Array.from({ length: pool.simulatedRouters }, (_, router) => ({ pool: index, router })));

/** Runs one unit. The same scenario and unit give the same result, wherever and in whatever order. */
export function runUnit(scenario: Scenario, unit: SimulationUnit): UnitResult {
  const part = scenario.pools[unit.pool] as Scenario['pools'][number];
  const random = randomFrom(seed(scenario.seed), `pool ${part.pool.name} router ${unit.router}`);
  const { workload, users } = workloadOf(part.pool, part.traffic, unit.router, scenario.duration, random);
  const table = requestTable(workload);
  const cell = runCell({
    shape: shapeOf(part.pool, unit.router),
    table,
    tiers: scenario.tiers,
    users,
    router: part.pool.router,
    maxWaiting: part.pool.maxWaiting,
    duration: scenario.duration,
    buckets: scenario.buckets,
  });
  return { unit, tiers: tallyTiers(table, scenario.tiers), groups: groupsOf(cell), end: cell.end };
}

const groupsOf = (cell: CellResult): UnitGroup[] => cell.groups.map(groupOf);

function groupOf(group: GroupResult): UnitGroup {
  const { shape, power, ...totals } = group;
  return {
    ...totals,
    role: shape.role,
    replicas: shape.replicas,
    gpusPerReplica: shape.cost.gpus,
    kvCapacity: shape.cost.kvCapacity,
    maxSequences: shape.cost.maxSequences,
    idleWatts: shape.cost.idlePower,
    band: shape.cost.bandFactor,
    on: power.on,
    busy: power.busy,
    busyJoules: power.busyJoules,
  };
}

/** Share of a whole number that falls to one of several, as even as can be. */
const evenShare = (total: number, parts: number, index: number): number =>
  largestRemainder(total, Array.from<number>({ length: parts }).fill(1))[index] as number;

function shapeOf(pool: Pool, router: number): CellShape {
  const group = (part: PoolGroup, role: ReplicaRole): GroupShape => {
    const { recipe, autoscale } = part;
    return {
      role,
      cost: requestCost(recipe),
      schedulesAhead: schedulesAhead(recipe.engine.name),
      ranks: recipe.layout.data,
      replicas: evenShare(part.replicas, pool.routers, router),
      powered: Math.max(1, evenShare(part.powered, pool.routers, router)),
      autoscale:
        autoscale === undefined ? undefined : { ...autoscale, minimum: Math.max(1, evenShare(autoscale.minimum, pool.routers, router)) },
    };
  };
  const { serving } = pool;
  if (serving.kind === 'unified') return { kind: 'unified', group: group(serving.group, 'unified') };
  return { kind: 'disaggregated', prefill: group(serving.prefill, 'prefill'), decode: group(serving.decode, 'decode') };
}

function workloadOf(
  pool: Pool,
  traffic: PoolTraffic,
  router: number,
  duration: number,
  random: Random,
): { readonly workload: Workload; readonly users: number } {
  if (traffic.kind === 'users') {
    const demands = traffic.demands.map((demand): TierDemand => ({ ...demand, users: evenShare(demand.users, pool.routers, router) }));
    const workload = userWorkload(demands, traffic.shape, duration, random);
    return { workload, users: workload.userCount };
  }
  return traceWorkload(traffic, pool.routers, router, duration);
}

/** The requests of a trace that reach one router: by sender where the trace names senders, else in turn. */
function traceWorkload(
  traffic: Extract<PoolTraffic, { kind: 'trace' }>,
  routers: number,
  router: number,
  duration: number,
): { readonly workload: Workload; readonly users: number } {
  const { columns } = traffic;
  const rows: number[] = [];
  for (let row = 0; row < columns.arrivals.length && (columns.arrivals[row] as number) <= duration; row++) {
    if (senderOf(columns, row) % routers === router) rows.push(row);
  }
  const users = Int32Array.from(rows, (row) => Math.floor(senderOf(columns, row) / routers));
  const userCount = users.reduce((most, user) => Math.max(most, user), 0) + 1;
  const tierOfUser = dealTiers(traffic.shares, userCount);
  return {
    workload: {
      arrivals: Float64Array.from(rows, (row) => columns.arrivals[row] as number),
      inputTokens: Int32Array.from(rows, (row) => columns.inputTokens[row] as number),
      outputTokens: Int32Array.from(rows, (row) => columns.outputTokens[row] as number),
      users,
      tiers: Uint8Array.from(users, (user) => tierOfUser[user] as number),
      prefixes: columns.prefixes === undefined ? undefined : prefixesOf(columns.prefixes, rows),
    },
    users: userCount,
  };
}

const senderOf = (columns: TraceColumns, row: number): number => (columns.users === undefined ? row : (columns.users[row] as number));

/** Gives every user a tier so that the shares hold in any run of users, in an order that does not favour early ones. */
function dealTiers(shares: Extract<PoolTraffic, { kind: 'trace' }>['shares'], users: number): Uint8Array {
  const given = new Float64Array(shares.length);
  return Uint8Array.from({ length: users }, (_, user) => {
    let best = 0;
    shares.forEach(({ share }, index) => {
      if (share * (user + 1) - (given[index] as number) > (shares[best]?.share ?? 0) * (user + 1) - (given[best] as number) + 1e-12)
        best = index;
    });
    given[best] = (given[best] as number) + 1;
    return shares[best]?.tier ?? 0;
  });
}

function prefixesOf(blocks: PrefixBlocks, rows: readonly number[]): PrefixBlocks {
  const offsets = new Int32Array(rows.length + 1);
  rows.forEach((row, index) => {
    offsets[index + 1] = (offsets[index] as number) + (blocks.offsets[row + 1] as number) - (blocks.offsets[row] as number);
  });
  const ids = new Int32Array(offsets[rows.length] as number);
  rows.forEach((row, index) => ids.set(blocks.ids.subarray(blocks.offsets[row], blocks.offsets[row + 1]), offsets[index]));
  return { blockTokens: blocks.blockTokens, offsets, ids };
}
