import { costOfAllRanks } from '../src/scale/fleet/all-ranks.ts';
import { withOverheads, type RequestOverheads } from '../src/scale/fleet/request-overheads.ts';
import type { ReplicaRecipe } from '../src/scale/fleet/scenario.ts';
import { replicaCost, type ReplicaCost } from '../src/scale/hardware/replica-cost.ts';
import { hasSharedData } from '../test/shared-data.ts';
import { latencyErrors, loggedRuns, type LoggedRun } from '../test/vllm-requests.ts';

/**
 * Simulated against logged latencies of two real vLLM runs, request by request. `npx tsx bench/requests.ts`
 * With `--fit`: the overheads that fit all runs together best, and for each run the errors with overheads fitted to the other.
 */
const fields = ['step', 'decode', 'prompt'] as const;
const rounds = 60;

if (!hasSharedData()) process.exit(1);
if (process.argv.includes('--fit')) {
  process.stdout.write(`fitted to all: ${JSON.stringify(fitted(loggedRuns))}\n`);
  for (const run of loggedRuns) {
    const overheads = fitted(loggedRuns.filter((other) => other !== run));
    process.stdout.write(`fitted to the other run: ${JSON.stringify(overheads)}\n`);
    print(run, costWith(overheads));
  }
} else for (const run of loggedRuns) print(run);

function costWith(overheads: RequestOverheads): (recipe: ReplicaRecipe) => ReplicaCost {
  return ({ model, gpu, layout, engine }) => withOverheads(costOfAllRanks(replicaCost(model, gpu, layout, engine), layout), overheads);
}

function print(run: LoggedRun, costOf?: (recipe: ReplicaRecipe) => ReplicaCost): void {
  for (const [name, { mean, p99, logged }] of Object.entries(latencyErrors(run, costOf))) {
    process.stdout.write(
      `${run.name.padEnd(40)} ${name.padEnd(9)} logged mean ${logged.mean.toFixed(3)} s, p99 ${logged.p99.toFixed(3)} s; simulated off by ${percent(mean)} and ${percent(p99)}\n`,
    );
  }
}

function percent(value: number): string {
  return `${(value * 100).toFixed(1)} %`;
}

/** Coordinate descent on the squared log errors of all figures of the runs. */
function fitted(runs: readonly LoggedRun[]): RequestOverheads {
  let best: RequestOverheads = { step: 0, decode: 1, prompt: 1 };
  let loss = lossOf(runs, best);
  const width = { step: 0.004, decode: 0.15, prompt: 0.25 };
  for (let round = 0; round < rounds; round++) {
    for (const field of fields) {
      for (const side of [-1, 1]) {
        const tried = { ...best, [field]: Math.max(0, best[field] + side * width[field]) };
        const its = lossOf(runs, tried);
        if (its >= loss) continue;
        best = tried;
        loss = its;
      }
    }
    if (round % 2 === 1) for (const field of fields) width[field] *= 0.85;
  }
  return best;
}

function lossOf(runs: readonly LoggedRun[], overheads: RequestOverheads): number {
  return runs
    .flatMap((run) => Object.values(latencyErrors(run, costWith(overheads))))
    .flatMap(({ mean, p99 }) => [mean, p99])
    .reduce((sum, error) => sum + Math.log(1 + error) ** 2, 0);
}
