import { tokens } from '../../../base/units.ts';
import type { ResponseEntry } from '../../../call/entry.ts';
import { makeResponse } from '../../../call/make-entry.ts';
import { makeUsage, type Usage } from '../../../call/usage.ts';
import { Fields, isRecord, WrongShape } from '../common/fields.ts';

export interface StatedUsage {
  /** With the bill, where the shutdown tells of this one call of its model alone. */
  readonly responses: readonly ResponseEntry[];
  /** Input of several calls together, by model: known as a sum only, so it is no call's. */
  readonly remainders: readonly { readonly model: string; readonly usage: Usage }[];
}

/**
 * A shutdown states tokens by model for the time since the session was opened. Output is known from each message;
 * input and cache only from here.
 */
export function assignStatedUsage(responses: readonly ResponseEntry[], metrics: Fields | undefined): StatedUsage {
  if (metrics === undefined) return { responses, remainders: [] };
  const assigned = new Map<ResponseEntry, ResponseEntry>();
  const remainders: { readonly model: string; readonly usage: Usage }[] = [];
  for (const [model, value] of Object.entries(metrics.record)) {
    const path = metrics.pathOf(model);
    if (!isRecord(value)) throw new WrongShape(path);
    const metric = new Fields(value, path);
    const stated = metric.fields('usage');
    if (stated === undefined) continue;
    const usage = inputUsage(stated);
    const calls = responses.filter((response) => response.model === model);
    const requests = metric.fields('requests')?.count('count');
    const only = calls[0];
    if (only !== undefined && calls.length === 1 && (requests ?? 1) === 1) {
      const reasoning = stated.count('reasoningTokens');
      const fits = reasoning !== undefined && reasoning <= (only.usage.output ?? -1);
      const billed = makeUsage({ ...usage, output: only.usage.output, reasoning: fits ? reasoning : undefined });
      assigned.set(only, makeResponse({ ...only, usage: billed }));
    } else {
      remainders.push({ model, usage });
    }
  }
  return { responses: responses.map((response) => assigned.get(response) ?? response), remainders };
}

/** `inputTokens` includes what was read from and written to cache. */
function inputUsage(stated: Fields): Usage {
  const input = stated.count('inputTokens');
  const cacheRead = stated.count('cacheReadTokens');
  const cacheWriteUnsplit = stated.count('cacheWriteTokens');
  const uncached = input === undefined ? undefined : input - (cacheRead ?? 0) - (cacheWriteUnsplit ?? 0);
  if (uncached !== undefined && uncached < 0) throw new WrongShape(stated.pathOf('inputTokens'));
  return makeUsage({ inputUncached: uncached === undefined ? undefined : tokens(uncached), cacheRead, cacheWriteUnsplit });
}
