import { assertExists } from '../../base/assert.ts';
import type { Seed } from '../../base/random.ts';
import { quantileOfSorted } from '../../base/statistics.ts';
import { meaningIn, type LinkedCase, type LinkedInput, type LinkedModel } from '../case/linked-case.ts';
import { quantileOf } from '../distribution/distribution.ts';
import { blockSize, compileProgram, runProgram } from '../expression/program.ts';
import { DrivenProgram } from '../sampling/driven-program.ts';
import { fromBase, toBase } from '../unit/unit.ts';

/** The value of one input at which the rule flips, while the other inputs vary: median and 90 % interval, in the input's unit. */
export interface BreakEven {
  readonly input: string;
  readonly value: number;
  readonly low: number;
  readonly high: number;
  /** The rule holds below the value, or above it. */
  readonly holds: 'below' | 'above';
  /** Share of the draws in which the input can flip the rule at all within the searched span. */
  readonly share: number;
  /** True if the value lies inside the input's own stated range. */
  readonly within: boolean;
}

export interface Span {
  readonly low: number;
  readonly high: number;
}

const gridPoints = 32;
const bisections = 30;

/** How far beyond its stated range an input is searched: factor of a positive quantity, and all of a share. */
const stretch = 100;

function spanOf(input: LinkedInput): { readonly own: Span; readonly searched: Span } {
  if (input.distribution.kind === 'point' && input.distribution.value === 0)
    return { own: { low: 0, high: 0 }, searched: { low: -1, high: 1 } };
  const low = quantileOf(input.distribution, 0.001);
  const high = quantileOf(input.distribution, 0.999);
  const own = { low, high };
  if (input.unit.text === 'fraction' && low >= 0 && high <= 1.0001) return { own, searched: { low: Math.min(low, 1e-4), high: 1 } };
  if (low > 0) return { own, searched: { low: low / stretch, high: high * stretch } };
  const width = Math.max(high - low, Math.abs(high), 1e-9);
  return { own, searched: { low: low - 2 * width, high: high + 2 * width } };
}

/** Where the rule flips along one input; absent if it does in fewer than half of the draws. `span` (in the input's unit) overrides the search. */
export function breakEvenOf(linked: LinkedCase, model: LinkedModel, name: string, seed: Seed, span?: Span): BreakEven | undefined {
  const input = assertExists(linked.inputs.get(name), `no input ${name}`);
  const { own, searched } = spanOf(input);
  const { low, high } = span ?? searched;
  const program = compileProgram([{ expression: model.rule, result: model.formula }], meaningIn(linked));
  const column = program.inputs.indexOf(name);
  if (column === -1) return undefined;
  const driven = new DrivenProgram(linked, program, seed);
  driven.draw('first', 0, blockSize);
  const register = program.registers[column] as Float64Array;
  const rule = program.registers[program.roots[0] as number] as Float64Array;
  const logarithmic = low > 0;
  const scaled = (position: number): number => (logarithmic ? low * (high / low) ** position : low + (high - low) * position);
  const baseAt = (position: number): number => toBase(input.unit, scaled(position));

  const lower = new Float64Array(blockSize).fill(-1);
  const before = new Uint8Array(blockSize);
  const startsTrue = new Uint8Array(blockSize);
  for (let point = 0; point < gridPoints; point++) {
    register.fill(baseAt(point / (gridPoints - 1)));
    runProgram(program, blockSize);
    for (let i = 0; i < blockSize; i++) {
      const holds = rule[i] === 1 ? 1 : 0;
      if (point > 0 && lower[i] === -1 && holds !== before[i]) {
        lower[i] = (point - 1) / (gridPoints - 1);
        startsTrue[i] = before[i] as number;
      }
      before[i] = holds;
    }
  }
  const crossing = Array.from(lower.keys()).filter((index) => lower[index] !== -1);
  if (crossing.length < blockSize / 2) return undefined;
  const upper = lower.map((position) => position + 1 / (gridPoints - 1));
  for (let step = 0; step < bisections; step++) {
    for (const i of crossing) register[i] = baseAt(((lower[i] as number) + (upper[i] as number)) / 2);
    runProgram(program, blockSize);
    for (const i of crossing) {
      const middle = ((lower[i] as number) + (upper[i] as number)) / 2;
      if ((rule[i] === 1 ? 1 : 0) === startsTrue[i]) lower[i] = middle;
      else upper[i] = middle;
    }
  }
  const values = Float64Array.from(crossing, (i) => fromBase(input.unit, baseAt(upper[i] as number))).sort();
  const value = quantileOfSorted(values, 0.5);
  const belowCount = crossing.filter((i) => startsTrue[i] === 1).length;
  return {
    input: name,
    value,
    low: quantileOfSorted(values, 0.05),
    high: quantileOfSorted(values, 0.95),
    holds: belowCount * 2 >= crossing.length ? 'below' : 'above',
    share: crossing.length / blockSize,
    within: value >= own.low && value <= own.high,
  };
}
