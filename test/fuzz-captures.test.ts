import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { captures } from '../src/measure/sources/captures.ts';
import { conversation, harOf, linesOf, type MadeTurn } from './made-captures.ts';
import { callsOf, emptyReading, readInto, type Reading } from './source-reading.ts';

const folder = mkdtempSync(join(tmpdir(), 'tare-fuzz-captures-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let files = 0;
function reading(content: string | Buffer, ending = 'jsonl'): Reading {
  const path = join(folder, `${++files % 8}.${ending}`);
  writeFileSync(path, content);
  const read = emptyReading();
  readInto(read, captures, path);
  return read;
}

const turns: readonly MadeTurn[] = [
  { says: 'Where is the ferry?', answer: 'At the quay.' },
  { says: 'And the crane?', answer: 'By the hall.', read: 20 },
];
const sse = (events: readonly object[]): string => events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join('');

/** One exchange of each dialect with all that its reader looks at, whole and streamed. */
const exchanges: readonly object[] = [
  ...conversation(turns),
  ...conversation(turns, { stream: true }),
  {
    time: '2026-03-20T10:00:00Z',
    url: 'https://api.anthropic.com/v1/messages',
    request: {
      model: 'claude-sonnet-4-5',
      max_tokens: 9,
      temperature: 0,
      thinking: { type: 'enabled', budget_tokens: 4 },
      metadata: { user_id: 'user_x_session_11111111-2222-3333-4444-555555555555' },
      system: [{ type: 'text', text: 'Be brief.' }],
      tools: [{ name: 'look', description: 'Looks.', input_schema: { type: 'object' } }],
      messages: [
        { role: 'user', content: [{ type: 'document', source: { type: 'text', data: 'a page' }, title: 'page' }] },
        {
          role: 'assistant',
          content: [
            { type: 'thinking', thinking: 'hm', signature: 's' },
            { type: 'tool_use', id: 't', name: 'look', input: { at: 1 } },
          ],
        },
        {
          role: 'user',
          content: [{ type: 'tool_result', tool_use_id: 't', content: [{ type: 'text', text: 'nothing' }], is_error: false }],
        },
      ],
    },
    response: sse([
      {
        type: 'message_start',
        message: { id: 'm', model: 'claude-sonnet-4-5', usage: { input_tokens: 5, cache_creation: { ephemeral_5m_input_tokens: 3 } } },
      },
      { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
      { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'Yes' } },
      { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 2 } },
    ]),
  },
  {
    url: 'https://api.openai.com/v1/responses',
    request: {
      model: 'gpt-5',
      instructions: 'Be brief.',
      input: [{ type: 'message', role: 'user', content: [{ type: 'input_text', text: 'Hi' }] }],
      reasoning: { effort: 'low' },
    },
    response: {
      id: 'r',
      status: 'completed',
      output: [
        { type: 'reasoning', summary: [] },
        { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'Ho' }] },
      ],
      usage: { input_tokens: 5, output_tokens: 3 },
    },
  },
  {
    url: 'https://generativelanguage.googleapis.com/v1beta/models/gemini-2.5-pro:generateContent',
    request: {
      systemInstruction: { parts: [{ text: 'Be brief.' }] },
      contents: [{ role: 'user', parts: [{ text: 'Hi' }, { functionResponse: { name: 'look', response: { found: 1 } } }] }],
      generationConfig: { maxOutputTokens: 9, thinkingConfig: { thinkingBudget: 3 } },
    },
    response: {
      responseId: 'g',
      candidates: [{ content: { parts: [{ text: 'Ho' }] }, finishReason: 'STOP' }],
      usageMetadata: { promptTokenCount: 5, candidatesTokenCount: 2 },
    },
  },
];
const good = linesOf(conversation(turns));

/** Every place in a value, as a path. */
function places(value: unknown, path: readonly string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [[...path]];
  return [[...path], ...Object.entries(value).flatMap(([name, part]) => places(part, [...path, name]))];
}

function withOther(value: unknown, path: readonly string[], other: unknown): unknown {
  const [name, ...rest] = path;
  if (name === undefined) return other;
  const copy = (Array.isArray(value) ? [...(value as unknown[])] : { ...(value as object) }) as Record<string, unknown>;
  copy[name] = withOther(copy[name], rest, other);
  return copy;
}

const others: readonly unknown[] = [null, true, -1, 1e300, 'text', '', [], {}, [null], [[]], [{}], { type: 3 }];

test('whatever type stands in a field, it costs at most its own line', () => {
  for (const exchange of exchanges) {
    for (const path of places(exchange)) {
      for (const other of others) {
        const { entries } = reading(`${JSON.stringify(withOther(exchange, path, other))}\n${good}`);
        expect(callsOf(entries).size, `${path.join('.')} = ${JSON.stringify(other)}`).toBeGreaterThanOrEqual(2);
      }
    }
  }
});

test('flipped bytes and cuts anywhere never stop a reading, of lines or of a document', () => {
  const log = Buffer.from(linesOf(exchanges));
  const har = Buffer.from(harOf(conversation(turns, { stream: true })));
  fc.assert(
    fc.property(fc.boolean(), fc.nat(), fc.nat(255), fc.nat(), (isHar, at, byte, cut) => {
      const whole = isHar ? har : log;
      const damaged = Buffer.from(whole.subarray(0, 1 + (cut % whole.length)));
      damaged[at % damaged.length] = byte;
      expect(() => reading(damaged, isHar ? 'har' : 'jsonl')).not.toThrow();
    }),
    { numRuns: 300 },
  );
});

test('read twice, it gives the same entries', () => {
  const keys = (text: string): string[] => reading(text).entries.map(({ key }) => key);
  expect(keys(linesOf(exchanges))).toEqual(keys(linesOf(exchanges)));
});
