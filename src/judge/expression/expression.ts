/** Where in the text of one expression a part begins: 0-based offset. */
export type Offset = number;

export type ArithmeticOperator = '+' | '-' | '*' | '/' | '^';
type ComparisonOperator = '<' | '<=' | '>' | '>=';
type LogicOperator = 'and' | 'or';

/** A parsed formula, rule or value. Numbers and ranges occur only in values; see `checkNoNumbers`. */
export type Expression =
  | { readonly kind: 'number'; readonly value: number; readonly offset: Offset }
  | { readonly kind: 'name'; readonly name: string; readonly offset: Offset }
  | {
      readonly kind: 'arithmetic';
      readonly operator: ArithmeticOperator;
      readonly left: Expression;
      readonly right: Expression;
      readonly offset: Offset;
    }
  | {
      readonly kind: 'comparison';
      readonly operator: ComparisonOperator;
      readonly left: Expression;
      readonly right: Expression;
      readonly offset: Offset;
    }
  | {
      readonly kind: 'logic';
      readonly operator: LogicOperator;
      readonly left: Expression;
      readonly right: Expression;
      readonly offset: Offset;
    }
  | { readonly kind: 'range'; readonly low: Expression; readonly high: Expression; readonly offset: Offset }
  | { readonly kind: 'list'; readonly items: readonly Expression[]; readonly offset: Offset }
  | { readonly kind: 'call'; readonly name: string; readonly arguments: readonly Expression[]; readonly offset: Offset };

function childrenOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'number':
    case 'name':
      return [];
    case 'arithmetic':
    case 'comparison':
    case 'logic':
      return [expression.left, expression.right];
    case 'range':
      return [expression.low, expression.high];
    case 'list':
      return expression.items;
    case 'call':
      return expression.arguments;
  }
}

/** Every part of an expression, the whole first. */
export function* partsOf(expression: Expression): Generator<Expression> {
  yield expression;
  for (const child of childrenOf(expression)) yield* partsOf(child);
}

/** Names of quantities that an expression reads, each once, in the order of reading. */
export function namesIn(expression: Expression): string[] {
  const names = new Set<string>();
  for (const part of partsOf(expression)) if (part.kind === 'name') names.add(part.name);
  return [...names];
}
