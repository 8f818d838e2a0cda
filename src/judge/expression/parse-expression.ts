import { expressionError, type ExpressionText } from './expression-error.ts';
import type { ArithmeticOperator, Expression } from './expression.ts';
import { readSymbols, type ExpressionSymbol } from './read-symbols.ts';

// Loosest first. `to` binds tighter than comparison and looser than arithmetic, as in Squiggle.
const levels = [['or'], ['and'], ['<', '<=', '>', '>='], ['to'], ['+', '-'], ['*', '/']] as const;
const deepest = 64;

class Parser {
  readonly #source: ExpressionText;
  readonly #symbols: readonly ExpressionSymbol[];
  #position = 0;
  #depth = 0;

  constructor(source: ExpressionText) {
    this.#source = source;
    this.#symbols = readSymbols(source);
  }

  parse(): Expression {
    const expression = this.#binary(0);
    if (this.#next().kind !== 'end') throw this.#unexpected('an operator');
    return expression;
  }

  #next(): ExpressionSymbol {
    return this.#symbols[this.#position] as ExpressionSymbol;
  }

  #takes(texts: readonly string[]): string | undefined {
    const symbol = this.#next();
    if ((symbol.kind !== 'mark' && symbol.kind !== 'word') || !texts.includes(symbol.text)) return undefined;
    this.#position++;
    return symbol.text;
  }

  #binary(level: number): Expression {
    if (level === levels.length) return this.#power();
    const operators = levels[level] as readonly string[];
    let left = this.#binary(level + 1);
    for (;;) {
      const { offset } = this.#next();
      const operator = this.#takes(operators);
      if (operator === undefined) return left;
      const right = this.#binary(level + 1);
      left = joined(operator, left, right, offset);
    }
  }

  #power(): Expression {
    const left = this.#primary();
    const { offset } = this.#next();
    if (this.#takes(['^']) === undefined) return left;
    return { kind: 'arithmetic', operator: '^', left, right: this.#power(), offset };
  }

  #primary(): Expression {
    if (++this.#depth > deepest) {
      throw expressionError(
        'expression-too-deep',
        this.#source,
        this.#next().offset,
        `more than ${deepest} levels of brackets`,
        'name parts of it under "quantities:"',
      );
    }
    const expression = this.#primaryWithin();
    this.#depth--;
    return expression;
  }

  #primaryWithin(): Expression {
    const symbol = this.#next();
    this.#position++;
    if (symbol.kind === 'number') return symbol;
    if (symbol.kind === 'word' && symbol.text !== 'to' && symbol.text !== 'and' && symbol.text !== 'or') {
      if (this.#takes(['(']) === undefined) return { kind: 'name', name: symbol.text, offset: symbol.offset };
      return { kind: 'call', name: symbol.text, arguments: this.#list(')'), offset: symbol.offset };
    }
    if (symbol.kind === 'mark' && symbol.text === '(') {
      const inside = this.#binary(0);
      this.#expect(')');
      return inside;
    }
    if (symbol.kind === 'mark' && symbol.text === '[') return { kind: 'list', items: this.#list(']'), offset: symbol.offset };
    if (symbol.kind === 'mark' && symbol.text === '-') {
      const operand = this.#primary();
      if (operand.kind === 'number') return { ...operand, value: -operand.value, offset: symbol.offset };
      return { kind: 'call', name: 'minus', arguments: [operand], offset: symbol.offset };
    }
    this.#position--;
    throw this.#unexpected('a name, a number or "("');
  }

  #list(close: ')' | ']'): Expression[] {
    const items: Expression[] = [];
    if (this.#takes([close]) !== undefined) return items;
    do items.push(this.#binary(0));
    while (this.#takes([',']) !== undefined);
    this.#expect(close);
    return items;
  }

  #expect(mark: string): void {
    if (this.#takes([mark]) === undefined) throw this.#unexpected(`"${mark}"`);
  }

  #unexpected(wanted: string): Error {
    const symbol = this.#next();
    const seen = symbol.kind === 'end' ? 'the end' : symbol.kind === 'number' ? `${symbol.value}` : `"${symbol.text}"`;
    return expressionError(
      'unreadable-expression',
      this.#source,
      symbol.offset,
      `expected ${wanted}, found ${seen}`,
      'subtraction needs spaces: "a - b"; "a-b" is one name',
    );
  }
}

function joined(operator: string, left: Expression, right: Expression, offset: number): Expression {
  switch (operator) {
    case 'or':
    case 'and':
      return { kind: 'logic', operator, left, right, offset };
    case 'to':
      return { kind: 'range', low: left, high: right, offset };
    case '<':
    case '<=':
    case '>':
    case '>=':
      return { kind: 'comparison', operator, left, right, offset };
    default:
      return { kind: 'arithmetic', operator: operator as ArithmeticOperator, left, right, offset };
  }
}

/** Reads one formula, rule or value. @throws {TareError} `unreadable-expression`, `expression-too-deep` */
export const parseExpression = (source: ExpressionText): Expression => new Parser(source).parse();
