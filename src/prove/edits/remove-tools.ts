import type { Edit } from './edit.ts';

/** Drops schemas of tools: those named, or without names all that no message calls. */
export function removeTools(names?: readonly string[]): Edit {
  return {
    name: 'remove-tools',
    description: names === undefined ? 'drops the schemas of tools that were never called' : `drops the schemas of ${names.join(', ')}`,
    apply(request) {
      const { tools, ...rest } = request;
      if (tools === undefined) return request;
      const called = new Set(request.messages.flatMap((message) => (message.toolCalls ?? []).map((call) => call.name)));
      const kept = tools.filter((tool) => (names === undefined ? called.has(tool.name) : !names.includes(tool.name)));
      return kept.length === 0 ? rest : { ...rest, tools: kept };
    },
  };
}
