/** A sentence of a text: where it stands, and what it says. */
export interface Sentence {
  readonly start: number;
  readonly text: string;
}

const abbreviations = new Set(['dr', 'mr', 'mrs', 'ms', 'st', 'vs', 'etc', 'fig', 'eq', 'no', 'cf', 'al']);

function endsSentence(text: string, index: number): boolean {
  const mark = text[index];
  if (mark === '?' || mark === '!') return true;
  // A full stop inside a number, an initial or an abbreviation ends nothing.
  if (/\d/.test(text[index + 1] ?? '')) return false;
  const word = /([A-Za-z]+)$/.exec(text.slice(Math.max(0, index - 12), index))?.[1]?.toLowerCase();
  if (word === undefined) return true;
  return word.length > 1 ? !abbreviations.has(word) && !/\b(?:e\.g|i\.e)$/i.test(text.slice(Math.max(0, index - 4), index)) : false;
}

/** Cuts reasoning into sentences: at full stops, question and exclamation marks, and at line breaks. */
export function splitSentences(text: string): Sentence[] {
  const sentences: Sentence[] = [];
  let start = 0;
  const close = (end: number): void => {
    const raw = text.slice(start, end);
    const trimmed = raw.trim();
    if (trimmed !== '') sentences.push({ start: start + raw.indexOf(trimmed), text: trimmed });
    start = end;
  };
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === 10) close(index + 1);
    else if ((code === 46 || code === 63 || code === 33) && /[\s"')\]]|^$/.test(text[index + 1] ?? '') && endsSentence(text, index))
      close(index + 1);
  }
  close(text.length);
  return sentences;
}
