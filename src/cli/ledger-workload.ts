import { TareError } from '../base/tare-error.ts';
import type { Workload } from '../scale/plan/workload.ts';
import type { World } from './world.ts';
import { withTare } from './with-tare.ts';

/** The person's own calls as a workload: their mean lengths, at the rate of the quarter hours in which they worked. */
export async function ledgerWorkload(world: World): Promise<Workload> {
  let workload: Workload | undefined;
  await withTare(world, {}, async ({ answers }) => {
    const { calls, requestsPerSecond, inputTokens, cachedTokens, outputTokens, lengthVariation } = await answers.ask('traffic', {
      filter: { timeZone: 'UTC' },
    });
    if (requestsPerSecond === null || inputTokens === null || outputTokens === null) return;
    workload = {
      from: `your own ${calls} calls`,
      requestsPerSecond,
      inputTokens,
      cachedTokens: cachedTokens ?? 0,
      outputTokens,
      lengthVariation: lengthVariation ?? 1,
    };
  });
  if (workload !== undefined) return workload;
  throw new TareError({
    code: 'empty-ledger',
    message: '--workload ledger: the ledger holds no call with known input and output',
    hint: 'Run tare to see where it looked, or give a trace file, or state --requests, --input and --output.',
  });
}
