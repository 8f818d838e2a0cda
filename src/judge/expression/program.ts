import { assertExists } from '../../base/assert.ts';
import { namesIn, type Expression } from './expression.ts';
import { functions, type BlockOperation } from './functions.ts';

/** Samples worked on at once: small enough that all registers of a claim stay in the processor's cache. */
export const blockSize = 2048;

interface Step {
  readonly run: BlockOperation;
  readonly out: number;
  readonly a: number;
  readonly b: number;
  readonly c: number;
}

/**
 * Expressions flattened into steps over registers, each a block of samples. The first `inputs.length` registers are the
 * inputs, in that order. Comparisons give 1 or 0; what is undefined (0/0, ln of a negative number) is not finite.
 */
export interface Program {
  readonly inputs: readonly string[];
  readonly registers: readonly Float64Array[];
  readonly steps: readonly Step[];
  /** Register of each root, in the order given. */
  readonly roots: readonly number[];
}

const operations: Readonly<Record<string, BlockOperation>> = {
  '+': (out, count, a, b) => {
    for (let i = 0; i < count; i++) out[i] = (a[i] as number) + (b[i] as number);
  },
  '-': (out, count, a, b) => {
    for (let i = 0; i < count; i++) out[i] = (a[i] as number) - (b[i] as number);
  },
  '*': (out, count, a, b) => {
    for (let i = 0; i < count; i++) out[i] = (a[i] as number) * (b[i] as number);
  },
  '/': (out, count, a, b) => {
    for (let i = 0; i < count; i++) out[i] = (a[i] as number) / (b[i] as number);
  },
  '^': (out, count, a, b) => {
    for (let i = 0; i < count; i++) out[i] = (a[i] as number) ** (b[i] as number);
  },
  '<': (out, count, a, b) => {
    for (let i = 0; i < count; i++) out[i] = (a[i] as number) < (b[i] as number) ? 1 : 0;
  },
  '<=': (out, count, a, b) => {
    for (let i = 0; i < count; i++) out[i] = (a[i] as number) <= (b[i] as number) ? 1 : 0;
  },
  '>': (out, count, a, b) => {
    for (let i = 0; i < count; i++) out[i] = (a[i] as number) > (b[i] as number) ? 1 : 0;
  },
  '>=': (out, count, a, b) => {
    for (let i = 0; i < count; i++) out[i] = (a[i] as number) >= (b[i] as number) ? 1 : 0;
  },
  and: (out, count, a, b) => {
    for (let i = 0; i < count; i++) out[i] = (a[i] as number) * (b[i] as number);
  },
  or: (out, count, a, b) => {
    for (let i = 0; i < count; i++) out[i] = Math.max(a[i] as number, b[i] as number);
  },
};

/** What a name stands for: an input to be drawn, a constant, or another expression. */
export type Meaning =
  | { readonly kind: 'input' }
  | { readonly kind: 'constant'; readonly value: number }
  | { readonly kind: 'expression'; readonly expression: Expression };

/** A formula or a rule to be computed; `result` is what that name stands for inside it. */
export interface Root {
  readonly expression: Expression;
  readonly result?: Expression;
}

/** @param meaningOf must know every name but `result` and have no cycle (a linked case promises both) */
export function compileProgram(roots: readonly Root[], meaningOf: (name: string) => Meaning): Program {
  const inputs: string[] = [];
  const collected = new Set<string>();
  const collect = (expression: Expression): void => {
    for (const name of namesIn(expression)) {
      if (name === 'result' || collected.has(name)) continue;
      collected.add(name);
      const meaning = meaningOf(name);
      if (meaning.kind === 'input') inputs.push(name);
      else if (meaning.kind === 'expression') collect(meaning.expression);
    }
  };
  for (const { expression, result } of roots) {
    collect(expression);
    if (result !== undefined) collect(result);
  }

  const registers = inputs.map(() => new Float64Array(blockSize));
  const steps: Step[] = [];
  const registerOf = new Map(inputs.map((name, index) => [name, index]));
  const add = (run: BlockOperation, sources: readonly number[]): number => {
    const out = registers.push(new Float64Array(blockSize)) - 1;
    steps.push({ run, out, a: sources[0] ?? 0, b: sources[1] ?? 0, c: sources[2] ?? 0 });
    return out;
  };
  const constant = (value: number): number => registers.push(new Float64Array(blockSize).fill(value)) - 1;

  const compiled = new Map<Expression, number>();
  const compile = (expression: Expression, result: Expression | undefined): number => {
    const known = compiled.get(expression);
    if (known !== undefined) return known;
    const register = compileAnew(expression, result);
    if (result === undefined) compiled.set(expression, register);
    return register;
  };
  const compileAnew = (expression: Expression, result: Expression | undefined): number => {
    switch (expression.kind) {
      case 'number':
        return constant(expression.value);
      case 'name': {
        if (expression.name === 'result') return compile(assertExists(result, 'a rule without a result'), undefined);
        const known = registerOf.get(expression.name);
        if (known !== undefined) return known;
        const meaning = meaningOf(expression.name);
        const register =
          meaning.kind === 'constant'
            ? constant(meaning.value)
            : meaning.kind === 'expression'
              ? compile(meaning.expression, undefined)
              : undefined;
        const made = assertExists(register, `input ${expression.name} was not collected`);
        registerOf.set(expression.name, made);
        return made;
      }
      case 'arithmetic':
      case 'comparison':
      case 'logic':
        return add(assertExists(operations[expression.operator], expression.operator), [
          compile(expression.left, result),
          compile(expression.right, result),
        ]);
      case 'call':
        return add(
          assertExists(functions[expression.name], expression.name).run,
          expression.arguments.map((part) => compile(part, result)),
        );
      case 'range':
      case 'list':
        return assertExists<number>(undefined, 'a range inside a formula was let through');
    }
  };
  const rootRegisters = roots.map(({ expression, result }) => compile(expression, result));
  return { inputs, registers, steps, roots: rootRegisters };
}

/** Runs all steps over `count` samples that stand in the input registers. */
export function runProgram(program: Program, count: number): void {
  const { registers } = program;
  for (const step of program.steps) {
    step.run(
      registers[step.out] as Float64Array,
      count,
      registers[step.a] as Float64Array,
      registers[step.b] as Float64Array,
      registers[step.c] as Float64Array,
    );
  }
}
