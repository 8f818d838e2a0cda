import type { ChatMessage } from '../endpoints/endpoint.ts';
import type { Edit } from './edit.ts';

/** Anthropic allows four; beyond, the request is refused. */
const mostBreakpoints = 4;

/** Marks where the prompt is to be cached: after the system prompt and after the last messages before the newest. */
export const cacheBreakpoints: Edit = {
  name: 'cache-breakpoints',
  description: 'the prompt is cached after the system prompt and before the newest messages',
  apply(request) {
    const { messages } = request;
    const wanted = [
      messages.findLastIndex((message) => message.role === 'system'),
      messages.length - 1,
      messages.length - 3,
      messages.length - 5,
    ];
    const marked = new Set(wanted.filter((index) => index >= 0).slice(0, mostBreakpoints));
    return {
      ...request,
      messages: messages.map((message, index): ChatMessage => {
        const { cacheBreakpoint, ...plain } = message;
        if (marked.has(index)) return cacheBreakpoint === true ? message : { ...plain, cacheBreakpoint: true };
        return plain;
      }),
    };
  },
};
