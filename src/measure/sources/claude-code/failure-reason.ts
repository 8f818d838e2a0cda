import type { FailureEntry } from '../../../call/entry.ts';
import { isObject } from './json-fields.ts';

const rateLimit = /limit reached|rate.?limit|hit your limit|\b429\b|usage limit/i;
const apiError = /^API Error|overloaded|^Prompt is too long|^Credit balance|authentication|Invalid API key/i;

function firstText(content: unknown): string {
  if (typeof content === 'string') return content;
  for (const block of Array.isArray(content) ? (content as unknown[]) : []) {
    if (isObject(block) && typeof block['text'] === 'string') return block['text'];
  }
  return '';
}

/** Why Claude Code itself answered in the model's place. */
export function failureReason(content: unknown, isApiError: boolean): FailureEntry['reason'] {
  const text = firstText(content).slice(0, 400);
  if (rateLimit.test(text)) return 'rate-limit';
  return isApiError || apiError.test(text) ? 'api-error' : 'local-message';
}
