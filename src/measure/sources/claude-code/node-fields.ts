import { absent, type JsonNode, type JsonTape } from '../json/json-tape.ts';
import type { RepeatedText } from '../json/repeated-text.ts';
import type { Complain } from './json-fields.ts';

/* As the functions of `json-fields.ts`, for values that stand in a line and were made no objects of. */

/** The text, or undefined where there is none; a value of another type is complained of. */
export function textOfNode(tape: JsonTape, node: JsonNode, field: string, complain: Complain, repeated?: RepeatedText): string | undefined {
  if (tape.isText(node)) {
    if (tape.isEmptyText(node)) return undefined;
    return repeated === undefined ? tape.text(node) : repeated.of(tape, node);
  }
  if (!tape.isNothing(node)) complain(field);
  return undefined;
}

/** The object; anything else, absence too, is complained of. */
export function requiredObjectNode(tape: JsonTape, node: JsonNode, field: string, complain: Complain): JsonNode {
  if (tape.isObject(node)) return node;
  complain(field);
  return absent;
}
