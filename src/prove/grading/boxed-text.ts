/** What stands in the last `\boxed{…}`, with nested braces; undefined where there is none or it is not closed. */
export function boxedText(text: string): string | undefined {
  const start = text.lastIndexOf('\\boxed{');
  if (start === -1) return undefined;
  let depth = 0;
  for (let index = start + 6; index < text.length; index++) {
    if (text[index] === '{') depth++;
    else if (text[index] === '}' && --depth === 0) return text.slice(start + 7, index).trim();
  }
  return undefined;
}
