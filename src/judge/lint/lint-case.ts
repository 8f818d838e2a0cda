import type { LinkedCase } from '../case/linked-case.ts';
import type { LintWarning } from './lint-warning.ts';
import { lintSameQuantity } from './same-quantity.ts';
import { lintStatedArithmetic } from './stated-arithmetic.ts';
import { lintMeasures } from './unlike-measures.ts';
import { lintUse } from './use-of-rows.ts';

/** All traps found in a case, each with the row it is about. A warning never changes a verdict. */
export const lintCase = (linked: LinkedCase): LintWarning[] => [
  ...lintSameQuantity(linked),
  ...lintStatedArithmetic(linked),
  ...lintMeasures(linked),
  ...lintUse(linked),
];
