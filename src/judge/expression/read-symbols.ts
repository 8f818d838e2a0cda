import { expressionError, type ExpressionText } from './expression-error.ts';
import type { Offset } from './expression.ts';

export type ExpressionSymbol =
  | { readonly kind: 'number'; readonly value: number; readonly offset: Offset }
  | { readonly kind: 'word'; readonly text: string; readonly offset: Offset }
  | { readonly kind: 'mark'; readonly text: string; readonly offset: Offset }
  | { readonly kind: 'end'; readonly offset: Offset };

const scales: Readonly<Record<string, number>> = { '': 1, '%': 0.01, k: 1e3, M: 1e6, G: 1e9, B: 1e9, T: 1e12 };
const spacePattern = /\s+/y;
const numberPattern = /((?:\d[\d_]*\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)(?:\s?(%)|([kMGBT])(?![\w-]))?/y;
// A hyphen inside a word belongs to the name (`deal-gpus`), as in CSS: subtraction needs spaces around it.
const wordPattern = /[A-Za-z][\w]*(?:-\w+)*/y;
const markPattern = /<=|>=|[-+*/^()<>,[\]]/y;

function match(pattern: RegExp, text: string, offset: Offset): RegExpExecArray | null {
  pattern.lastIndex = offset;
  return pattern.exec(text);
}

/** Splits an expression into numbers, words and marks. @throws {TareError} `unreadable-expression` */
export function readSymbols(source: ExpressionText): ExpressionSymbol[] {
  const symbols: ExpressionSymbol[] = [];
  const { text } = source;
  let offset = 0;
  while (offset < text.length) {
    const space = match(spacePattern, text, offset);
    if (space !== null) {
      offset += space[0].length;
      continue;
    }
    const found = match(numberPattern, text, offset) ?? match(wordPattern, text, offset) ?? match(markPattern, text, offset);
    if (found === null) {
      throw expressionError(
        'unreadable-expression',
        source,
        offset,
        `"${text[offset]}" means nothing here`,
        'use names, numbers, + - * / ^ ( ), < <= > >=, and, or, to',
      );
    }
    const piece = found[0];
    const first = piece[0] as string;
    if (found[1] !== undefined) {
      const scale = scales[found[2] ?? found[3] ?? ''] as number;
      symbols.push({ kind: 'number', value: Number(found[1].replaceAll('_', '')) * scale, offset });
    } else symbols.push({ kind: /[A-Za-z]/.test(first) ? 'word' : 'mark', text: piece, offset });
    offset += piece.length;
  }
  symbols.push({ kind: 'end', offset });
  return symbols;
}
