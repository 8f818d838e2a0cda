import { TareError } from '../../base/tare-error.ts';

/** Rows of a CSV text with a header, each with its line in the file. Quoted fields may hold commas, not line breaks. */
export interface CsvTable {
  readonly columns: readonly string[];
  rows(): Generator<{ readonly line: number; readonly fields: readonly string[] }>;
}

export function csvTable(text: string): CsvTable {
  const headerEnd = text.indexOf('\n');
  const header = (headerEnd < 0 ? text : text.slice(0, headerEnd)).replace(/^\uFEFF/, '').replace(/\r$/, '');
  return {
    columns: splitFields(header).map((name) => name.trim()),
    *rows() {
      let line = 1;
      let start = headerEnd < 0 ? text.length : headerEnd + 1;
      while (start < text.length) {
        const stop = text.indexOf('\n', start);
        const end = stop < 0 ? text.length : stop;
        line++;
        const row = text.slice(start, text[end - 1] === '\r' ? end - 1 : end);
        if (row.trim() !== '') yield { line, fields: splitFields(row) };
        start = end + 1;
      }
    },
  };
}

function splitFields(row: string): string[] {
  if (!row.includes('"')) return row.split(',');
  const fields: string[] = [];
  let field = '';
  let quoted = false;
  for (let index = 0; index < row.length; index++) {
    const character = row[index] as string;
    if (character === '"') {
      if (quoted && row[index + 1] === '"') {
        field += '"';
        index++;
      } else quoted = !quoted;
    } else if (character === ',' && !quoted) {
      fields.push(field);
      field = '';
    } else field += character;
  }
  fields.push(field);
  return fields;
}

const plain = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');

/** Place of the first of `names` among the columns, whatever their case and punctuation; -1 without one. */
export function columnOf(columns: readonly string[], names: readonly string[]): number {
  const known = columns.map(plain);
  for (const name of names) {
    const place = known.indexOf(plain(name));
    if (place >= 0) return place;
  }
  return -1;
}

/** As {@link columnOf}. @throws {TareError} `missing-column` */
export function requiredColumn(place: string, columns: readonly string[], what: string, names: readonly string[]): number {
  const found = columnOf(columns, names);
  if (found >= 0) return found;
  throw new TareError({
    code: 'missing-column',
    message: `${place}:1: no column for ${what} among ${columns.join(', ')}`,
    hint: `Name it ${names.slice(0, 3).join(' or ')}.`,
  });
}
