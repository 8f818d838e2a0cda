import { isRecord, type JsonRecord } from '../sources/common/fields.ts';

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The objects in the data of server-sent events; what is no JSON object (`[DONE]`, a cut event) is passed over. */
export function streamEvents(text: string): JsonRecord[] {
  const whole = /^\s*\[/.test(text) ? parsed(text) : undefined;
  // Gemini streams a JSON array unless it is asked for events.
  if (Array.isArray(whole)) return whole.filter(isRecord);
  const events: JsonRecord[] = [];
  let data: string[] = [];
  const close = (): void => {
    const value = parsed(data.join('\n'));
    if (isRecord(value)) events.push(value);
    data = [];
  };
  for (const line of text.split(/\r\n|\n|\r/)) {
    if (line === '') close();
    else if (line.startsWith('data:')) data.push(line.slice(5).replace(/^ /, ''));
  }
  close();
  return events;
}

/** True for a body that was streamed as events, or as a JSON array of parts. */
export const isStream = (text: string): boolean => /^\s*(?:(?:event|data|id|retry):|:|\[)/.test(text);
