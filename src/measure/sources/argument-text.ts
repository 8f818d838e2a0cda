/**
 * The arguments of a call as a model writes them: names, and values as they are. Not JSON, where every line break
 * would be two characters glued to the next word.
 */
export function argumentText(input: unknown): string {
  if (typeof input === 'string') return input;
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return safeJson(input);
  let text = '';
  for (const [name, value] of Object.entries(input)) {
    text += `${name}: ${typeof value === 'string' ? value : safeJson(value)}\n`;
  }
  return text;
}

/** JSON of a parsed value; empty where it nests deeper than the stack allows. */
function safeJson(value: unknown): string {
  try {
    return JSON.stringify(value) ?? '';
  } catch {
    return '';
  }
}
