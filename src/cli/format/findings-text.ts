import { formatCount, formatPercent } from '../../base/number-format.ts';
import type { FindingRow, FindingsAnswer } from '../../show/answers/findings-answer.ts';
import type { Ink } from './ink.ts';
import { tokensText, usdText } from './weigh-text.ts';

function wrap(text: string, indent: string, width: number): string {
  const room = Math.max(30, width - indent.length);
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/)) {
    if (line !== '' && line.length + 1 + word.length > room) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  if (line !== '') lines.push(line);
  return lines.map((each) => indent + each).join('\n');
}

/** One finding: state, cost, what happened, what to do, where it stands. */
export function formatFinding(row: FindingRow, ink: Ink, width: number, evidenceLimit: number): string {
  const saving = [row.tokens > 0 ? tokensText(row.tokens) : '', usdText(row.usd)].filter((part) => part !== '').join(', ');
  const lines = [
    `${ink.bold(row.handle)}  ${row.state}  ${ink.tare(saving)}  ${ink.soft(row.project ?? row.session)}`,
    wrap(row.title, '    ', width),
    wrap(`Fix: ${row.fix}`, '    ', width),
  ];
  for (const place of row.evidence.slice(0, evidenceLimit)) {
    const gone = place.present ? '' : ' (source is gone)';
    lines.push(
      ink.soft(`    ${place.file}:${place.line}  ${place.what}${place.tokens === null ? '' : `, ${tokensText(place.tokens)}`}${gone}`),
    );
  }
  return lines.join('\n');
}

/** What `tare findings` prints. */
export function formatFindings(answer: FindingsAnswer, ink: Ink, width: number): string {
  if (answer.findings.length === 0)
    return 'No waste was found here. That is an answer: nothing in these sessions stands out as removable.\n';
  const share = answer.gross.tokens === 0 ? '' : ` (${formatPercent(answer.total.tokens / answer.gross.tokens)} of gross)`;
  const head = `${ink.bold(`${formatCount(answer.total.findings)} findings: ${tokensText(answer.total.tokens)}${share}, ${usdText(answer.total.usd)}.`)} ${ink.soft('measured: follows from the bill; suspected: text nominates it, tare prove can settle it.')}`;
  const rest = answer.total.findings - answer.findings.length;
  const more = rest > 0 ? [ink.soft(`and ${formatCount(rest)} smaller ones: --limit ${answer.total.findings}`)] : [];
  return `${[head, ...answer.findings.map((row) => formatFinding(row, ink, width, 4)), ...more].join('\n\n')}\n`;
}
