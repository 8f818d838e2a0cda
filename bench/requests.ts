import { withOverheads, type RequestOverheads } from '../src/scale/fleet/request-overheads.ts';
import { replicaCost } from '../src/scale/hardware/replica-cost.ts';
import { hasSharedData } from '../test/shared-data.ts';
import { latencyErrors, loggedRuns } from '../test/vllm-requests.ts';

/**
 * Simulated against logged latencies of two real vLLM runs, request by request. `npx tsx bench/requests.ts`
 * With `--fit`: the overheads that fit all runs together best, by coordinate descent on the squared log errors.
 */
if (!hasSharedData()) process.exit(1);

const percent = (value: number): string => `${(value * 100).toFixed(1)} %`;

if (process.argv.includes('--fit')) {
  let best: RequestOverheads = { step: 0.005, decode: 1.1, prompt: 1.2 };
  const lossOf = (overheads: RequestOverheads): number =>
    loggedRuns
      .flatMap((run) =>
        Object.values(
          latencyErrors(run, (recipe) => withOverheads(replicaCost(recipe.model, recipe.gpu, recipe.layout, recipe.engine), overheads)),
        ),
      )
      .flatMap(({ mean, p99 }) => [mean, p99])
      .reduce((sum, error) => sum + Math.log(1 + error) ** 2, 0);
  let loss = lossOf(best);
  const width = { step: 0.004, decode: 0.15, prompt: 0.25 };
  for (let round = 0; round < 14; round++) {
    for (const field of ['step', 'decode', 'prompt'] as const) {
      for (const side of [-1, 1]) {
        const tried = { ...best, [field]: Math.max(0, best[field] + side * width[field]) };
        const its = lossOf(tried);
        if (its < loss) {
          best = tried;
          loss = its;
        }
      }
    }
    if (round % 2 === 1) for (const field of ['step', 'decode', 'prompt'] as const) width[field] *= 0.6;
  }
  process.stdout.write(`fitted: ${JSON.stringify(best)}, sum of squared log errors ${loss.toFixed(4)}\n`);
} else {
  for (const run of loggedRuns) {
    for (const [name, { mean, p99, logged }] of Object.entries(latencyErrors(run))) {
      process.stdout.write(
        `${run.name.padEnd(46)} ${name.padEnd(9)} logged mean ${logged.mean.toFixed(3)} s, p99 ${logged.p99.toFixed(3)} s; simulated off by ${percent(mean)} and ${percent(p99)}\n`,
      );
    }
  }
}
