import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { TareError } from '../../base/tare-error.ts';
import { readTrace } from './read-trace.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const read = (text: string, sort = false) => readTrace(bytes(text), { place: 'a.csv', sort });

function refusal(text: string): TareError {
  try {
    read(text);
  } catch (error) {
    if (TareError.isInstance(error)) return error;
    throw error;
  }
  throw new Error('was read');
}

test('an Azure trace keeps its fractions of a second', () => {
  const trace = read('TIMESTAMP,ContextTokens,GeneratedTokens\n2023-11-16 18:15:46.6805900,374,44\n2023-11-16 18:15:50.9951690,396,109\n');
  expect(trace.format).toBe('azure');
  expect(trace.arrivals[1]).toBeCloseTo(4.314579, 5);
  expect([...trace.inputTokens]).toEqual([374, 396]);
  expect([...trace.outputTokens]).toEqual([44, 109]);
});

test('a BurstGPT trace names sessions, and its failed requests are counted and left out', () => {
  const trace = read(
    'Timestamp,Session ID,Elapsed time,Model,Request tokens,Response tokens,Total tokens,Log Type\n5,a,1,ChatGPT,472,18,490,Conversation log\n45,b,1,ChatGPT,1087,0,1087,Conversation log\n118,a,1,GPT-4,417,276,693,Conversation log\n',
  );
  expect(trace.format).toBe('burstgpt');
  expect([...(trace.users ?? [])]).toEqual([0, 0]);
  expect(trace.emptyRows).toBe(1);
  expect([...trace.arrivals]).toEqual([0, 113]);
});

test('a Mooncake trace keeps the blocks of its prompts, packed or not', () => {
  const text =
    '{"timestamp": 0, "input_length": 1024, "output_length": 5, "hash_ids": [0, 1]}\n{"timestamp": 3000, "input_length": 600, "output_length": 7, "hash_ids": [0, 9]}\n';
  for (const content of [bytes(text), gzipSync(text)]) {
    const trace = readTrace(content, { place: 'm.jsonl.gz' });
    expect(trace.format).toBe('mooncake');
    expect([...trace.arrivals]).toEqual([0, 3]);
    expect([...(trace.prefixes?.ids ?? [])]).toEqual([0, 1, 0, 9]);
    expect([...(trace.prefixes?.offsets ?? [])]).toEqual([0, 2, 4]);
  }
});

test('plain objects and plain columns are read by the names that people give them', () => {
  expect([...read('{"time": "2026-01-01T00:00:00Z", "prompt_tokens": 10, "completion_tokens": 2}\n').inputTokens]).toEqual([10]);
  expect([...read('output_tokens,arrival,input_tokens\n4,0.5,9\n').outputTokens]).toEqual([4]);
});

test.each([
  ['', 'empty-trace', 'a.csv'],
  ['time,input,output\n', 'empty-trace', 'a.csv'],
  ['time,input,output\n1,5,5\n0,5,5\n', 'unsorted-trace', 'a.csv:3'],
  ['time,input,output\n1,-5,5\n', 'bad-trace', 'a.csv:2: input tokens is negative (-5)'],
  ['time,input,output\n1,5,1e12\n', 'bad-trace', 'a.csv:2: output tokens is 1000000000000'],
  ['time,input,output\n1,5.5,1\n', 'bad-trace', 'a.csv:2: input tokens is 5.5'],
  ['time,input,output\nsoon,5,1\n', 'bad-trace', 'a.csv:2: the time cannot be read'],
  ['time,input,output\n1,5\n', 'bad-trace', 'a.csv:2: 2 fields'],
  ['time,input\n1,5\n', 'missing-column', 'a.csv:1: no column for output tokens'],
  ['{"timestamp": 1, "input_length": 5, "hash_ids": []}\n', 'bad-trace', 'a.csv:1: output_length'],
  ['{"timestamp": 1, "input_len\n', 'bad-trace', 'a.csv:1: not a JSON object'],
])('%j is refused as %s with its place', (text, code, message) => {
  const error = refusal(text);
  expect(error.code).toBe(code);
  expect(error.message).toContain(message);
  expect(error.hint.length).toBeGreaterThan(10);
});

test('rows out of order are put in order on request', () => {
  expect([...read('time,input,output\n5,7,5\n0,6,5\n', true).inputTokens]).toEqual([6, 7]);
});
