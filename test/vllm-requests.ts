import { readFileSync } from 'node:fs';
import { mean, quantile } from '../src/base/statistics.ts';
import { schedulesAhead } from '../src/scale/fleet/engine-scheduling.ts';
import { requestCost } from '../src/scale/fleet/request-overheads.ts';
import type { Workload } from '../src/scale/fleet/request-table.ts';
import type { ReplicaRecipe } from '../src/scale/fleet/scenario.ts';
import { gpuNamed } from '../src/scale/hardware/gpu-named.ts';
import { modelNamed } from '../src/scale/hardware/model-named.ts';
import type { ReplicaCost } from '../src/scale/hardware/replica-cost.ts';
import { runReplicas } from './one-replica.ts';
import { sharedData } from './shared-data.ts';

/** One logged run of a real engine: what was sent, and when its tokens came. Seconds from the first arrival. */
export interface EngineRun {
  readonly workload: Workload;
  readonly firstTokens: Float64Array;
  readonly finishes: Float64Array;
}

interface LoggedRequest {
  readonly input_toks: number;
  readonly output_toks: number;
  readonly arrival_time: number;
  readonly queued_ts: number;
  readonly first_token_ts: number;
  readonly last_token_ts: number;
}

/**
 * Reads a request log of `vllm-requests/`. Arrivals are on the wall clock and tokens on a monotonic one; the request that
 * was queued soonest after it arrived ties the two together (its delay, below a few milliseconds, counts as none).
 */
function readEngineRun(name: string): EngineRun {
  const requests = readFileSync(`${sharedData}fleet/vllm-requests/${name}.requests.jsonl`, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as LoggedRequest)
    .sort((left, right) => left.arrival_time - right.arrival_time);
  const clocks = Math.max(...requests.map((request) => request.arrival_time - request.queued_ts));
  const start = requests[0]?.arrival_time ?? 0;
  return {
    workload: {
      arrivals: Float64Array.from(requests, (request) => request.arrival_time - start),
      inputTokens: Int32Array.from(requests, (request) => request.input_toks),
      outputTokens: Int32Array.from(requests, (request) => request.output_toks),
    },
    firstTokens: Float64Array.from(requests, (request) => request.first_token_ts + clocks - start),
    finishes: Float64Array.from(requests, (request) => request.last_token_ts + clocks - start),
  };
}

export type LatencyName = 'ttft' | 'tpot' | 'endToEnd';

const summary = (values: Float64Array) => ({ mean: mean(values), p99: quantile(values, 0.99) });

/** Mean and 99th percentile of each latency, seconds. */
function latenciesOf(
  workload: Workload,
  firstTokens: Float64Array,
  finishes: Float64Array,
): Record<LatencyName, { readonly mean: number; readonly p99: number }> {
  return {
    ttft: summary(firstTokens.map((first, index) => first - (workload.arrivals[index] as number))),
    tpot: summary(
      finishes.map((finish, index) => (finish - (firstTokens[index] as number)) / ((workload.outputTokens[index] as number) - 1)),
    ),
    endToEnd: summary(finishes.map((finish, index) => finish - (workload.arrivals[index] as number))),
  };
}

export interface LoggedRun {
  readonly name: string;
  readonly recipe: ReplicaRecipe;
}

const gpu = gpuNamed('rtx-pro-6000');
/** Settings of a rank, from the logs' own meta files. */
const ofRank = { maxSequences: 128, maxBatchedTokens: 2048 };

export const loggedRuns: readonly LoggedRun[] = [
  {
    name: 'rtxpro6000-qwen3-32b',
    recipe: {
      model: modelNamed('qwen3-32b'),
      gpu,
      layout: { tensor: 2, pipeline: 1, data: 1, expert: 1 },
      engine: { name: 'vllm', quantisation: 'bf16', ...ofRank },
    },
  },
  {
    name: 'rtxpro6000-qwen3-30b-a3b-instruct-2507',
    recipe: {
      model: modelNamed('qwen3-30b-a3b'),
      gpu,
      layout: { tensor: 1, pipeline: 1, data: 2, expert: 2 },
      engine: { name: 'vllm', quantisation: 'bf16', ...ofRank },
    },
  },
];

export interface LatencyError {
  /** Simulated over logged, less one. */
  readonly mean: number;
  readonly p99: number;
  readonly logged: { readonly mean: number; readonly p99: number };
}

/** Simulates a logged run with the engine's own settings and compares. */
export function latencyErrors(
  run: LoggedRun,
  costOf: (recipe: ReplicaRecipe) => ReplicaCost = requestCost,
): Record<LatencyName, LatencyError> {
  const { workload, firstTokens, finishes } = readEngineRun(run.name);
  const { layout, engine } = run.recipe;
  const { table } = runReplicas(costOf(run.recipe), workload, { schedulesAhead: schedulesAhead(engine.name), ranks: layout.data });
  const logged = latenciesOf(workload, firstTokens, finishes);
  const simulated = latenciesOf(workload, table.firstTokens, table.finishes);
  const error = (name: LatencyName): LatencyError => ({
    mean: simulated[name].mean / logged[name].mean - 1,
    p99: simulated[name].p99 / logged[name].p99 - 1,
    logged: logged[name],
  });
  return { ttft: error('ttft'), tpot: error('tpot'), endToEnd: error('endToEnd') };
}
