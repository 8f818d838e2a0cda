import { cpus } from 'node:os';
import { readFileSync } from 'node:fs';
import { latencyQuantile } from '../src/scale/fleet/latency-histogram.ts';
import { requestTable } from '../src/scale/fleet/request-table.ts';
import { runCell } from '../src/scale/fleet/cell.ts';
import { schedulesAhead } from '../src/scale/fleet/engine-scheduling.ts';
import { tallyTiers } from '../src/scale/fleet/tier-tally.ts';
import { gpuNamed } from '../src/scale/hardware/gpu-named.ts';
import { modelNamed } from '../src/scale/hardware/model-named.ts';
import { replicaCost } from '../src/scale/hardware/replica-cost.ts';
import { repeated } from '../src/scale/scenario/resolve-trace.ts';
import { readTrace } from '../src/scale/traces/read-trace.ts';
import { oneTier, unifiedGroup } from '../test/one-replica.ts';
import { hasSharedData, sharedData } from '../test/shared-data.ts';
import { runTokenByToken } from '../test/token-by-token.ts';

/**
 * Simulated requests per second on one core: the Azure conversation trace of 2023 repeated to a million requests at its
 * own arrival times, Llama-3-8B in bf16 on one A100-80GB, vLLM profile; then every finishing time of its first 2,000
 * requests against a loop that walks every token. `npx tsx bench/simulate.ts`
 */
const wanted = 1_000_000;
const checked = 2000;
const repeats = 5;

if (!hasSharedData()) process.exit(1);
const place = `${sharedData}traces/azure-llm-2023-conv.csv.gz`;
const trace = readTrace(readFileSync(place), { place });
const whole = repeated(trace, Math.ceil(wanted / trace.arrivals.length), 1);
const first = (count: number) => ({
  arrivals: whole.arrivals.slice(0, count),
  inputTokens: whole.inputTokens.slice(0, count),
  outputTokens: whole.outputTokens.slice(0, count),
});
const recipe = [
  modelNamed('llama-3-8b'),
  gpuNamed('a100-sxm-80gb'),
  { tensor: 1, pipeline: 1, data: 1, expert: 1 },
  { name: 'vllm', quantisation: 'bf16' },
] as const;

function run(count: number) {
  const table = requestTable(first(count));
  const duration = table.arrivals[count - 1] as number;
  const start = performance.now();
  const cost = replicaCost(...recipe);
  const result = runCell({
    shape: { kind: 'unified', group: unifiedGroup(cost, 1, schedulesAhead('vllm')) },
    table,
    tiers: [oneTier],
    users: 1,
    router: 'least-loaded',
    maxWaiting: Number.POSITIVE_INFINITY,
    duration,
    buckets: 24,
  });
  return { table, result, seconds: (performance.now() - start) / 1000, duration };
}

const rates = Array.from({ length: repeats }, () => {
  const { table, result, seconds, duration } = run(wanted);
  const tally = tallyTiers(table, [oneTier])[0];
  const ttft = tally === undefined ? undefined : [0.5, 0.99].map((share) => latencyQuantile(tally.ttft, share)?.toFixed(3));
  const rate = Math.round(wanted / seconds);
  process.stdout.write(
    `${wanted} requests over ${(duration / 3600).toFixed(1)} h in ${seconds.toFixed(2)} s: ${rate} requests/s on one core; TTFT p50 ${ttft?.[0]} s, p99 ${ttft?.[1]} s, ${result.groups[0]?.preemptions} preemptions\n`,
  );
  return rate;
});

const { table } = run(checked);
const loopStart = performance.now();
const loop = runTokenByToken(replicaCost(...recipe), first(checked), schedulesAhead('vllm'));
const loopSeconds = (performance.now() - loopStart) / 1000;
const worst = (against: (index: number) => number): number =>
  table.finishes.reduce((most, finish, index) => Math.max(most, Math.abs(finish - (loop.finishes[index] as number)) / against(index)), 0);
const ofTime = worst((index) => loop.finishes[index] as number);
const ofLatency = worst((index) => (loop.finishes[index] as number) - (table.arrivals[index] as number));
process.stdout.write(
  `first ${checked} requests: worst finishing time off by ${ofTime.toExponential(2)} of itself, ${ofLatency.toExponential(2)} of the request's latency; the loop took ${loop.steps} steps, ${loopSeconds.toFixed(1)} s (${Math.round(checked / loopSeconds)} requests/s)\n`,
);
process.stdout.write(`slowest of ${repeats}: ${Math.min(...rates)} requests/s on ${cpus()[0]?.model ?? 'an unknown processor'}\n`);
if (Math.min(...rates) < 50_000 || ofTime > 1e-3) process.exitCode = 1;
