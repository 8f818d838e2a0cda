import { createHash } from 'node:crypto';
import { seed } from '../base/random.ts';
import { linkCase } from '../judge/case/link-case.ts';
import { readCase } from '../judge/case/read-case.ts';
import type { CaseAnswer } from '../judge/verdict/case-answer.ts';
import { judgeCase } from '../judge/verdict/judge-case.ts';
import { fullJudgement } from '../judge/verdict/judge-options.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { ClaimsAnswer } from '../show/answers/claims-answer.ts';
import { readCaseFiles } from './check/read-case-files.ts';

/** As `tare check` without options. */
const defaultSeed = 7;
const defaultSamples = 100_000;

const factName = 'built-in-case';

interface KeptAnswer {
  readonly key: string;
  readonly answer: CaseAnswer;
}

/**
 * The built-in case with its answer, the same as `tare check --json` prints. Judging takes seconds, so the answer is
 * kept in the ledger for as long as the case and Tare's version stay the same.
 */
export async function answerClaims(ledger: Ledger, version: string): Promise<ClaimsAnswer> {
  const source = readCase(readCaseFiles(undefined, '.'), {});
  const key = createHash('sha256')
    .update(JSON.stringify([version, defaultSeed, defaultSamples, source]))
    .digest('hex');
  const stored = await ledger.readFact(factName);
  const kept = stored === undefined ? undefined : (JSON.parse(stored) as KeptAnswer);
  if (kept?.key === key) return { source, answer: kept.answer };
  const answer = judgeCase(linkCase(source), fullJudgement(seed(defaultSeed), defaultSamples));
  await ledger.writeFact(factName, JSON.stringify({ key, answer } satisfies KeptAnswer));
  return { source, answer };
}
