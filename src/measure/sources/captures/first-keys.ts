const opening = new Set(['{', '[']);
const closing = new Set(['}', ']']);

/** End of a JSON string that begins at a place, behind its closing quote; the end of the text where it is cut. */
function endOfString(text: string, start: number): number {
  for (let index = start + 1; index < text.length; index++) {
    if (text[index] === '\\') index++;
    else if (text[index] === '"') return index + 1;
  }
  return text.length;
}

/** Names of the first object of a JSON text (of the first element where it is a list), as far as the text goes. */
export function firstKeys(head: string): string[] {
  const start = head.search(/\S/);
  const isList = head[start] === '[';
  const from = isList ? head.indexOf('{', start) : start;
  if (head[from] !== '{') return [];
  const keys: string[] = [];
  let depth = 0;
  for (let index = from; index < head.length; index++) {
    const character = head[index] as string;
    if (character === '"') {
      const end = endOfString(head, index);
      if (depth === 1 && /^\s*:/.test(head.slice(end, end + 8))) keys.push(head.slice(index + 1, end - 1));
      index = end - 1;
    } else if (opening.has(character)) depth++;
    else if (closing.has(character) && --depth === 0) break;
  }
  return keys;
}
