import { expressionError, type ExpressionText } from '../expression/expression-error.ts';
import type { Expression } from '../expression/expression.ts';
import { parseExpression } from '../expression/parse-expression.ts';
import { betaDistribution, ninetyPercentInterval, probabilityBelow, quantileOf, type Distribution } from './distribution.ts';

const forms =
  'write a number, "a to b" (90 % interval), normal(mean, sd), lognormal(mu, sigma), uniform(a, b), triangular(a, mode, b), beta(a, b), ' +
  'truncate(value, a, b), mixture(value, value, [weight, weight]) or discrete(a, b, [weight, weight])';

class Reader {
  readonly #source: ExpressionText;

  constructor(source: ExpressionText) {
    this.#source = source;
  }

  value(expression: Expression): Distribution {
    if (expression.kind === 'range') {
      const low = this.constant(expression.low);
      const high = this.constant(expression.high);
      if (!(low < high))
        throw this.#problem(
          'empty-range',
          expression,
          `the range ${low} to ${high} is empty`,
          'the lower end stands first and is smaller; one value is written alone',
        );
      return ninetyPercentInterval(low, high);
    }
    if (expression.kind === 'call') return this.#call(expression);
    return { kind: 'point', value: this.constant(expression) };
  }

  constant(expression: Expression): number {
    if (expression.kind === 'number') return expression.value;
    if (expression.kind === 'arithmetic') {
      const left = this.constant(expression.left);
      const right = this.constant(expression.right);
      switch (expression.operator) {
        case '+':
          return left + right;
        case '-':
          return left - right;
        case '*':
          return left * right;
        case '/':
          if (right === 0) throw this.#problem('division-by-zero', expression, 'divides by 0', 'a value must be a finite number');
          return left / right;
        case '^':
          return left ** right;
      }
    }
    throw this.#problem('not-a-number', expression, 'a number is expected here', forms);
  }

  #call(call: Expression & { kind: 'call' }): Distribution {
    switch (call.name) {
      case 'normal': {
        const [mean, deviation] = this.#numbers(call, 2);
        this.#require(deviation > 0, call, 'the standard deviation must be above 0');
        return { kind: 'normal', mean, deviation };
      }
      case 'lognormal': {
        const [mu, sigma] = this.#numbers(call, 2);
        this.#require(sigma > 0, call, 'sigma must be above 0');
        return { kind: 'lognormal', mu, sigma };
      }
      case 'uniform': {
        const [low, high] = this.#numbers(call, 2);
        if (!(low < high))
          throw this.#problem('empty-range', call, `uniform(${low}, ${high}) is empty`, 'the lower end stands first and is smaller');
        return { kind: 'uniform', low, high };
      }
      case 'triangular': {
        const [low, mode, high] = this.#numbers(call, 3) as [number, number, number];
        if (!(low < high))
          throw this.#problem('empty-range', call, `triangular(${low}, ${mode}, ${high}) is empty`, 'lowest, most likely, highest');
        this.#require(low <= mode && mode <= high, call, 'the most likely value stands between the ends');
        return { kind: 'triangular', low, mode, high };
      }
      case 'beta': {
        const [a, b] = this.#numbers(call, 2);
        this.#require(a > 0 && b > 0, call, 'both parameters must be above 0');
        return betaDistribution(a, b);
      }
      case 'truncate':
        return this.#truncated(call);
      case 'mixture':
      case 'discrete':
        return this.#mixture(call);
      default:
        throw this.#problem('unknown-distribution', call, `"${call.name}" is no distribution`, forms);
    }
  }

  #truncated(call: Expression & { kind: 'call' }): Distribution {
    this.#require(call.arguments.length === 3, call, 'takes a value and two bounds');
    const inner = this.value(call.arguments[0] as Expression);
    const low = this.constant(call.arguments[1] as Expression);
    const high = this.constant(call.arguments[2] as Expression);
    const from = probabilityBelow(inner, low);
    const to = probabilityBelow(inner, high);
    if (!(to - from > 1e-9))
      throw this.#problem('empty-range', call, `nothing of the value lies between ${low} and ${high}`, 'widen the bounds');
    return { kind: 'truncated', inner, from, to };
  }

  #mixture(call: Expression & { kind: 'call' }): Distribution {
    const last = call.arguments.at(-1);
    const weighted = last?.kind === 'list';
    const members = weighted ? call.arguments.slice(0, -1) : call.arguments;
    this.#require(members.length > 0, call, 'has no part');
    const weights = weighted ? last.items.map((item) => this.constant(item)) : members.map(() => 1);
    this.#require(weights.length === members.length, call, `has ${members.length} parts and ${weights.length} weights`);
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    this.#require(total > 0 && weights.every((weight) => weight >= 0), call, 'weights must not be negative, and one must be above 0');
    const parts = members
      .map((member, index) => ({ part: this.value(member), weight: (weights[index] as number) / total }))
      .filter(({ weight }) => weight > 0)
      .sort((left, right) => quantileOf(left.part, 0.5) - quantileOf(right.part, 0.5));
    let sum = 0;
    const cumulative = parts.map(({ weight }, index) => {
      sum += weight;
      return index === parts.length - 1 ? 1 : sum;
    });
    return { kind: 'mixture', parts: parts.map(({ part }) => part), cumulative };
  }

  #numbers(call: Expression & { kind: 'call' }, count: 2 | 3): [number, number, ...number[]] {
    this.#require(call.arguments.length === count, call, `takes ${count} numbers, has ${call.arguments.length}`);
    return call.arguments.map((argument) => this.constant(argument)) as [number, number, ...number[]];
  }

  #require(holds: boolean, call: Expression & { kind: 'call' }, problem: string): void {
    if (!holds) throw this.#problem('bad-distribution', call, `${call.name}: ${problem}`, forms);
  }

  #problem(code: string, at: Expression, problem: string, hint: string): Error {
    return expressionError(code, this.#source, at.offset, problem, hint);
  }
}

/** Reads the value of a row: a number or a distribution, in the unit of the row. @throws {TareError} with place and fix */
export function parseDistribution(source: ExpressionText): Distribution {
  return new Reader(source).value(parseExpression(source));
}
