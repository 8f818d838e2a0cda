import type { Tokens, Usd } from '../../../base/units.ts';
import type { EntryKey } from '../../../call/entry.ts';
import { makeStatedTotal } from '../../../call/make-entry.ts';
import { makeUsage, type Usage } from '../../../call/usage.ts';
import { amountField, countField, isObject, type Complain, type JsonObject } from './json-fields.ts';
import { headOf, type LineContext } from './line-context.ts';
import { readUsage } from './read-usage.ts';

function readModelUsage(raw: JsonObject, path: string, complain: Complain): Usage {
  const count = (name: string): Tokens | undefined => countField(raw[name], `${path}.${name}`, complain) as Tokens | undefined;
  return makeUsage({
    inputUncached: count('inputTokens'),
    cacheRead: count('cacheReadInputTokens'),
    cacheWriteUnsplit: count('cacheCreationInputTokens'),
    output: count('outputTokens'),
  });
}

function emitTotal(context: LineContext, model: string, usage: Usage, dollars: number | undefined): void {
  const key = `${context.key}/total/${model}` as EntryKey;
  context.emit(makeStatedTotal({ ...headOf(context, 'previous'), key, model, usage, statedUsd: dollars as Usd | undefined }));
}

/**
 * The closing line of `claude -p --output-format stream-json`: the exact bill, by model, with the background calls
 * that stand in no transcript. Older versions state one usage for all; it is laid to the model that answered last.
 */
export function readResultLine(context: LineContext): void {
  const { line, state, complain } = context;
  const byModel = line.raw['modelUsage'];
  if (isObject(byModel)) {
    for (const [model, raw] of Object.entries(byModel)) {
      const path = `modelUsage.${model}`;
      if (!isObject(raw)) complain(path);
      else emitTotal(context, model, readModelUsage(raw, path, complain), amountField(raw['costUSD'], `${path}.costUSD`, complain));
    }
    return;
  }
  if (byModel !== undefined && byModel !== null) complain('modelUsage');
  if (!isObject(line.raw['usage']) || state.model === undefined) return;
  const dollars = amountField(line.raw['total_cost_usd'], 'total_cost_usd', complain);
  emitTotal(context, state.model, readUsage(line.raw['usage'], 'usage', complain), dollars);
}
