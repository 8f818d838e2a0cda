import type { CaseSource } from '../../judge/case/case.ts';
import type { CaseAnswer } from '../../judge/verdict/case-answer.ts';

/** Answer of the Claims screen: a case as it stands in its files, and what `tare check` makes of it. */
export interface ClaimsAnswer {
  readonly source: CaseSource;
  readonly answer: CaseAnswer;
}
