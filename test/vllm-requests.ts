import { readFileSync } from 'node:fs';
import { mean, quantile } from '../src/base/statistics.ts';
import type { Workload } from '../src/scale/fleet/request-table.ts';
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
export function readEngineRun(name: string): EngineRun {
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
export function latenciesOf(
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
