import { isObject, type JsonObject } from './json-fields.ts';
import type { LineContext } from './line-context.ts';
import { parseLine } from './parse-line.ts';

/** The object of a line of a rare type, as `JSON.parse` gives it. */
export function wholeObject({ raw }: LineContext): JsonObject {
  const value = parseLine(raw.bytes, raw.terminated)?.value;
  return isObject(value) ? value : {};
}
