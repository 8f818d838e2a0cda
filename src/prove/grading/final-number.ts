const numberPattern = /[-−+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?:[eE][-+]?\d+)?(?:\s*\/\s*\d+)?%?/g;

function valueOf(text: string): number {
  const plain = text.replaceAll(',', '').replace('−', '-').replaceAll(/\s/g, '');
  const percent = plain.endsWith('%');
  const [numerator, denominator] = plain.replace('%', '').split('/');
  const value = Number(numerator) / (denominator === undefined ? 1 : Number(denominator));
  return percent ? value / 100 : value;
}

/** A text that is a number and nothing else but currency and units around it. */
export function numberOf(text: string): number | undefined {
  const found = text.match(numberPattern);
  return found === null || found.length !== 1 ? undefined : valueOf(found[0]);
}

/** Where an answer is announced; models are told to end with `Answer: …`. */
const announced = /(?:answer|result)\s*(?:is|:|=)\s*\**\s*/gi;

/** What stands behind the last announcement of an answer, to the end of its line; else the whole text. */
export function announcedAnswer(text: string): string {
  const last = [...text.matchAll(announced)].at(-1);
  if (last === undefined) return text;
  const rest = text.slice(last.index + last[0].length);
  return rest.slice(0, rest.indexOf('\n') === -1 ? rest.length : rest.indexOf('\n'));
}

/** The number a text ends up with: the first behind the last announcement, else the last of all. */
export function finalNumber(text: string): number | undefined {
  const part = announcedAnswer(text);
  const found = part.match(numberPattern) ?? text.match(numberPattern);
  if (found === null) return undefined;
  return valueOf((part === text ? found.at(-1) : found[0]) as string);
}
