import { seconds, tokens } from '../src/base/units.ts';
import { runCell, type CellResult } from '../src/scale/fleet/cell.ts';
import type { GroupShape } from '../src/scale/fleet/replica-group.ts';
import { requestTable, type RequestTable, type Workload } from '../src/scale/fleet/request-table.ts';
import type { RouterPolicy } from '../src/scale/fleet/router.ts';
import type { Tier } from '../src/scale/fleet/tier.ts';
import type { ReplicaCost } from '../src/scale/hardware/replica-cost.ts';

export const oneTier: Tier = {
  name: 'all',
  priority: 0,
  limits: {},
  reservedOutput: tokens(0),
  cachedInputCounts: true,
  patience: seconds(0),
  objective: { ttft: seconds(2), tpot: seconds(0.05) },
};

export const unifiedGroup = (cost: ReplicaCost, replicas: number, schedulesAhead = false, ranks = 1): GroupShape => ({
  role: 'unified',
  cost,
  schedulesAhead,
  ranks,
  replicas,
  powered: replicas,
  autoscale: undefined,
});

/** Runs a workload on some replicas of one kind, without limits. */
export function runReplicas(
  cost: ReplicaCost,
  workload: Workload,
  options: {
    readonly replicas?: number;
    readonly router?: RouterPolicy;
    readonly duration?: number;
    readonly schedulesAhead?: boolean;
    readonly ranks?: number;
  } = {},
): { readonly table: RequestTable; readonly result: CellResult } {
  const table = requestTable(workload);
  const result = runCell({
    shape: { kind: 'unified', group: unifiedGroup(cost, options.replicas ?? 1, options.schedulesAhead, options.ranks) },
    table,
    tiers: [oneTier],
    users: 1,
    router: options.router ?? 'least-loaded',
    maxWaiting: Number.POSITIVE_INFINITY,
    duration: options.duration ?? 3600,
    buckets: 1,
  });
  return { table, result };
}
