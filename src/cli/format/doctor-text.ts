import { formatCount, formatPercent, formatQuantity } from '../../base/number-format.ts';
import { inMemory } from '../../ledger/in-memory.ts';
import type { ModelQuality } from '../../weigh/counting-quality.ts';
import type { DoctorAnswer } from '../../show/answers/doctor-answer.ts';
import type { Ink } from './ink.ts';
import { formatTable, type Column } from './table.ts';

const skippedShown = 10;
const unknown = '?';

const share = (value: number | undefined): string => (value === undefined ? unknown : formatPercent(value));

const countingColumns: readonly Column[] = [
  { head: 'model', align: 'left', flexible: true },
  { head: 'differences', align: 'right' },
  { head: 'median', align: 'right' },
  { head: '90th', align: 'right' },
  { head: 'if shown', align: 'right' },
  { head: 'shown', align: 'right' },
  { head: 'estimated', align: 'right' },
  { head: 'unseen', align: 'right' },
];

const countingRow = (quality: ModelQuality): readonly string[] => [
  quality.leftOut === 'session' ? quality.model : `${quality.model} *`,
  formatCount(quality.differences),
  share(quality.medianError),
  share(quality.p90Error),
  share(quality.p90ErrorShown),
  share(quality.shownRatio),
  share(quality.totalRatio),
  share(quality.unseenShare),
];

function formatSources({ sources }: DoctorAnswer): string {
  const rows = sources.flatMap(({ source, folders }) =>
    folders.map(({ path, exists, files }) => [source, path, exists ? formatCount(files) : 'no such folder']),
  );
  return formatTable(
    [
      { head: 'source', align: 'left' },
      { head: 'folder', align: 'left', flexible: true },
      { head: 'files read', align: 'right' },
    ],
    rows,
    Number.POSITIVE_INFINITY,
  );
}

function formatSkipped({ skipped, skippedTotal, linesTotal }: DoctorAnswer): string {
  const head = `${formatCount(skippedTotal)} of ${formatCount(linesTotal)} lines skipped`;
  if (skippedTotal === 0) return `${head}.\n`;
  const lines = skipped
    .slice(0, skippedShown)
    .map(({ file, line, reason, field }) => `  ${file}:${line}  ${reason}${field === null ? '' : ` (${field})`}`);
  const more = skippedTotal > lines.length ? [`  and ${formatCount(skippedTotal - lines.length)} more (--json lists up to 200)`] : [];
  return `${[`${head}:`, ...lines, ...more].join('\n')}\n`;
}

function formatPrices({ prices }: DoctorAnswer): string {
  const lines = [
    ...prices.unpriced.map(({ model, calls }) => `  ${model}: no price, ${formatCount(calls)} calls`),
    ...prices.inferred.map(({ model, matched, calls }) => `  ${model}: priced like ${matched}, ${formatCount(calls)} calls`),
  ];
  return `Prices: ${prices.version}${lines.length === 0 ? '; every call has an exact row.' : `\n${lines.join('\n')}`}\n`;
}

const countingNote =
  '  Errors of an estimate against the billed difference: median, 90th percentile, and 90th percentile where the transcript\n' +
  '  most likely shows all that was billed. Shown: its text alone, of what was billed; estimated: with what calls of the\n' +
  '  model usually bring in unseen. Each on sessions left out of the fit; * on runs of its only session.\n';

/** What `tare doctor` prints. */
export function formatDoctor(answer: DoctorAnswer, ink: Ink, width: number): string {
  const { ledger } = answer;
  const holder =
    ledger.holder === null ? 'held by this process alone' : `held by process ${ledger.holder.pid}, answers at ${ledger.holder.address}`;
  const counting =
    answer.counting.length === 0
      ? '  Nothing to check it on yet: it takes successive calls of one model.\n'
      : formatTable(countingColumns, answer.counting.map(countingRow), width);
  return [
    `${ink.bold('Tare')} ${answer.version} on Node ${answer.node}\n`,
    `Ledger: ${ledger.path === inMemory ? 'in memory, of this folder alone' : `${ledger.path}, ${formatQuantity(ledger.bytes, 'B')}`}, schema ${ledger.schema}, ${holder}\n\n`,
    `${formatSources(answer)}\n`,
    `${formatSkipped(answer)}\n`,
    `Counting (${answer.coefficients}), checked on what was left out of the fit:\n${counting}${answer.counting.length === 0 ? '' : `\n${countingNote}`}\n`,
    formatPrices(answer),
  ].join('');
}
