import { combineDimensions, describeDimension, isDimensionless, sameDimension, type Dimension } from '../unit/dimension.ts';
import { nearestName } from '../unit/nearest-name.ts';
import { expressionError, type ExpressionText } from './expression-error.ts';
import type { Expression } from './expression.ts';
import { functions } from './functions.ts';

/** What the check may know of the names around an expression. */
export interface DimensionScope {
  /** Dimension of a name; absent where no such quantity exists. */
  readonly dimensionOf: (name: string) => Dimension | undefined;
  /** Why a known name cannot stand in a formula (a row in words, a row without a number). */
  readonly unusable: (name: string) => string | undefined;
  readonly names: () => Iterable<string>;
}

const timeNames = 'a week has 7 days, a month 730 h, a year 8,760 h; periods convert by themselves once both sides name one';

class Checker {
  readonly #source: ExpressionText;
  readonly #scope: DimensionScope;

  constructor(source: ExpressionText, scope: DimensionScope) {
    this.#source = source;
    this.#scope = scope;
  }

  truth(expression: Expression): void {
    if (expression.kind === 'logic') {
      this.truth(expression.left);
      this.truth(expression.right);
      return;
    }
    if (expression.kind !== 'comparison') {
      throw this.#problem('not-a-rule', expression, 'a rule compares: result >= threshold', 'use < <= > >=, joined by "and" and "or"');
    }
    const left = this.dimension(expression.left);
    const right = this.dimension(expression.right);
    if (!sameDimension(left, right)) throw this.#mismatch(expression, 'compares', left, right);
  }

  dimension(expression: Expression): Dimension {
    switch (expression.kind) {
      case 'number':
        throw this.#problem(
          'bare-number',
          expression,
          `the number ${expression.value} has no name`,
          'every number in a formula is a named row: put it under "assumptions:" with a unit and a reason',
        );
      case 'name':
        return this.#nameDimension(expression);
      case 'arithmetic':
        return this.#arithmeticDimension(expression);
      case 'call':
        return this.#callDimension(expression);
      case 'comparison':
      case 'logic':
        throw this.#problem('not-a-number', expression, 'a comparison is no number', 'comparisons belong into true-if');
      case 'range':
      case 'list':
        throw this.#problem('bare-range', expression, 'a range has no name', 'put it under "assumptions:" and use its name here');
    }
  }

  #nameDimension(expression: Expression & { kind: 'name' }): Dimension {
    const unusable = this.#scope.unusable(expression.name);
    if (unusable !== undefined)
      throw this.#problem('row-without-number', expression, unusable, 'give the row a value, or mark the definition as missing');
    const dimension = this.#scope.dimensionOf(expression.name);
    if (dimension !== undefined) return dimension;
    const near = nearestName(expression.name, this.#scope.names());
    const parts = expression.name.split('-');
    const hidden = parts.some(
      (_, cut) => cut > 0 && this.#isName(parts.slice(0, cut).join('-')) && this.#isName(parts.slice(cut).join('-')),
    );
    throw this.#problem(
      'unknown-id',
      expression,
      `no row, assumption or quantity is called "${expression.name}"`,
      hidden
        ? 'subtraction needs spaces around the minus'
        : near === undefined
          ? 'define it under "assumptions:" or "evidence:"'
          : `did you mean "${near}"?`,
    );
  }

  #isName(name: string): boolean {
    return this.#scope.dimensionOf(name) !== undefined;
  }

  #arithmeticDimension(expression: Expression & { kind: 'arithmetic' }): Dimension {
    const left = this.dimension(expression.left);
    const right = this.dimension(expression.right);
    switch (expression.operator) {
      case '*':
        return combineDimensions(left, right, 1);
      case '/':
        return combineDimensions(left, right, -1);
      case '^':
        if (isDimensionless(left) && isDimensionless(right)) return left;
        throw this.#problem(
          'unit-mismatch',
          expression,
          'a power needs plain numbers on both sides',
          'divide by a reference quantity first',
        );
      case '+':
      case '-':
        if (!sameDimension(left, right)) throw this.#mismatch(expression, expression.operator === '+' ? 'adds' : 'subtracts', left, right);
        return left;
    }
  }

  #callDimension(call: Expression & { kind: 'call' }): Dimension {
    const rule = Object.hasOwn(functions, call.name) ? functions[call.name] : undefined;
    if (rule === undefined) {
      const near = nearestName(call.name, Object.keys(functions));
      throw this.#problem(
        'unknown-function',
        call,
        `no function is called "${call.name}"`,
        near === undefined ? `known: ${Object.keys(functions).join(', ')}` : `did you mean "${near}"?`,
      );
    }
    if (call.arguments.length !== rule.arguments) {
      throw this.#problem('wrong-arguments', call, `${call.name} takes ${rule.arguments}, has ${call.arguments.length}`, rule.says);
    }
    const given = call.arguments.map((argument) => this.dimension(argument));
    const result = rule.dimension(given);
    if (typeof result === 'string')
      throw this.#problem('unit-mismatch', call, `${call.name}: ${result} (has ${given.map(describeDimension).join('; ')})`, rule.says);
    return result;
  }

  #mismatch(expression: Expression, verb: string, left: Dimension, right: Dimension): Error {
    const onlyTime =
      sameDimension({ ...left, time: 0 }, { ...right, time: 0 }) ||
      describeDimension(left).replaceAll(/\/?time/g, '') === describeDimension(right).replaceAll(/\/?time/g, '');
    return this.#problem(
      'unit-mismatch',
      expression,
      `${verb} ${describeDimension(left)} and ${describeDimension(right)}${onlyTime ? ': one side lacks its period' : ''}`,
      onlyTime ? timeNames : 'convert with a named quantity (for example tokens per query), or correct the unit of a row',
    );
  }

  #problem(code: string, at: Expression, problem: string, hint: string): Error {
    return expressionError(code, this.#source, at.offset, problem, hint);
  }
}

/** Dimension of a formula; refuses bare numbers, unknown names and mixed units before anything runs. @throws {TareError} */
export const checkFormula = (expression: Expression, source: ExpressionText, scope: DimensionScope): Dimension =>
  new Checker(source, scope).dimension(expression);

/** The same for a rule, which must be true or false. @throws {TareError} */
export const checkRule = (expression: Expression, source: ExpressionText, scope: DimensionScope): void =>
  new Checker(source, scope).truth(expression);
