import type { LinkedCase } from '../case/linked-case.ts';
import type { LintWarning } from './lint-warning.ts';

export function lintCase(_linked: LinkedCase): LintWarning[] {
  return [];
}
