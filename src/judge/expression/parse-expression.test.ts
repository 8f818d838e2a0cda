import { expect, test } from 'vitest';
import type { Expression } from './expression.ts';
import { parseExpression } from './parse-expression.ts';

/** The tree, drawn with brackets. */
function draw(expression: Expression): string {
  switch (expression.kind) {
    case 'number':
      return String(expression.value);
    case 'name':
      return expression.name;
    case 'arithmetic':
    case 'comparison':
    case 'logic':
      return `(${draw(expression.left)} ${expression.operator} ${draw(expression.right)})`;
    case 'range':
      return `(${draw(expression.low)} to ${draw(expression.high)})`;
    case 'list':
      return `[${expression.items.map(draw).join(' ')}]`;
    case 'call':
      return `${expression.name}(${expression.arguments.map(draw).join(' ')})`;
  }
}

const tree = (text: string) => draw(parseExpression({ text, where: 'test' }));

test.each([
  ['a - b - c', '((a - b) - c)'],
  ['a + b * c ^ d ^ e', '(a + (b * (c ^ (d ^ e))))'],
  ['deal-gpus / c1-h100e', '(deal-gpus / c1-h100e)'],
  ['deal-gpus-c1', 'deal-gpus-c1'],
  ['a < b and b <= c or d > e', '(((a < b) and (b <= c)) or (d > e))'],
  ['1.5k to 2M', '(1500 to 2000000)'],
  ['60 % to 80%', '(0.6 to 0.8)'],
  ['-3 to 5', '(-3 to 5)'],
  ['-(a)', 'minus(a)'],
  ['mixture(1 to 2, 3, [0.5, 0.5])', 'mixture((1 to 2) 3 [0.5 0.5])'],
  ['220_000', '220000'],
  ['1.25e9', '1250000000'],
])('reads %s', (text, drawn) => {
  expect(tree(text)).toBe(drawn);
});

test('an error points at the place', () => {
  expect(() => tree('a + * b')).toThrowError(
    expect.objectContaining({ message: 'test: expected a name, a number or "(", found "*"\n        a + * b\n            ^' }),
  );
  expect(() => tree('a $ b')).toThrowError(expect.objectContaining({ message: expect.stringContaining('"$" means nothing here') }));
  expect(() => tree(`${'('.repeat(200)}a${')'.repeat(200)}`)).toThrowError(expect.objectContaining({ code: 'expression-too-deep' }));
  expect(() => tree('f(a, b')).toThrowError(expect.objectContaining({ message: expect.stringContaining('expected ")", found the end') }));
});
