import type { CaseSource, ClaimSource, EvidenceSource } from '../../judge/case/case.ts';
import { daysPastShelfLife } from '../../judge/case/evidence-use.ts';
import type { LinkedCase } from '../../judge/case/linked-case.ts';
import type { ClaimAnswer, ReadingAnswer } from '../../judge/verdict/case-answer.ts';
import { inputText } from '../../judge/wording/input-text.ts';
import { probabilityRangeText, probabilityText, rangeText, valueText } from '../../judge/wording/value-text.ts';
import { whatIfLines } from './format-case.ts';
import { tableText, wrapText } from './text-layout.ts';

const bars = '▁▂▃▄▅▆▇█';

/** The distribution as a strip of blocks, with a mark under the threshold. */
function drawDistribution(reading: ReadingAnswer): string[] {
  const { histogram, threshold, quantity } = reading;
  if (histogram === undefined || quantity === undefined || histogram.from === histogram.to) return [];
  const most = Math.max(...histogram.shares);
  const strip = histogram.shares.map((share) => (share === 0 ? ' ' : bars[Math.min(7, Math.floor((share / most) * 8))])).join('');
  const left = valueText(histogram.from, quantity.unit);
  const right = valueText(histogram.to, quantity.unit);
  const lines = [`  ${left} ${strip} ${right}`];
  if (threshold === undefined) return lines;
  const position = (threshold - histogram.from) / (histogram.to - histogram.from);
  const rule = `rule at ${valueText(threshold, quantity.unit)}`;
  if (position < 0) lines.push(`  ${' '.repeat(left.length)}◂ ${rule}`);
  else if (position > 1) lines.push(`  ${' '.repeat(left.length + strip.length - rule.length)}${rule} ▸`);
  else lines.push(`  ${' '.repeat(left.length + 1 + Math.min(strip.length - 1, Math.floor(position * strip.length)))}▲ ${rule}`);
  return lines;
}

function readingLines(reading: ReadingAnswer, claim: ClaimSource, width: number): string[] {
  const definition = claim.definitions.find(({ id }) => id === reading.definition);
  const role = reading.role === 'part' ? 'not counted' : reading.role;
  const head = `  ${reading.definition} (${role}): ${reading.says}`;
  if (reading.quantity === undefined || reading.probability === undefined) {
    return [wrapText(head, width, '    '), `    unknown: ${reading.missing ?? 'the formula has no value in any sample'}`];
  }
  return [
    wrapText(head, width, '    '),
    `    ${reading.verdict}  P ${probabilityText(reading.probability)}  ${rangeText(reading.quantity)}`,
    wrapText(`    = ${definition?.formula ?? ''}`, width, '      '),
    wrapText(`    true if ${definition?.trueIf ?? ''}`, width, '      '),
    ...reading.conflicts.map(
      (conflict) =>
        `    with ${conflict.instead} for ${conflict.row}: ${conflict.probability === undefined ? 'unknown' : `P ${probabilityText(conflict.probability)}`}${conflict.quantity === undefined ? '' : `, ${rangeText(conflict.quantity)}`}`,
    ),
  ];
}

function badgeOf(row: EvidenceSource, asOf: string): string {
  const past = daysPastShelfLife(row, asOf);
  const badges = [
    row.conflictsWith.length > 0 ? 'conflict' : undefined,
    past === undefined ? undefined : `${past} d past`,
    row.source.url === undefined ? 'no source' : undefined,
  ].filter((badge) => badge !== undefined);
  return badges.join(', ');
}

function valueOf(id: string, otherwise: string, linked: LinkedCase): string {
  const input = linked.inputs.get(id);
  return input === undefined ? otherwise : inputText(input);
}

function evidenceTable(answer: ClaimAnswer, claim: ClaimSource, linked: LinkedCase): string {
  const used = new Set(answer.readings.flatMap(({ inputs }) => inputs));
  const { source } = linked;
  const rows = source.evidence
    .filter(({ id }) => used.has(id) || claim.context.includes(id))
    .map((row) => [
      row.id,
      valueOf(row.id, row.text ?? '', linked),
      row.date ?? 'undated',
      `${row.quality} · ${row.seen}`,
      used.has(row.id) ? 'formula' : 'context',
      badgeOf(row, source.asOf),
    ]);
  const assumed = source.assumptions
    .filter(({ id, byDefinition }) => used.has(id) && !byDefinition)
    .map(({ id }) => [id, valueOf(id, '', linked), '', 'assumption', 'formula', 'no source']);
  return tableText(
    ['row', 'value', 'date', 'quality · seen', 'used in', 'badge'],
    [...rows, ...assumed].map((row) => row.map((cell) => (cell.length > 44 ? `${cell.slice(0, 43)}…` : cell))),
  );
}

function sensitivityLines(answer: ClaimAnswer, source: LinkedCase): string[] {
  const main = answer.readings.find(({ definition }) => definition === answer.shown);
  if (answer.sensitivity.length === 0 || main?.tornado === undefined || main.quantity === undefined)
    return ['  nothing in any definition varies'];
  const { unit } = main.quantity;
  const rows = answer.sensitivity.map((item) => {
    const bar = main.tornado?.bars.find(({ input }) => input === item.input);
    const inputUnit = source.inputs.get(item.input)?.unit.text ?? 'x';
    return [
      item.input,
      item.rank.toFixed(2),
      `${item.sobolFirst.toFixed(2)} ± ${item.sobolFirstError.toFixed(2)}`,
      `${item.sobolTotal.toFixed(2)} ± ${item.sobolTotalError.toFixed(2)}`,
      bar === undefined
        ? ''
        : `${valueText(bar.inputLow, inputUnit)} gives ${valueText(bar.resultAtLow, unit)}, ${valueText(bar.inputHigh, inputUnit)} gives ${valueText(bar.resultAtHigh, unit)}`,
    ];
  });
  return [tableText(['input', 'rank', 'Sobol alone', 'with others', 'one at a time'], rows, [1, 2, 3])];
}

function breakEvenLines(answer: ClaimAnswer, linked: LinkedCase): string[] {
  const line = (item: ClaimAnswer['breakEven'][number]): string => {
    const unit = linked.inputs.get(item.input)?.unit.text ?? 'x';
    const range = item.low === item.high ? '' : ` (${valueText(item.low, unit)} to ${valueText(item.high, unit)})`;
    return `  ${item.input} ${valueText(item.value, unit)}${range}: the rule holds ${item.holds}${item.share < 0.995 ? `, in ${Math.floor(item.share * 100)} % of the draws` : ''}`;
  };
  return [
    ...(answer.breakEven.length === 0 ? ['  no input flips the rule within its stated range'] : answer.breakEven.map(line)),
    ...(answer.breakEvenBeyond.length === 0 ? [] : ['  beyond their stated range:', ...answer.breakEvenBeyond.map(line)]),
  ];
}

const bullets = (items: readonly string[], width: number): string[] => items.map((item) => wrapText(`  - ${item}`, width, '    '));

/** One claim in depth. */
export function formatClaim(answer: ClaimAnswer, linked: LinkedCase, columns: number): string {
  const source: CaseSource = linked.source;
  const claim = source.claims.find(({ id }) => id === answer.id) as ClaimSource;
  const width = Math.max(80, Math.min(columns, 120));
  const section = (title: string, lines: readonly string[]): string[] => (lines.length === 0 ? [] : ['', title, ...lines]);
  const main = answer.readings[0] as ReadingAnswer;
  const gaps = source.gaps.filter(({ id }) => claim.gaps.includes(id));
  const lines = [
    ...whatIfLines(source, width),
    `${claim.id}  “${claim.says}”`,
    `    said by ${claim.saidBy}`,
    '',
    wrapText(
      `${answer.verdict.toUpperCase()}  (P ${probabilityRangeText(answer.probability)} over fair definitions)  ${claim.answer}`,
      width,
    ),
    ...bullets(answer.because, width),
    ...section('Testable form', [wrapText(`  ${claim.testable}`, width, '  ')]),
    ...section(
      `Definitions: ${claim.quantity}`,
      answer.readings.flatMap((reading) => readingLines(reading, claim, width)),
    ),
    ...section('Distribution of the main definition (1st to 99th percentile)', drawDistribution(main)),
    ...section(`What it hangs on (${answer.shown})`, sensitivityLines(answer, linked)),
    ...section(`Break-even (${answer.shown}), the others varying`, breakEvenLines(answer, linked)),
    ...section('Evidence', [evidenceTable(answer, claim, linked)]),
    ...section('For, at its strongest', [wrapText(`  ${claim.for}`, width, '  ')]),
    ...section('Against, at its strongest', [wrapText(`  ${claim.against}`, width, '  ')]),
    ...section('Other explanations', bullets(claim.alternatives, width)),
    ...section('What would change the verdict', bullets(claim.wouldChange, width)),
    ...section(
      'Who gains if it is believed (never enters the verdict)',
      bullets(
        claim.interests.map(({ who, gains, notProof }) => `${who}: ${gains}; not proof, since ${notProof}`),
        width,
      ),
    ),
    ...section('Likely direction of error', claim.errs === '' ? [] : [wrapText(`  ${claim.errs}`, width, '  ')]),
    ...section('Check in plain units', claim.sanity === '' ? [] : [wrapText(`  ${claim.sanity}`, width, '  ')]),
    ...section(
      'Gaps',
      bullets(
        gaps.map(({ missing }) => missing),
        width,
      ),
    ),
    ...section('Warnings', bullets(answer.warnings, width)),
    ...section(
      'How the verdict moved',
      claim.changelog.map(({ date, verdict, why }) => wrapText(`  ${date}  ${verdict}: ${why}`, width, '    ')),
    ),
    '',
    wrapText(stabilityText(main), width),
  ];
  return `${lines.join('\n')}\n`;
}

function stabilityText({ seeds, definition }: ReadingAnswer): string {
  if (seeds === undefined) return '';
  return `Other seeds (${definition}, before evidence caps it): ${seeds.words.join(' or ')}, P ${probabilityRangeText(seeds)}.`;
}
