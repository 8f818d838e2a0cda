const opening = /^\s*<(think|thinking|thought|reasoning)>/i;

export interface SplitText {
  readonly reasoning: string;
  readonly answer: string;
}

/**
 * Parts a text that carries its reasoning inline, as servers without a reasoning parser give it: `<think>…</think>`
 * at its start, or a closing tag alone where the template has opened it. An unclosed block is all reasoning.
 */
export function splitThinking(text: string): SplitText {
  const open = opening.exec(text);
  if (open !== null) {
    const closing = new RegExp(`</${open[1] as string}>`, 'i').exec(text);
    const start = open[0].length;
    if (closing === null) return { reasoning: text.slice(start).trim(), answer: '' };
    return { reasoning: text.slice(start, closing.index).trim(), answer: text.slice(closing.index + closing[0].length).trimStart() };
  }
  const closing = /<\/(?:think|thinking)>/i.exec(text);
  if (closing === null) return { reasoning: '', answer: text };
  return { reasoning: text.slice(0, closing.index).trim(), answer: text.slice(closing.index + closing[0].length).trimStart() };
}
