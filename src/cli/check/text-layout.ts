/** Breaks a text at spaces so that no line is longer than `width`; `indent` stands before each line after the first. */
export function wrapText(text: string, width: number, indent = ''): string {
  const lines: string[] = [];
  const lead = /^ */.exec(text)?.[0] ?? '';
  let line = '';
  for (const word of text.trimStart().split(' ')) {
    const room = width - (lines.length === 0 ? lead.length : indent.length);
    if (line !== '' && line.length + 1 + word.length > room) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  lines.push(line);
  return lead + lines.join(`\n${indent}`);
}

/** Text in exactly `width` columns: padded, or cut with an ellipsis. */
export function fitText(text: string, width: number): string {
  return text.length <= width ? text.padEnd(width) : `${text.slice(0, width - 1)}…`;
}

/** Rows under heads, each column as wide as its widest cell; columns named in `right` are right-aligned. */
export function tableText(heads: readonly string[], rows: readonly (readonly string[])[], right: readonly number[] = []): string {
  const widths = heads.map((head, column) => Math.max(head.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => (right.includes(column) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0)))
      .join('  ')
      .trimEnd();
  return [line(heads), ...rows.map(line)].map((text) => `  ${text}`).join('\n');
}
