import type { Tokens } from '../../../base/units.ts';
import { makeUsage, unknownUsage, type Usage } from '../../../call/usage.ts';
import { fieldOf, countField, isObject, objectField, type Complain, type JsonObject } from './json-fields.ts';

/**
 * Usage as the Messages API states it. `input_tokens` is only what was neither read from nor written to cache. The
 * split of cache writes stands from Claude Code 1.0.128 on; without it they are unsplit.
 */
export function readUsage(value: unknown, field: string, complain: Complain): Usage {
  const raw = objectField(value, field, complain);
  if (raw === undefined) return unknownUsage;
  const complainOf: Complain = (name) => complain(`${field}.${name}`);
  const count = (from: JsonObject | undefined, name: string, path = name): Tokens | undefined =>
    countField(fieldOf(from, name), path, complainOf) as Tokens | undefined;
  const inputUncached = count(raw, 'input_tokens');
  const cacheRead = count(raw, 'cache_read_input_tokens');
  const output = count(raw, 'output_tokens');
  const written = count(raw, 'cache_creation_input_tokens');
  const split = objectField(fieldOf(raw, 'cache_creation'), 'cache_creation', complainOf);
  const cacheWrite5m = count(split, 'ephemeral_5m_input_tokens', 'cache_creation.ephemeral_5m_input_tokens');
  const cacheWrite1h = count(split, 'ephemeral_1h_input_tokens', 'cache_creation.ephemeral_1h_input_tokens');
  const unsplit = written === undefined ? undefined : written - (cacheWrite5m ?? 0) - (cacheWrite1h ?? 0);
  const isWhole = cacheWrite5m === undefined && cacheWrite1h === undefined;
  const cacheWriteUnsplit = unsplit !== undefined && (unsplit > 0 || isWhole) ? (unsplit as Tokens) : undefined;
  return makeUsage({ inputUncached, cacheRead, cacheWrite5m, cacheWrite1h, cacheWriteUnsplit, output });
}

/** A call within a call: another model's advice, billed beside the response and not in its usage. */
export interface AdvisorCall {
  readonly model?: string;
  readonly usage: Usage;
}

/** The advisor's calls among `usage.iterations`; the other iterations are in the response's own usage. */
export function readAdvisorCalls(usage: unknown, field: string, complain: Complain): readonly AdvisorCall[] {
  const iterations = isObject(usage) ? fieldOf(usage, 'iterations') : undefined;
  if (!Array.isArray(iterations)) return [];
  const calls: AdvisorCall[] = [];
  for (const [index, iteration] of (iterations as unknown[]).entries()) {
    if (!isObject(iteration) || fieldOf(iteration, 'type') !== 'advisor_message') continue;
    const model = fieldOf(iteration, 'model');
    calls.push({
      usage: readUsage(iteration, `${field}.iterations.${index}`, complain),
      ...(typeof model === 'string' ? { model } : {}),
    });
  }
  return calls;
}
