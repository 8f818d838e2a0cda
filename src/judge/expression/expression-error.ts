import { TareError } from '../../base/tare-error.ts';
import type { Offset } from './expression.ts';

/** The text that was being read, for messages: where it stands in the case and what it says. */
export interface ExpressionText {
  readonly text: string;
  /** `claims/c03.yaml:12, formula of "premium"` */
  readonly where: string;
}

/** Bad input inside an expression: shows the text with a caret under the place. */
export function expressionError(code: string, source: ExpressionText, offset: Offset, problem: string, hint: string): TareError {
  const line = source.text.replaceAll(/\s/g, ' ');
  return new TareError({ code, message: `${source.where}: ${problem}\n        ${line}\n        ${' '.repeat(offset)}^`, hint });
}
