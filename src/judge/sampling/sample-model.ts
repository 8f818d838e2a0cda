import type { Seed } from '../../base/random.ts';
import { meaningIn, type LinkedCase, type LinkedModel } from '../case/linked-case.ts';
import { blockSize, compileProgram, runProgram } from '../expression/program.ts';
import { fromBase } from '../unit/unit.ts';
import { DrivenProgram } from './driven-program.ts';
import { KeptInputs } from './kept-inputs.ts';
import { quantilesAt } from './order-statistics.ts';

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
  readonly kept: { readonly result: Float64Array; readonly inputs: KeptInputs };
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

const keptSamples = 4096;
const bins = 48;

/**
 * Samples several models at once: an input that they share is drawn once. Work is done in blocks, so memory grows only by
 * 8 bytes a sample and model.
 */
export function sampleModels(linked: LinkedCase, models: readonly LinkedModel[], seed: Seed, samples: number): ModelSample[] {
  const roots = models.flatMap(({ formula, rule }) => [{ expression: formula }, { expression: rule, result: formula }]);
  const program = compileProgram(roots, meaningIn(linked));
  const driven = new DrivenProgram(linked, program, seed);
  const kept = program.inputs.map(() => new Float64Array(Math.min(samples, keptSamples)));
  const tallies = models.map((_, index) => ({
    result: program.registers[program.roots[2 * index] as number] as Float64Array,
    rule: program.registers[program.roots[2 * index + 1] as number] as Float64Array,
    values: new Float64Array(samples),
    defined: 0,
    met: 0,
  }));
  for (let start = 0; start < samples; start += blockSize) {
    const count = Math.min(blockSize, samples - start);
    driven.draw('first', start, count);
    runProgram(program, count);
    for (const tally of tallies) {
      const { result, rule } = tally;
      tally.values.set(count === blockSize ? result : result.subarray(0, count), start);
      let defined = 0;
      let met = 0;
      for (let i = 0; i < count; i++) {
        if (!Number.isFinite(result[i])) continue;
        defined++;
        met += rule[i] as number;
      }
      tally.defined += defined;
      tally.met += met;
    }
    for (const [index, values] of kept.entries()) {
      if (start < values.length)
        values.set((program.registers[index] as Float64Array).subarray(0, Math.min(count, values.length - start)), start);
    }
  }
  const inputs = new KeptInputs(new Map(program.inputs.map((name, index) => [name, kept[index] as Float64Array])));
  return models.map((model, index) => summaryOf(model, tallies[index] as Tally, inputs));
}

/** Samples one model. */
export const sampleModel = (linked: LinkedCase, model: LinkedModel, seed: Seed, samples: number): ModelSample =>
  sampleModels(linked, [model], seed, samples)[0] as ModelSample;

interface Tally {
  readonly values: Float64Array;
  readonly defined: number;
  readonly met: number;
}

function summaryOf(model: LinkedModel, { values, defined, met }: Tally, kept: KeptInputs): ModelSample {
  const samples = values.length;
  const finite = defined === samples ? values : values.filter(Number.isFinite);
  return {
    probability: defined === 0 ? undefined : met / defined,
    samples,
    undefinedSamples: samples - defined,
    ...(defined === 0 ? { quantiles: undefined, histogram: undefined } : shapeOf(finite, model)),
    kept: { result: values.slice(0, Math.min(samples, keptSamples)), inputs: kept },
  };
}

function shapeOf(values: Float64Array, model: LinkedModel): { quantiles: Quantiles; histogram: Histogram } {
  const at = quantilesAt(values, [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99]) as [number, number, number, number, number, number, number];
  const [low, p05, p25, p50, p75, p95, high] = at;
  const show = (value: number): number => fromBase(model.unit, value);
  return {
    quantiles: { p05: show(p05), p25: show(p25), p50: show(p50), p75: show(p75), p95: show(p95) },
    histogram: histogramOf(values, low, high, show),
  };
}

function histogramOf(values: Float64Array, low: number, high: number, show: (value: number) => number): Histogram {
  const counts = new Uint32Array(bins);
  let below = 0;
  let above = 0;
  const scale = high > low ? bins / (high - low) : 0;
  for (let index = 0; index < values.length; index++) {
    const value = values[index] as number;
    if (value < low) below++;
    else if (value > high) above++;
    else {
      const bin = Math.min(bins - 1, ((value - low) * scale) | 0);
      counts[bin] = (counts[bin] as number) + 1;
    }
  }
  const total = values.length;
  return {
    from: show(low),
    to: show(high),
    shares: Array.from(counts, (count) => count / total),
    below: below / total,
    above: above / total,
  };
}
