import type { LineContext } from './line-context.ts';
import { isObject } from './json-fields.ts';
import { named } from './line-names.ts';

const agentIdField = Buffer.from('"agentId":"');
const plainId = /^[\w-]{1,80}/;

/** Id of the sub-agent in the structured repeat of a tool's result, whether that was passed over or not. */
export function spawnedAgent({ raw, tape, origin }: LineContext): string | undefined {
  if (origin === 'progress') return undefined;
  if (tape.leftOutAt !== undefined) {
    const at = raw.bytes.indexOf(agentIdField, tape.leftOutAt);
    if (at === -1) return undefined;
    const from = at + agentIdField.length;
    return plainId.exec(raw.bytes.toString('latin1', from, from + 80))?.[0];
  }
  const result = tape.value(tape.member(tape.root, named.toolUseResult));
  const id = isObject(result) ? result['agentId'] : undefined;
  return typeof id === 'string' && id !== '' ? id : undefined;
}
