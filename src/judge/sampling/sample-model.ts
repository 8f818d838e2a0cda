import type { Seed } from '../../base/random.ts';
import { quantileOfSorted } from '../../base/statistics.ts';
import { meaningIn, type LinkedCase, type LinkedModel } from '../case/linked-case.ts';
import { blockSize, compileProgram, runProgram } from '../expression/program.ts';
import { fromBase } from '../unit/unit.ts';
import { DrivenProgram } from './driven-program.ts';

/** What sampling one model showed. Quantiles are in the unit of the definition. */
export interface ModelSample {
  /** Share of the defined samples that meet the rule; absent when none is defined. */
  readonly probability: number | undefined;
  readonly samples: number;
  /** Samples in which the formula has no value (divides by zero, ln of a negative number). */
  readonly undefinedSamples: number;
  readonly quantiles: Quantiles | undefined;
  readonly histogram: Histogram | undefined;
  /** First samples of result and inputs, for rank correlations. */
  readonly kept: { readonly result: Float64Array; readonly inputs: readonly Float64Array[]; readonly names: readonly string[] };
}

export interface Quantiles {
  readonly p05: number;
  readonly p25: number;
  readonly p50: number;
  readonly p75: number;
  readonly p95: number;
}

/** Shares of the samples in equal bins from `from` to `to` (1st to 99th percentile); the tails beyond are in `below` and `above`. */
export interface Histogram {
  readonly from: number;
  readonly to: number;
  readonly shares: readonly number[];
  readonly below: number;
  readonly above: number;
}

const keptSamples = 8192;
const bins = 48;

/** Samples one model. Work is done in blocks: memory grows by 8 bytes a sample. */
export function sampleModel(linked: LinkedCase, model: LinkedModel, seed: Seed, samples: number): ModelSample {
  const program = compileProgram([model.formula, model.rule], meaningIn(linked, model));
  const driven = new DrivenProgram(linked, program, seed);
  const results = new Float64Array(samples);
  const kept = program.inputs.map(() => new Float64Array(Math.min(samples, keptSamples)));
  const result = program.registers[program.roots[0] as number] as Float64Array;
  const rule = program.registers[program.roots[1] as number] as Float64Array;
  let defined = 0;
  let met = 0;
  for (let start = 0; start < samples; start += blockSize) {
    const count = Math.min(blockSize, samples - start);
    driven.draw('first', start, count);
    runProgram(program, count);
    for (let i = 0; i < count; i++) {
      const value = result[i] as number;
      results[start + i] = value;
      if (!Number.isFinite(value)) continue;
      defined++;
      met += rule[i] as number;
    }
    for (const [index, values] of kept.entries()) {
      if (start < values.length)
        values.set((program.registers[index] as Float64Array).subarray(0, Math.min(count, values.length - start)), start);
    }
  }
  const keptResults = results.slice(0, Math.min(samples, keptSamples));
  const sorted = defined === samples ? results.sort() : results.filter(Number.isFinite).sort();
  return {
    probability: defined === 0 ? undefined : met / defined,
    samples,
    undefinedSamples: samples - defined,
    quantiles: defined === 0 ? undefined : quantilesOf(sorted, model),
    histogram: defined === 0 ? undefined : histogramOf(sorted, model),
    kept: { result: keptResults, inputs: kept, names: program.inputs },
  };
}

function quantilesOf(sorted: Float64Array, model: LinkedModel): Quantiles {
  const at = (probability: number): number => fromBase(model.unit, quantileOfSorted(sorted, probability));
  return { p05: at(0.05), p25: at(0.25), p50: at(0.5), p75: at(0.75), p95: at(0.95) };
}

function histogramOf(sorted: Float64Array, model: LinkedModel): Histogram {
  const low = quantileOfSorted(sorted, 0.01);
  const high = quantileOfSorted(sorted, 0.99);
  const shares: number[] = [];
  const total = sorted.length;
  const firstAbove = (value: number): number => {
    let from = 0;
    let to = total;
    while (from < to) {
      const middle = (from + to) >>> 1;
      if ((sorted[middle] as number) <= value) from = middle + 1;
      else to = middle;
    }
    return from;
  };
  const below = low === high ? 0 : firstAbove(low) / total;
  let before = low === high ? 0 : firstAbove(low);
  for (let bin = 1; bin <= bins; bin++) {
    const until = bin === bins && low === high ? total : firstAbove(low + ((high - low) * bin) / bins);
    shares.push((until - before) / total);
    before = until;
  }
  return { from: fromBase(model.unit, low), to: fromBase(model.unit, high), shares, below, above: 1 - before / total };
}
