import type { ChatMessage } from '../endpoints/endpoint.ts';
import type { Edit } from './edit.ts';

/** Keeps the system prompt and the last turns; a turn starts with a user's message, so calls keep their results. */
export function truncateHistory(turns: number): Edit {
  return {
    name: 'truncate-history',
    description: `keeps the last ${turns} turns`,
    apply(request) {
      const starts = request.messages.flatMap((message, index) => (message.role === 'user' ? [index] : []));
      const from = starts.at(-turns) ?? 0;
      const isKept = (message: ChatMessage, index: number): boolean => message.role === 'system' || index >= from;
      return { ...request, messages: request.messages.filter(isKept) };
    },
  };
}
