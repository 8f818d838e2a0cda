import type { Seed } from '../../base/random.ts';
import { meaningIn, type LinkedCase, type LinkedModel } from '../case/linked-case.ts';
import { blockSize, compileProgram, runProgram } from '../expression/program.ts';
import { DrivenProgram } from '../sampling/driven-program.ts';
import { toBase } from '../unit/unit.ts';
import type { SensitivityAnswer } from './case-answer.ts';

/** Least share of the variance (total Sobol index) with which an input counts as deciding. */
const decidingShare = 0.1;

/**
 * Inputs on which a verdict rests: those that explain at least a tenth of the result's variance, and figures stated
 * without a range for which half or twice the value would put the probability on the other side of one half.
 */
export function decidingInputs(linked: LinkedCase, model: LinkedModel, sensitivity: readonly SensitivityAnswer[], seed: Seed): string[] {
  const varying = sensitivity.filter(({ sobolTotal }) => sobolTotal >= decidingShare).map(({ input }) => input);
  return [...varying, ...fixedInputsThatFlip(linked, model, seed)];
}

function fixedInputsThatFlip(linked: LinkedCase, model: LinkedModel, seed: Seed): string[] {
  const program = compileProgram([{ expression: model.rule, result: model.formula }], meaningIn(linked));
  const driven = new DrivenProgram(linked, program, seed);
  const rule = program.registers[program.roots[0] as number] as Float64Array;
  const sideWith = (column: number, factor: number): boolean => {
    driven.draw('first', 0, blockSize);
    const input = linked.inputs.get(program.inputs[column] as string);
    if (input !== undefined && input.distribution.kind === 'point') {
      const scaled = input.distribution.value * factor;
      const isShare = input.unit.text === 'fraction' && input.distribution.value <= 1;
      (program.registers[column] as Float64Array).fill(toBase(input.unit, isShare ? Math.min(1, scaled) : scaled));
    }
    runProgram(program, blockSize);
    let met = 0;
    for (let i = 0; i < blockSize; i++) met += rule[i] === 1 ? 1 : 0;
    return met * 2 >= blockSize;
  };
  return program.inputs.filter((name, column) => {
    const input = linked.inputs.get(name);
    if (input === undefined || input.distribution.kind !== 'point' || input.from === 'definition') return false;
    const asStated = sideWith(column, 1);
    return sideWith(column, 2) !== asStated || sideWith(column, 0.5) !== asStated;
  });
}
