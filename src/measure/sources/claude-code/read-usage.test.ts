import { expect, test } from 'vitest';
import { readUsage } from './read-usage.ts';

const read = (value: unknown): readonly [unknown, readonly string[]] => {
  const fields: string[] = [];
  return [readUsage(value, 'usage', (field) => fields.push(field)), fields];
};

test('cache writes: split where the line splits them, the rest unsplit, absent where nothing is said', () => {
  const split = { ephemeral_5m_input_tokens: 4, ephemeral_1h_input_tokens: 6 };
  expect(read({ cache_creation_input_tokens: 10, cache_creation: split })[0]).toEqual({ cacheWrite5m: 4, cacheWrite1h: 6 });
  expect(read({ cache_creation_input_tokens: 12, cache_creation: split })[0]).toEqual({
    cacheWrite5m: 4,
    cacheWrite1h: 6,
    cacheWriteUnsplit: 2,
  });
  expect(read({ cache_creation_input_tokens: 0 })[0]).toEqual({ cacheWriteUnsplit: 0 });
  expect(read({ input_tokens: 1 })[0]).toEqual({ inputUncached: 1 });
});

test('a count that is none is left out and named; null and absence are no damage', () => {
  expect(read({ input_tokens: -1, output_tokens: 5, cache_read_input_tokens: null })).toEqual([{ output: 5 }, ['usage.input_tokens']]);
  expect(read({ output_tokens: 1.5 })).toEqual([{}, ['usage.output_tokens']]);
  expect(read(undefined)).toEqual([{}, []]);
  expect(read('much')).toEqual([{}, ['usage']]);
});
