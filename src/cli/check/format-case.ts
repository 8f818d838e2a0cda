import type { CaseSource } from '../../judge/case/case.ts';
import type { CaseAnswer, ClaimAnswer } from '../../judge/verdict/case-answer.ts';
import { probabilityRangeText, rangeText } from '../../judge/wording/value-text.ts';
import { fitText, wrapText } from './text-layout.ts';

const shortWord = (claim: ClaimAnswer): string => (claim.verdict === 'depends on the definition' ? 'depends on terms' : claim.verdict);

/** What decides a claim: the input with the largest share of the variance, else what is missing, else the definition itself. */
function deciderOf(claim: ClaimAnswer, source: CaseSource): string {
  const [first] = claim.sensitivity;
  const [main] = claim.readings;
  const decider = claim.shown === main?.definition ? (first?.input ?? main.inputs[0]) : main?.inputs[0];
  return decider === undefined ? 'no number' : aliasOf(decider, source);
}

const aliasOf = (id: string, source: CaseSource): string =>
  [...source.evidence, ...source.assumptions].find((item) => item.id === id)?.alias ?? id;

const shortSays = (id: string, source: CaseSource): string => source.claims.find((claim) => claim.id === id)?.short ?? id;

/** The range is left out where it does not fit: a number is drawn whole or not at all. */
const wholeText = (text: string, width: number): string => (text.length <= width ? text : text.replace(/ \(.*\)$/, ''));

/** Says what the reader has set, because the plain answers of a case are written for the stated values. */
export function whatIfLines(source: CaseSource, width: number): string[] {
  const settings = Object.entries(source.set).map(([name, value]) => `${name} = ${value}`);
  return settings.length === 0
    ? []
    : [wrapText(`WHAT IF ${settings.join(', ')}. Verdicts and numbers follow; texts were written for the stated values.`, width), ''];
}

/** The case on one screen: the parting number, then a line a claim. */
export function formatCase(answer: CaseAnswer, source: CaseSource, columns: number): string {
  const width = Math.max(80, Math.min(columns, 140));
  const says = width - 3 - 17 - 8 - 25 - 12 - 5;
  const lines = [`${answer.title}  (${answer.case}, as of ${answer.asOf})`, ''];
  lines.push(...whatIfLines(source, width));
  if (answer.parting !== undefined) lines.push(wrapText(answer.parting.says, width), '');
  lines.push(
    [fitText('', 3), fitText('claim', says), fitText('verdict', 17), 'P'.padStart(8), fitText('quantity (90 %)', 25), 'decided by'].join(
      ' ',
    ),
  );
  for (const claim of answer.claims) {
    const quantity = claim.readings[0]?.quantity;
    lines.push(
      [
        fitText(claim.id, 3),
        fitText(shortSays(claim.id, source), says),
        fitText(shortWord(claim), 17),
        probabilityRangeText(claim.probability).replace(' to ', '–').padStart(8),
        fitText(quantity === undefined ? 'unknown' : wholeText(rangeText(quantity), 25), 25),
        fitText(deciderOf(claim, source), 12).trimEnd(),
      ].join(' '),
    );
  }
  const { evidence, warnings } = answer;
  const unused = evidence.unused.length === 0 ? 'all used' : `${evidence.unused.length} unused`;
  lines.push(
    '',
    wrapText(
      `P: probability that the rule is met, lowest and highest over fair definitions. ${evidence.rows} rows of evidence (${unused}, ${evidence.stale.length} past their shelf life), ` +
        `${evidence.conflicts.length} conflicts run both ways, ${source.gaps.length} gaps, ${warnings.length} warnings. ${answer.samples.toLocaleString('en-US')} samples, seed ${answer.seed}, hash ${answer.hash.slice(0, 8)}.`,
      width,
    ),
    'tare check C3 goes deep; --html report.html to send on; --set idle=0.9 asks what if.',
  );
  return `${lines.join('\n')}\n`;
}
