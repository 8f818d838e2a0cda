import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { randomFrom, seed } from '../src/base/random.ts';
import { quantile } from '../src/base/statistics.ts';
import { disaggregatedNeed, type DisaggregatedNeed } from '../src/scale/fleet/disaggregated-need.ts';
import { normal } from '../src/scale/fleet/distribution.ts';
import { overlappedReplica } from '../src/scale/fleet/overlapped-replica.ts';
import type { ReplicaCost } from '../src/scale/hardware/replica-cost.ts';
import { gpuNamed } from '../src/scale/hardware/gpu-named.ts';
import { modelNamed } from '../src/scale/hardware/model-named.ts';

const value = z.object({ value: z.number() });
const range = z.object({ low: z.number(), mid: z.number(), high: z.number() });
const layout = z.object({ tensor: z.number(), pipeline: z.number(), data: z.number(), expert: z.number() });
const unit = z.object({ gpus: z.number(), layout });

const assumptionsSchema = z.object({
  demand: z.object({ inputTokens: value, cachedInputTokens: value, outputTokens: value, meanDecodeContextTokens: value }),
  serving: z.object({ prefillUnit: unit, decodeUnit: unit, gpusPerNode: z.number(), gpu: z.string(), model: z.string() }),
  outputVariation: value,
  secondsPerOutputToken: range,
  prefillTokensPerStepAndGpu: value,
  prefillUtilisation: range,
  decodeInService: range,
  wideExpertParallel: z.object({
    expertImbalance: range,
    prefillCopies: value,
    decodeCopies: value,
    networkEfficiency: z.object({ prefill: z.number(), decode: z.number() }),
  }),
});

type Assumptions = z.output<typeof assumptionsSchema>;
type Range = z.output<typeof range>;

export interface NodeForecast {
  readonly low: number;
  readonly mid: number;
  readonly high: number;
  readonly prefillNodes: number;
  readonly decodeNodes: number;
}

const day = 86_400;
const draws = 400;
/** Sequences of a decode rank at most; more than any KV cache of an H800 holds at this context. */
const sequencesOfRank = 256;
/** 10th and 90th percentile of a standard normal number. */
const tenth = 1.2816;

/** Mean nodes of DeepSeek's day with the 80 % band, from the written assumptions and the cost model alone. */
export function forecastDeepSeekDay(): NodeForecast {
  const file = fileURLToPath(new URL('deepseek-day.assumptions.json', import.meta.url));
  const assumptions = assumptionsSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  const mid = nodesWith(assumptions, (one) => one.mid);
  const random = randomFrom(seed(1), 'deepseek day');
  const totals = Array.from({ length: draws }, () => {
    const drawn = nodesWith(assumptions, (one) => one.mid * Math.exp((normal(random) * Math.log(one.high / one.low)) / (2 * tenth)));
    const model = Math.exp((normal(random) * Math.log(drawn.band)) / tenth);
    return (drawn.prefillNodes + drawn.decodeNodes) * model;
  });
  return {
    low: quantile(totals, 0.1),
    mid: mid.prefillNodes + mid.decodeNodes,
    high: quantile(totals, 0.9),
    prefillNodes: mid.prefillNodes,
    decodeNodes: mid.decodeNodes,
  };
}

function nodesWith(assumptions: Assumptions, pick: (one: Range) => number): { prefillNodes: number; decodeNodes: number; band: number } {
  const { demand, serving } = assumptions;
  const ratio = demand.inputTokens.value / demand.outputTokens.value;
  const variation = assumptions.outputVariation.value;
  // Context of decode is the input and, weighted by length, half of the output.
  const output = demand.meanDecodeContextTokens.value / (ratio + (1 + variation ** 2) / 2);
  const call = {
    input: output * ratio,
    cacheHit: demand.cachedInputTokens.value / demand.inputTokens.value,
    output,
    outputVariation: variation,
  };
  const units = unitsOf(assumptions, Math.max(1, pick(assumptions.wideExpertParallel.expertImbalance)));
  const need = disaggregatedNeed(units, {
    call,
    callsPerSecond: demand.outputTokens.value / day / output,
    tpot: pick(assumptions.secondsPerOutputToken),
    prefillUtilisation: Math.min(1, pick(assumptions.prefillUtilisation)),
    decodeUtilisation: Math.min(1, pick(assumptions.decodeInService)),
  }) as DisaggregatedNeed;
  return {
    prefillNodes: need.prefillGpus / serving.gpusPerNode,
    decodeNodes: need.decodeGpus / serving.gpusPerNode,
    band: units.decode.bandFactor.throughput,
  };
}

function unitsOf(assumptions: Assumptions, expertImbalance: number): { prefill: ReplicaCost; decode: ReplicaCost } {
  const { serving, wideExpertParallel: wide, prefillTokensPerStepAndGpu } = assumptions;
  const parts = { model: modelNamed(serving.model), gpu: gpuNamed(serving.gpu) };
  const engine = { name: 'sglang', quantisation: 'fp8' } as const;
  const { prefillUnit, decodeUnit } = serving;
  return {
    prefill: overlappedReplica(
      {
        ...parts,
        layout: prefillUnit.layout,
        engine: { ...engine, maxBatchedTokens: prefillTokensPerStepAndGpu.value },
      },
      { expertImbalance, copies: wide.prefillCopies.value, networkEfficiency: wide.networkEfficiency.prefill },
    ),
    decode: overlappedReplica(
      { ...parts, layout: decodeUnit.layout, engine: { ...engine, maxSequences: sequencesOfRank } },
      { expertImbalance, copies: wide.decodeCopies.value, networkEfficiency: wide.networkEfficiency.decode },
    ),
  };
}
