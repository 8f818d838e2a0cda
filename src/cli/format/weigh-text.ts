import { formatCount, formatPercent, formatQuantity, formatUsd } from '../../base/number-format.ts';
import type { Tokens, Usd } from '../../base/units.ts';
import type { TokenField, WeighAnswer, WeightRow } from '../../show/answers/weigh-answer.ts';
import { causeWords } from './cause-words.ts';
import type { Ink } from './ink.ts';
import { formatTable } from './table.ts';
import { formatBar } from './weighed-bar.ts';

export const tokensText = (value: Tokens | null): string => (value === null ? 'unknown' : formatQuantity(value, 'tok'));
export const usdText = (value: Usd | null): string => (value === null ? 'unpriced' : formatUsd(value));
const share = (part: number, whole: number): string => (whole === 0 ? '' : formatPercent(part / whole));

const fieldNames: Readonly<Record<TokenField, string>> = {
  inputUncached: 'input, uncached',
  cacheRead: 'input, read from cache',
  cacheWrite5m: 'input, written to cache for 5 min',
  cacheWrite1h: 'input, written to cache for 1 h',
  cacheWriteUnsplit: 'input, written to cache',
  outputLogged: 'output as logged',
  output: 'output',
  reasoning: 'of which reasoning',
};

/** The sentence that opens every screen: what was billed, and the range the work needed. */
export function headline(answer: WeighAnswer, ink: Ink): string {
  const { gross, net } = answer;
  const range =
    net.tokens.low === net.tokens.high
      ? formatQuantity(net.tokens.high, 'tok')
      : `${formatQuantity(net.tokens.low, '')} to ${formatQuantity(net.tokens.high, 'tok')}`;
  const dollars =
    gross.usd === null || net.usd === null
      ? 'no price is known'
      : `${formatUsd(gross.usd)} at API list prices; ${formatUsd(net.usd.low)} to ${formatUsd(net.usd.high)} needed`;
  return `${ink.bold(`${formatQuantity(gross.tokens, 'tok')} billed; the work needed ${range}.`)}\n${ink.soft(dollars)}`;
}

/** Gross by kind above net and tare, on one scale. */
export function weighedBars(answer: WeighAnswer, ink: Ink, width: number): string {
  const room = Math.max(20, Math.min(72, width - 12));
  const gross = formatBar(
    answer.byKind.map((row) => ({
      weight: row.tokens,
      cell: row.name === 'unseen' ? '▒' : '█',
      draw: (cells) => ink.kind(row.name, cells),
    })),
    room,
  );
  const { low, high } = answer.net.tokens;
  const net = formatBar(
    [
      { weight: low, cell: '█', draw: (cells) => cells },
      { weight: high - low, cell: '░', draw: (cells) => ink.tare(cells) },
      { weight: Math.max(0, answer.gross.tokens - high), cell: '▓', draw: (cells) => ink.tare(cells) },
    ],
    room,
  );
  return `  gross  ${gross}\n  net    ${net}\n         ${ink.soft('█ needed  ░ suspected  ▓ measured or proved')}`;
}

function rowsTable(title: string, rows: readonly WeightRow[], total: number, ink: Ink, width: number, limit: number): string {
  if (rows.length === 0) return '';
  const shown = rows.slice(0, limit);
  const rest = rows.length - shown.length;
  const table = formatTable(
    [
      { head: title, align: 'left', flexible: true },
      { head: 'billed', align: 'right' },
      { head: 'share', align: 'right' },
      { head: 'list price', align: 'right' },
      { head: 'calls', align: 'right' },
    ],
    shown.map((row) => [row.name, tokensText(row.tokens), share(row.tokens, total), usdText(row.usd), formatCount(row.calls)]),
    width,
    ink.soft,
  );
  return rest > 0 ? `${table}\n  ${ink.soft(`and ${rest} more: --json lists all`)}` : table;
}

function outputNote(answer: WeighAnswer): string {
  if (answer.placeholderResponses === 0) return '';
  const { tokens, reconstruction } = answer;
  const quality =
    reconstruction === null
      ? ''
      : ` Where the log is right (${formatCount(reconstruction.checked)} responses) the method gives ${formatPercent(reconstruction.totalRatio)} of it, median error ${formatPercent(reconstruction.medianError)}.`;
  return `  Output: ${tokensText(tokens.outputLogged)} logged, ${tokensText(tokens.output)} reconstructed: ${formatCount(answer.placeholderResponses)} responses hold a placeholder.${quality}`;
}

function notes(answer: WeighAnswer, ink: Ink): string {
  const lines: string[] = [];
  const output = outputNote(answer);
  if (output !== '') lines.push(output);
  if (answer.progressOnly.calls > 0)
    lines.push(`  ${formatCount(answer.progressOnly.calls)} calls seen only in progress lines: in gross, not in the fields above.`);
  for (const [field, calls] of Object.entries(answer.unknownCalls) as [TokenField, number][]) {
    if (calls > 0 && answer.tokens[field] !== null && field !== 'reasoning' && !field.startsWith('cacheWrite')) {
      lines.push(
        `  ${fieldNames[field]}: at least what is shown; unknown for ${formatCount(calls)} of ${formatCount(answer.calls)} calls.`,
      );
    }
  }
  if (answer.usd.unpricedCalls > 0)
    lines.push(`  ${formatCount(answer.usd.unpricedCalls)} calls have no known price and are not in the dollars.`);
  if (answer.usd.inferredCalls > 0)
    lines.push(`  ${formatCount(answer.usd.inferredCalls)} calls are priced by the nearest model name (inferred): tare doctor names them.`);
  if (answer.skipped.lines > 0)
    lines.push(
      `  ${formatCount(answer.skipped.lines)} of ${formatCount(answer.skipped.ofLines)} lines skipped, first at ${answer.skipped.first}. Nothing else is missing.`,
    );
  return lines.length === 0 ? '' : ink.soft(lines.join('\n'));
}

function causesTable(answer: WeighAnswer, ink: Ink, width: number): string {
  if (answer.byCause.length === 0) return `  ${ink.soft('tare')}  nothing was found that the work could have done without.`;
  return formatTable(
    [
      { head: 'tare by cause', align: 'left' },
      { head: 'state', align: 'left' },
      { head: 'billed', align: 'right' },
      { head: 'list price', align: 'right' },
      { head: 'findings', align: 'right' },
    ],
    answer.byCause.map((row) => [
      causeWords(row.cause),
      row.state,
      row.tokens === 0 ? '' : tokensText(row.tokens),
      usdText(row.usd),
      formatCount(row.findings),
    ]),
    width,
    ink.soft,
  );
}

function asIfNote(answer: WeighAnswer): string {
  const { asIf } = answer;
  if (asIf === undefined) return '';
  const range = (value: number, unit: string): string =>
    `${formatQuantity(value, unit)} (${formatQuantity(value / asIf.bandFactor, '')} to ${formatQuantity(value * asIf.bandFactor, '')})`;
  return `  As if served as ${asIf.model} on ${asIf.gpu} (${asIf.layout}, working ${formatPercent(asIf.utilisation)} of the time): ${range(asIf.gpuSeconds / 3600, 'GPU-h')}, ${range(asIf.joules / 3600, 'Wh')} at the GPUs. The real model and its GPUs are not published.`;
}

function fieldsTable(answer: WeighAnswer, ink: Ink, width: number): string {
  const fields = (Object.keys(fieldNames) as TokenField[]).filter(
    (field) => answer.tokens[field] !== null && !(field === 'outputLogged' && answer.placeholderResponses === 0),
  );
  return formatTable(
    [
      { head: 'field', align: 'left' },
      { head: 'tokens', align: 'right' },
    ],
    fields.map((field) => [fieldNames[field], formatCount(answer.tokens[field] as number)]),
    width,
    ink.soft,
  );
}

/** What `tare weigh` prints. */
export function formatWeigh(answer: WeighAnswer, ink: Ink, width: number): string {
  const total = answer.gross.tokens;
  const kinds = rowsTable('kind', answer.byKind, total, ink, width, 11);
  const parts = [
    headline(answer, ink),
    weighedBars(answer, ink, width),
    asIfNote(answer),
    fieldsTable(answer, ink, width),
    kinds,
    causesTable(answer, ink, width),
    rowsTable('tool', answer.byTool, total, ink, width, 10),
    rowsTable('project', answer.byProject, total, ink, width, 8),
    rowsTable('model', answer.byModel, total, ink, width, 10),
    answer.byAgent.length > 1 ? rowsTable('agent', answer.byAgent, total, ink, width, 8) : '',
    answer.bySource.length > 1 ? rowsTable('source', answer.bySource, total, ink, width, 8) : '',
    rowsTable('session', answer.bySession, total, ink, width, 8),
    rowsTable('day', answer.byDay.slice(-14), total, ink, width, 14),
    notes(answer, ink),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

/** The short answer of bare `tare`: headline, bars, causes. */
export function formatWeighShort(answer: WeighAnswer, ink: Ink, width: number): string {
  const parts = [
    headline(answer, ink),
    weighedBars(answer, ink, width),
    rowsTable('kind', answer.byKind, answer.gross.tokens, ink, width, 5),
    causesTable(answer, ink, width),
    notes(answer, ink),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}
