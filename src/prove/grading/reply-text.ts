import { normalised } from './grade-answer.ts';

/** What a response said and which tools it called. */
export interface Reply {
  readonly answer: string;
  readonly toolCalls?: readonly { readonly name: string; readonly arguments: string }[];
}

/** JSON with the names of every object in order, so that equal arguments are equal texts. */
function canonicalJson(text: string): string {
  const sorted = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(sorted);
    if (typeof value !== 'object' || value === null) return value;
    const parts = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
    return Object.fromEntries(parts.map(([name, part]) => [name, sorted(part)]));
  };
  try {
    return JSON.stringify(sorted(JSON.parse(text)));
  } catch {
    return text.trim();
  }
}

/**
 * A reply in a form that compares: its tool calls, since they are what happens next; without one its text, normalised as
 * SQuAD does. Ids of calls are chance and left out.
 */
export function replyText({ answer, toolCalls = [] }: Reply): string {
  if (toolCalls.length === 0) return `says ${normalised(answer)}`;
  return `calls ${toolCalls.map((call) => `${call.name} ${canonicalJson(call.arguments)}`).join('; ')}`;
}
