import { hashText, type ContentHash } from '../../base/content-hash.ts';
import type { ChatRequest } from './endpoint.ts';

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, part]) => part !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, part]) => [name, sorted(part)]),
  );
}

/** The same for requests that ask for the same, whatever the order of their fields. */
export const requestKey = (request: ChatRequest): ContentHash => hashText(JSON.stringify(sorted(request)));
