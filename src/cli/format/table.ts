/** How a column stands: numbers to the right, words to the left. */
export interface Column {
  readonly head: string;
  readonly align: 'left' | 'right';
  /** A column that gives way when the terminal is narrow: cut from its start, where a path says least. */
  readonly flexible?: boolean;
}

// eslint-disable-next-line no-control-regex -- terminal colours take no room
const colorCodes = /\u001b\[[0-9;]*m/g;

/** Columns of the terminal that a text takes; colours take none, wide characters two. */
export function textWidth(text: string): number {
  let width = 0;
  for (const character of text.replaceAll(colorCodes, '')) {
    const code = character.codePointAt(0) as number;
    width +=
      code >= 0x1100 &&
      (code <= 0x115f ||
        (code >= 0x2e80 && code <= 0xa4cf) ||
        (code >= 0xac00 && code <= 0xd7a3) ||
        (code >= 0xf900 && code <= 0xfaff) ||
        (code >= 0xff00 && code <= 0xff60) ||
        code >= 0x1f300)
        ? 2
        : 1;
  }
  return width;
}

/** Cuts a text to a width and marks the cut; `start` keeps the end, which tells most about a path. */
export function cutText(text: string, width: number, where: 'start' | 'end'): string {
  if (textWidth(text) <= width) return text;
  const characters = Array.from(text);
  return where === 'end'
    ? `${characters.slice(0, Math.max(0, width - 1)).join('')}…`
    : `…${characters.slice(Math.max(0, characters.length - width + 1)).join('')}`;
}

function pad(text: string, width: number, align: Column['align']): string {
  const space = ' '.repeat(Math.max(0, width - textWidth(text)));
  return align === 'right' ? space + text : text + space;
}

/** Rows under their heads, two spaces apart, indented by two. */
export function formatTable(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  width: number,
  styleHead: (text: string) => string = (text) => text,
): string {
  const widths = columns.map((column, index) => Math.max(textWidth(column.head), ...rows.map((row) => textWidth(row[index] ?? ''))));
  const total = widths.reduce((sum, each) => sum + each + 2, 0);
  const flexible = columns.findIndex((column) => column.flexible === true);
  if (flexible >= 0 && total > width) widths[flexible] = Math.max(12, (widths[flexible] as number) - (total - width));
  const line = (cells: readonly string[]): string =>
    `  ${cells
      .map((cell, index) => {
        const column = columns[index] as Column;
        const room = widths[index] as number;
        return pad(column.flexible === true ? cutText(cell, room, 'start') : cell, room, column.align);
      })
      .join('  ')}`.trimEnd();
  const head = columns.some((column) => column.head !== '') ? [styleHead(line(columns.map((column) => column.head)))] : [];
  return [...head, ...rows.map(line)].join('\n');
}
