import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openaiUsage } from './openai-usage.ts';

const said = { answer: 'Four.', reasoning: '' };

test('cached input is inside prompt_tokens and is taken out of it', () => {
  const usage = {
    prompt_tokens: 1000,
    completion_tokens: 50,
    prompt_tokens_details: { cached_tokens: 900 },
    completion_tokens_details: { reasoning_tokens: 40 },
  };
  expect(openaiUsage({ ...said, usage })).toEqual({
    inputUncached: { tokens: 100, provenance: 'derived' },
    cacheRead: { tokens: 900, provenance: 'reported' },
    output: { tokens: 50, provenance: 'reported' },
    reasoning: { tokens: 40, provenance: 'reported' },
  });
});

test('llama-server counts the cache apart from the prompt', () => {
  expect(openaiUsage({ ...said, usage: undefined, timings: { prompt_n: 20, cache_n: 80, predicted_n: 7 } })).toMatchObject({
    inputUncached: { tokens: 20, provenance: 'derived' },
    cacheRead: { tokens: 80 },
    output: { tokens: 7 },
  });
});

test('Ollama reports neither cache nor reasoning: the cache stays unknown, reasoning is an estimate within the output', () => {
  const usage = openaiUsage({
    answer: 'aaaa',
    reasoning: 'r'.repeat(36),
    usage: { prompt_tokens: 10, completion_tokens: 20, total_tokens: 30 },
  });
  expect(usage.cacheRead).toBeUndefined();
  expect(usage.reasoning).toEqual({ tokens: 18, provenance: 'estimated' });
});

test('a reasoning count of 0 beside a reasoning text is not believed', () => {
  const usage = { prompt_tokens: 10, completion_tokens: 20, completion_tokens_details: { reasoning_tokens: 0 } };
  expect(openaiUsage({ answer: 'a', reasoning: 'long thought here', usage }).reasoning?.provenance).toBe('estimated');
});

test('without any usage the output is an estimate and the input unknown', () => {
  expect(openaiUsage({ ...said, usage: undefined })).toEqual({ output: { tokens: 2, provenance: 'estimated' } });
});

test('whatever a server states, the parts of the input add up to what it states', () => {
  const stated = fc.record({ prompt: fc.nat(100_000), cached: fc.nat(100_000) }).filter(({ prompt, cached }) => cached <= prompt);
  fc.assert(
    fc.property(stated, ({ prompt, cached }) => {
      const usage = openaiUsage({
        ...said,
        usage: { prompt_tokens: prompt, completion_tokens: 1, prompt_tokens_details: { cached_tokens: cached } },
      });
      expect((usage.inputUncached?.tokens ?? 0) + (usage.cacheRead?.tokens ?? 0)).toBe(prompt);
    }),
  );
});
