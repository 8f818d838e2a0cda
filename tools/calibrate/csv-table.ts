import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

/** Rows of a comma-separated file with a header, plain or gzipped; fields may stand in double quotes. */
export function readTable(path: string): Record<string, string>[] {
  const raw = readFileSync(path);
  const text = (path.endsWith('.gz') ? gunzipSync(raw) : raw).toString('utf8');
  const lines = text.split('\n').filter((line) => line !== '');
  const header = splitLine(lines[0] ?? '');
  return lines.slice(1).map((line) => {
    const fields = splitLine(line);
    return Object.fromEntries(header.map((name, index) => [name, fields[index] ?? '']));
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
