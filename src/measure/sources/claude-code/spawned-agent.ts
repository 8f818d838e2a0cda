import { isObject } from './json-fields.ts';
import type { LineContext } from './line-context.ts';

const agentIdField = Buffer.from('"agentId":"');
const plainId = /^[\w-]{1,80}/;

/** Id of the sub-agent in the structured repeat of a tool's result, whether that was cut off or parsed. */
export function spawnedAgent({ raw, parsed, origin }: LineContext): string | undefined {
  if (origin === 'progress') return undefined;
  if (parsed.cutAt !== undefined) {
    const at = raw.bytes.indexOf(agentIdField, parsed.cutAt);
    if (at === -1) return undefined;
    const from = at + agentIdField.length;
    return plainId.exec(raw.bytes.toString('latin1', from, from + 80))?.[0];
  }
  const result = isObject(parsed.value) ? parsed.value['toolUseResult'] : undefined;
  const id = isObject(result) ? result['agentId'] : undefined;
  return typeof id === 'string' && id !== '' ? id : undefined;
}
