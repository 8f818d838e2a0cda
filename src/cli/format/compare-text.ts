import { assertNever } from '../../base/assert.ts';
import { formatCount, formatPercent, formatQuantity, formatUsd } from '../../base/number-format.ts';
import type { CompareAnswer, ComparedRow } from '../../show/answers/compare-answer.ts';
import type { Ink } from './ink.ts';
import { formatTable } from './table.ts';

function quantity(value: number | null, unit: ComparedRow['unit']): string {
  if (value === null) return 'unknown';
  switch (unit) {
    case 'tokens':
      return formatQuantity(value, 'tok');
    case 'tokens/call':
      return formatQuantity(value, 'tok/call');
    case 'usd':
      return formatUsd(value);
    case 'usd/call':
      return `${formatUsd(value)}/call`;
    case 'calls':
      return formatCount(value);
    case 'fraction':
      return formatPercent(value);
    default:
      return assertNever(unit);
  }
}

const signed = (value: number): string => `${value > 0 ? '+' : ''}${formatPercent(value)}`;

/** What `tare compare` prints. */
export function formatCompare(answer: CompareAnswer, ink: Ink, width: number): string {
  const table = formatTable(
    [
      { head: '', align: 'left' },
      { head: answer.before.name, align: 'right' },
      { head: answer.after.name, align: 'right' },
      { head: 'change', align: 'right' },
      { head: '90 % interval', align: 'right' },
    ],
    answer.rows.map((row) => [
      row.name,
      quantity(row.before, row.unit),
      quantity(row.after, row.unit),
      row.change === null ? '' : signed(row.change),
      row.interval === null ? '' : `${signed(row.interval[0] - 1)} to ${signed(row.interval[1] - 1)}`,
    ]),
    width,
    ink.soft,
  );
  return `${ink.bold(answer.verdict)}\n\n${table}\n`;
}
