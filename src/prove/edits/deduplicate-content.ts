import type { ChatMessage } from '../endpoints/endpoint.ts';
import type { Edit } from './edit.ts';

/** Shorter texts recur by chance and save nothing. */
const shortest = 200;

/** Replaces every later copy of a text by a pointer to the first; the first stays, so that the cached prefix does. */
export const deduplicateContent: Edit = {
  name: 'deduplicate-content',
  description: 'later copies of a text become a pointer to the first',
  apply(request) {
    const first = new Map<string, number>();
    const messages = request.messages.map((message, index): ChatMessage => {
      if (message.content.length < shortest) return message;
      const before = first.get(message.content);
      if (before === undefined) {
        first.set(message.content, index);
        return message;
      }
      return { ...message, content: `[the same text as in message ${before + 1}]` };
    });
    return { ...request, messages };
  },
};
