import { isRecord, type JsonRecord } from '../sources/common/fields.ts';
import { anthropicMessages } from './anthropic-messages.ts';
import { gemini } from './gemini.ts';
import { openaiChat } from './openai-chat.ts';
import { openaiResponses } from './openai-responses.ts';
import type { WireDialect } from './wire-dialect.ts';

const dialects: readonly WireDialect[] = [anthropicMessages, openaiChat, openaiResponses, gemini];

/** Other names that loggers give them. */
const aliases: Readonly<Record<string, WireDialect>> = {
  anthropic: anthropicMessages,
  messages: anthropicMessages,
  openai: openaiChat,
  'chat-completions': openaiChat,
  chat_completions: openaiChat,
  responses: openaiResponses,
  'google-gemini': gemini,
  google: gemini,
};

export const dialectNamed = (name: string): WireDialect | undefined =>
  dialects.find((dialect) => dialect.name === name) ?? (Object.hasOwn(aliases, name) ? aliases[name] : undefined);

const paths: readonly (readonly [RegExp, WireDialect])[] = [
  [/\/messages(?:\/|$)/, anthropicMessages],
  [/\/chat\/completions$/, openaiChat],
  [/\/responses$/, openaiResponses],
  [/:(?:generateContent|streamGenerateContent)$/, gemini],
];

const hasAnthropicTools = (tools: unknown): boolean =>
  Array.isArray(tools) && tools.some((tool) => isRecord(tool) && isRecord(tool['input_schema']));

/** The dialect of an exchange: as stated, by its address, or by what stands in it; undefined for something else. */
export function dialectOf(
  request: JsonRecord,
  response: JsonRecord | string | undefined,
  { stated, url }: { readonly stated?: string | undefined; readonly url?: string | undefined },
): WireDialect | undefined {
  const named = stated === undefined ? undefined : dialectNamed(stated.toLowerCase());
  if (named !== undefined) return named;
  const path = url?.replace(/[?#].*$/, '');
  const addressed = path === undefined ? undefined : paths.find(([pattern]) => pattern.test(path))?.[1];
  if (addressed !== undefined) return addressed;
  if (Array.isArray(request['contents'])) return gemini;
  if (Array.isArray(request['messages'])) {
    const isAnthropic =
      request['system'] !== undefined ||
      hasAnthropicTools(request['tools']) ||
      (typeof response === 'string' ? response.includes('"message_start"') : response?.['type'] === 'message');
    return isAnthropic ? anthropicMessages : openaiChat;
  }
  return request['input'] !== undefined && request['model'] !== undefined ? openaiResponses : undefined;
}
