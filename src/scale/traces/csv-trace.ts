import { TareError } from '../../base/tare-error.ts';
import { columnOf, csvTable, requiredColumn } from './csv-table.ts';
import { TraceBuilder, type Trace, type TraceFormat } from './trace.ts';

const timeNames = ['TIMESTAMP', 'timestamp', 'time', 'arrival', 'arrival_time', 'arrived_at', 'start'];
const inputNames = ['ContextTokens', 'Request tokens', 'input_tokens', 'input_length', 'prompt_tokens', 'input', 'isl'];
const outputNames = ['GeneratedTokens', 'Response tokens', 'output_tokens', 'output_length', 'completion_tokens', 'output', 'osl'];
const userNames = ['Session ID', 'session', 'session_id', 'user', 'user_id', 'client'];

/**
 * Reads a CSV of requests: Azure's (TIMESTAMP, ContextTokens, GeneratedTokens), BurstGPT's (Timestamp, Session ID, ..,
 * Request tokens, Response tokens, ..) or one with columns of those meanings. Times: seconds or an ISO date and time.
 */
export function readCsvTrace(text: string, options: { readonly place: string; readonly sort: boolean }): Trace {
  const table = csvTable(text);
  if (table.columns.every((name) => name === '')) {
    throw new TareError({
      code: 'empty-trace',
      message: `${options.place} is empty`,
      hint: 'Give a CSV with a header and one request a row.',
    });
  }
  const time = requiredColumn(options.place, table.columns, 'the time of arrival', timeNames);
  const input = requiredColumn(options.place, table.columns, 'input tokens', inputNames);
  const output = requiredColumn(options.place, table.columns, 'output tokens', outputNames);
  const user = columnOf(table.columns, userNames);
  const format: TraceFormat = table.columns.includes('ContextTokens')
    ? 'azure'
    : table.columns.includes('Request tokens')
      ? 'burstgpt'
      : 'csv';
  const builder = new TraceBuilder({ place: options.place, format, sort: options.sort });
  for (const { line, fields } of table.rows()) {
    if (fields.length < table.columns.length) {
      throw new TareError({
        code: 'bad-trace',
        message: `${options.place}:${line}: ${fields.length} fields where the header has ${table.columns.length}`,
        hint: 'Give every row all columns; is the last line cut off?',
      });
    }
    const sender = user < 0 ? undefined : (fields[user] as string).trim();
    builder.add({
      line,
      seconds: secondsOf(fields[time] as string),
      input: countOf(fields[input] as string),
      output: countOf(fields[output] as string),
      user: sender === '' ? undefined : sender,
    });
  }
  return builder.build();
}

const countOf = (text: string): number => (text.trim() === '' ? Number.NaN : Number(text));

const isoPattern = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}):(\d{2}):(\d{2}(?:\.\d+)?)(Z|[+-]\d{2}:?\d{2})?$/;

/** Seconds of a plain number or of an ISO date and time, whose digits past the millisecond count; NaN where it is neither. */
export function secondsOf(text: string): number {
  const trimmed = text.trim();
  if (trimmed === '') return Number.NaN;
  const number = Number(trimmed);
  if (!Number.isNaN(number)) return number;
  const match = isoPattern.exec(trimmed);
  if (match === null) return Number.NaN;
  const [, date, hours, minutes, secondsText, zone] = match;
  const midnight = Date.parse(`${date}T00:00:00${zone ?? 'Z'}`);
  return midnight / 1000 + Number(hours) * 3600 + Number(minutes) * 60 + Number(secondsText);
}
