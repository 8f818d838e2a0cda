import { formatCount } from '../../base/number-format.ts';
import type { ChatMessage } from '../endpoints/endpoint.ts';
import type { Edit } from './edit.ts';

/** Shorter texts recur by chance and save nothing. */
const shortest = 200;

const paragraphBreak = /(\n{2,})/;

/** Gives way to a pointer: every run of paragraphs that all stand above, where together they are long enough. */
function withoutKnownParagraphs(content: string, known: ReadonlySet<string>): string {
  // Paragraphs at even places, what separates them at odd ones.
  const parts = content.split(paragraphBreak);
  let edited = '';
  for (let index = 0; index < parts.length; index += 2) {
    let end = index;
    while (end < parts.length && known.has(parts[end] as string)) end += 2;
    const run = parts.slice(index, Math.max(index, end - 1)).join('');
    if (run.length >= shortest) {
      edited += `[${formatCount(run.length)} characters that stand above]${parts[end - 1] ?? ''}`;
      index = end - 2;
    } else edited += `${parts[index] as string}${parts[index + 1] ?? ''}`;
  }
  return edited;
}

/** Replaces every later copy of a text by a pointer to the first; the first stays, so that the cached prefix does. */
export const deduplicateContent: Edit = {
  name: 'deduplicate-content',
  description: 'later copies of a text become a pointer to the first',
  apply(request) {
    const first = new Map<string, number>();
    const known = new Set<string>();
    const messages = request.messages.map((message, index): ChatMessage => {
      if (message.content.length < shortest) return message;
      const before = first.get(message.content);
      if (before !== undefined) return { ...message, content: `[the same text as in message ${before + 1}]` };
      first.set(message.content, index);
      // What a model wrote itself is left as it was: an edit of it would put words into its mouth.
      const content = message.role === 'assistant' ? message.content : withoutKnownParagraphs(message.content, known);
      for (const paragraph of message.content.split(/\n{2,}/)) known.add(paragraph);
      return content === message.content ? message : { ...message, content };
    });
    return { ...request, messages };
  },
};
