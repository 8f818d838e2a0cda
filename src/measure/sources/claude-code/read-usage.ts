import type { Tokens } from '../../../base/units.ts';
import type { Usage } from '../../../call/usage.ts';
import { countField, isObject, objectField, type Complain } from './json-fields.ts';
import type { Writable } from '../common/writable.ts';

/**
 * Usage as the Messages API states it. `input_tokens` is only what was neither read from nor written to cache. The
 * split of cache writes stands from Claude Code 1.0.128 on; without it they are unsplit.
 */
export function readUsage(value: unknown, field: string, complain: Complain): Usage {
  const raw = objectField(value, field, complain);
  const usage: Writable<Usage> = {};
  if (raw === undefined) return usage;
  const input = countField(raw['input_tokens'], `${field}.input_tokens`, complain);
  if (input !== undefined) usage.inputUncached = input as Tokens;
  const read = countField(raw['cache_read_input_tokens'], `${field}.cache_read_input_tokens`, complain);
  if (read !== undefined) usage.cacheRead = read as Tokens;
  const output = countField(raw['output_tokens'], `${field}.output_tokens`, complain);
  if (output !== undefined) usage.output = output as Tokens;

  const written = countField(raw['cache_creation_input_tokens'], `${field}.cache_creation_input_tokens`, complain);
  const split = objectField(raw['cache_creation'], `${field}.cache_creation`, complain);
  const write5m = countField(split?.['ephemeral_5m_input_tokens'], `${field}.cache_creation.ephemeral_5m_input_tokens`, complain);
  const write1h = countField(split?.['ephemeral_1h_input_tokens'], `${field}.cache_creation.ephemeral_1h_input_tokens`, complain);
  if (write5m !== undefined) usage.cacheWrite5m = write5m as Tokens;
  if (write1h !== undefined) usage.cacheWrite1h = write1h as Tokens;
  if (written !== undefined) {
    const unsplit = written - (write5m ?? 0) - (write1h ?? 0);
    if (unsplit > 0 || (write5m === undefined && write1h === undefined)) usage.cacheWriteUnsplit = unsplit as Tokens;
  }
  return usage;
}

/** A call within a call: another model's advice, billed beside the response and not in its usage. */
export interface AdvisorCall {
  readonly model?: string;
  readonly usage: Usage;
}

/** The advisor's calls among `usage.iterations`; the other iterations are in the response's own usage. */
export function readAdvisorCalls(usage: unknown, field: string, complain: Complain): readonly AdvisorCall[] {
  if (!isObject(usage) || !Array.isArray(usage['iterations'])) return [];
  const calls: AdvisorCall[] = [];
  for (const [index, iteration] of usage['iterations'].entries()) {
    if (!isObject(iteration) || iteration['type'] !== 'advisor_message') continue;
    const model = iteration['model'];
    calls.push({
      usage: readUsage(iteration, `${field}.iterations.${index}`, complain),
      ...(typeof model === 'string' ? { model } : {}),
    });
  }
  return calls;
}
