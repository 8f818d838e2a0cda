import { assertExists } from '../../base/assert.ts';
import { meaningIn, type LinkedCase, type LinkedModel } from '../case/linked-case.ts';
import { quantileOf } from '../distribution/distribution.ts';
import { compileProgram, runProgram, type Program } from '../expression/program.ts';
import { fromBase, toBase } from '../unit/unit.ts';

/** Value of an input at a probability, in base units. */
export function inputQuantile(linked: LinkedCase, name: string, probability: number): number {
  const input = assertExists(linked.inputs.get(name), `no input ${name}`);
  return toBase(input.unit, quantileOf(input.distribution, probability));
}

/** Evaluates a model at single points: every input at its median, except those given (in base units). */
export class PointRunner {
  readonly #program: Program;
  readonly #model: LinkedModel;
  readonly #medians: readonly number[];

  constructor(linked: LinkedCase, model: LinkedModel) {
    this.#model = model;
    this.#program = compileProgram([{ expression: model.formula }], meaningIn(linked));
    this.#medians = this.#program.inputs.map((name) => inputQuantile(linked, name, 0.5));
  }

  /** Result in the unit of the definition. */
  at(given: Readonly<Record<string, number>>): number {
    const { inputs, registers, roots } = this.#program;
    for (const [index, name] of inputs.entries()) (registers[index] as Float64Array)[0] = given[name] ?? (this.#medians[index] as number);
    runProgram(this.#program, 1);
    return fromBase(this.#model.unit, (registers[roots[0] as number] as Float64Array)[0] as number);
  }
}
