import { formatCount } from '../../base/number-format.ts';
import type { Edit } from './edit.ts';

/** Replaces all but the last tool results by their size (observation masking, arXiv 2508.21433). */
export function maskToolResults(keptResults: number): Edit {
  return {
    name: 'mask-tool-results',
    description: `keeps the last ${keptResults} tool results`,
    apply(request) {
      const results = request.messages.flatMap((message, index) => (message.role === 'tool' ? [index] : []));
      const masked = new Set(keptResults === 0 ? results : results.slice(0, -keptResults));
      return {
        ...request,
        messages: request.messages.map((message, index) =>
          masked.has(index)
            ? { ...message, content: `[old output of ${formatCount(message.content.length)} characters removed]` }
            : message,
        ),
      };
    },
  };
}
