import type { Usd } from '../../../base/units.ts';
import { makeUsage, unknownUsage, type Usage } from '../../../call/usage.ts';
import type { Fields } from '../common/fields.ts';

/** `input` excludes what was read from or written to cache; `output` includes reasoning. The lifetime of a write is not stated. */
export function readUsage(message: Fields): { readonly usage: Usage; readonly usd: Usd | undefined } {
  const fields = message.fields('usage');
  if (fields === undefined) return { usage: unknownUsage, usd: undefined };
  const inputUncached = fields.count('input');
  const cacheRead = fields.count('cacheRead');
  const cacheWriteUnsplit = fields.count('cacheWrite');
  const output = fields.count('output');
  const usd = fields.fields('cost')?.dollars('total');
  return {
    usage: makeUsage({ inputUncached, cacheRead, cacheWriteUnsplit, output }),
    usd,
  };
}
