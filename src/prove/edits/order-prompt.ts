import type { Edit } from './edit.ts';

/** Moves the question, a paragraph at one end of the last user message, to the other end. */
export function orderPrompt(order: 'question-first' | 'question-last'): Edit {
  return {
    name: order,
    description: order === 'question-last' ? 'documents first, question last' : 'question first, documents after it',
    apply(request) {
      const at = request.messages.findLastIndex((message) => message.role === 'user');
      const message = request.messages[at];
      if (message === undefined) return request;
      const paragraphs = message.content.split(/\n{2,}/);
      const [first, last] = [paragraphs[0] as string, paragraphs.at(-1) as string];
      const content = order === 'question-last' ? [...paragraphs.slice(1), first] : [last, ...paragraphs.slice(0, -1)];
      return { ...request, messages: request.messages.with(at, { ...message, content: content.join('\n\n') }) };
    },
  };
}
