import { TareError } from '../../base/tare-error.ts';

/** Rows of comma-separated text with a header; fields may stand in double quotes. @throws {TareError} `empty-table` */
export function parseTable(text: string, name: string): Record<string, string>[] {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  if (lines.length < 2) {
    throw new TareError({
      code: 'empty-table',
      message: `${name} has no rows`,
      hint: 'Give a CSV file with a header line and at least one row.',
    });
  }
  const header = splitLine(lines[0] ?? '');
  return lines.slice(1).map((line) => {
    const fields = splitLine(line);
    return Object.fromEntries(header.map((column, index) => [column, fields[index] ?? '']));
  });
}

function splitLine(line: string): string[] {
  const clean = line.endsWith('\r') ? line.slice(0, -1) : line;
  if (!clean.includes('"')) return clean.split(',');
  const fields: string[] = [];
  let field = '';
  let quoted = false;
  for (let index = 0; index < clean.length; index++) {
    const character = clean[index] as string;
    if (character === '"') {
      if (quoted && clean[index + 1] === '"') {
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
