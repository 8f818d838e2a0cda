import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { TareError } from '../../base/tare-error.ts';
import type { CaseSource } from '../../judge/case/case.ts';
import type { CaseAnswer } from '../../judge/verdict/case-answer.ts';
import { packageFolder } from '../package-folder.ts';

const template = fileURLToPath(new URL('dist/claims/report.html', packageFolder));
const slot = '"tare-report-data"';

/** One self-contained page: the built template with the case and its answer put into it. @throws {TareError} `no-page-template` */
export function reportHtml(source: CaseSource, answer: CaseAnswer): string {
  if (!existsSync(template)) {
    throw new TareError({
      code: 'no-page-template',
      message: `${template} is not built`,
      hint: 'run "npm run build" in the folder of Tare',
    });
  }
  // "<" is escaped so that no text of a case can end the script element.
  const data = JSON.stringify({ source, answer }).replaceAll('<', '\\u003c');
  return readFileSync(template, 'utf8').replace(slot, () => data);
}
