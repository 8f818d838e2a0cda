import type { Seed } from '../../base/random.ts';
import { meaningIn, type LinkedCase } from '../case/linked-case.ts';
import { blockSize, compileProgram, runProgram } from '../expression/program.ts';
import { DrivenProgram } from '../sampling/driven-program.ts';
import { fromBase, type Unit } from '../unit/unit.ts';

const quoted = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/**
 * The draws as CSV: one line a sample, a column for every input and every computable definition, in the units of the case
 * (stated in the head). Sample i is the same line whatever the count. An undefined value is empty.
 */
export function samplesCsv(linked: LinkedCase, seed: Seed, samples: number): string {
  const models = linked.claims.flatMap(({ source, definitions }) =>
    definitions.flatMap(({ source: { id }, model }) => (model === undefined ? [] : [{ name: `${source.id}/${id}`, model }])),
  );
  const program = compileProgram(
    models.map(({ model }) => ({ expression: model.formula })),
    meaningIn(linked),
  );
  const driven = new DrivenProgram(linked, program, seed);
  const columns: { name: string; register: number; unit: Unit }[] = [
    ...program.inputs.flatMap((name, register) => {
      const input = linked.inputs.get(name);
      return input === undefined ? [] : [{ name, register, unit: input.unit }];
    }),
    ...models.map(({ name, model }, index) => ({ name, register: program.roots[index] as number, unit: model.unit })),
  ];
  const lines = [['sample', ...columns.map(({ name, unit }) => quoted(`${name} [${unit.text}]`))].join(',')];
  for (let start = 0; start < samples; start += blockSize) {
    const count = Math.min(blockSize, samples - start);
    driven.draw('first', start, count);
    runProgram(program, count);
    for (let row = 0; row < count; row++) {
      const cells = columns.map(({ register, unit }) => {
        const value = fromBase(unit, (program.registers[register] as Float64Array)[row] as number);
        return Number.isFinite(value) ? String(Number(value.toPrecision(7))) : '';
      });
      lines.push(`${start + row},${cells.join(',')}`);
    }
  }
  return `${lines.join('\n')}\n`;
}
