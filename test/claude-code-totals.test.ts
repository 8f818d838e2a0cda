import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { knownSum } from '../src/base/known-sum.ts';
import type { Entry } from '../src/call/entry.ts';
import type { UsageField } from '../src/call/usage.ts';
import { holdsPlaceholder } from '../src/measure/tokens/placeholder.ts';
import { mergeResponses, readClaudeCode, transcriptsBelow, type MergedResponse } from './claude-code-entries.ts';
import { hasSharedData, sharedData } from './shared-data.ts';

interface Expected {
  readonly usage_lines: number;
  readonly responses: number;
  readonly input_tokens: number;
  readonly output_tokens: number;
  readonly cache_creation_input_tokens: number;
  readonly cache_read_input_tokens: number;
  readonly cache_creation_split: { readonly ephemeral_5m: number; readonly ephemeral_1h: number; readonly unsplit?: number };
  readonly models: Readonly<Record<string, number>>;
  readonly agent_progress_only: Readonly<Record<string, number>>;
  readonly visible_output_chars: number;
  readonly responses_with_placeholder_output: number;
}

const transcripts = join(sharedData, 'transcripts');
const sets = ['entireio-cli', 'packmind', 'claude-code-log', 'sniffly'] as const;

function readSet(set: string): { readonly entries: readonly Entry[]; readonly skippedLines: number } {
  const entries: Entry[] = [];
  let skippedLines = 0;
  for (const path of transcriptsBelow(join(transcripts, set, 'claude'))) {
    const read = readClaudeCode(path);
    entries.push(...read.entries);
    skippedLines += read.skipped.length;
  }
  return { entries, skippedLines };
}

const total = (responses: Iterable<MergedResponse>, field: UsageField): number =>
  knownSum([...responses].map(({ best }) => best.usage[field])).sum ?? 0;

describe.skipIf(!hasSharedData())('Claude Code, over real transcripts', () => {
  const expected = hasSharedData()
    ? (JSON.parse(readFileSync(join(transcripts, 'expected.json'), 'utf8')) as Record<string, Expected>)
    : {};

  test.each(sets)('%s: the totals are those counted independently', (set) => {
    const wanted = expected[`${set}/claude`]!;
    const { entries, skippedLines } = readSet(set);
    const responses = mergeResponses(entries, (entry) => entry.origin !== 'progress');
    const merged = [...responses.values()];
    const localMessages = wanted.models['<synthetic>'] ?? 0;
    const write5m = total(merged, 'cacheWrite5m');
    const write1h = total(merged, 'cacheWrite1h');
    const unsplit = total(merged, 'cacheWriteUnsplit');
    expect({
      usage_lines: entries.filter((entry) => entry.type === 'response' && entry.origin !== 'progress').length,
      responses: merged.length,
      input_tokens: total(merged, 'inputUncached'),
      output_tokens: total(merged, 'output'),
      cache_creation_input_tokens: write5m + write1h + unsplit,
      cache_read_input_tokens: total(merged, 'cacheRead'),
      cache_creation_split: { ephemeral_5m: write5m, ephemeral_1h: write1h, unsplit },
      visible_output_chars: merged.reduce((sum, response) => sum + response.visibleCharacters, 0),
      responses_with_placeholder_output: merged.filter((response) => {
        const outputLogged = response.best.usage.output;
        return holdsPlaceholder(outputLogged === undefined ? response : { ...response, outputLogged });
      }).length,
    }).toEqual({
      usage_lines: wanted.usage_lines - localMessages,
      responses: wanted.responses - localMessages,
      input_tokens: wanted.input_tokens,
      output_tokens: wanted.output_tokens,
      cache_creation_input_tokens: wanted.cache_creation_input_tokens,
      cache_read_input_tokens: wanted.cache_read_input_tokens,
      cache_creation_split: { unsplit: 0, ...wanted.cache_creation_split },
      // A local message is no response, so its 22 characters are not output.
      visible_output_chars: wanted.visible_output_chars - 22 * localMessages,
      responses_with_placeholder_output: wanted.responses_with_placeholder_output,
    });
    const models: Record<string, number> = {};
    for (const { best } of merged) models[best.model ?? 'unknown'] = (models[best.model ?? 'unknown'] ?? 0) + 1;
    const { '<synthetic>': _, ...known } = wanted.models;
    expect(models).toEqual(known);
    expect(skippedLines).toBe(0);
  });

  test.each(sets)('%s: responses that stand only in progress lines are told apart', (set) => {
    const wanted = expected[`${set}/claude`]!.agent_progress_only;
    const { entries } = readSet(set);
    const inTranscripts = mergeResponses(entries, (entry) => entry.origin !== 'progress');
    const progress = mergeResponses(entries, (entry) => entry.origin === 'progress');
    const only = [...progress].filter(([call]) => !inTranscripts.has(call)).map(([, response]) => response);
    const counted = {
      responses: only.length,
      input_tokens: total(only, 'inputUncached'),
      output_tokens: total(only, 'output'),
      cache_creation_input_tokens: total(only, 'cacheWrite5m') + total(only, 'cacheWrite1h') + total(only, 'cacheWriteUnsplit'),
      cache_read_input_tokens: total(only, 'cacheRead'),
    };
    expect(counted).toMatchObject(wanted);
  });
});
