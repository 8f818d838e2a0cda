import { expect, test } from 'vitest';
import { Fields, type JsonRecord } from '../sources/common/fields.ts';
import { dialectNamed, dialectOf } from './dialects.ts';
import { streamEvents } from './stream-events.ts';
import type { DialectName, WireDialect, WirePiece, WireResponse } from './wire-dialect.ts';

const dialect = (name: DialectName): WireDialect => dialectNamed(name) as WireDialect;
const seen = (pieces: readonly WirePiece[]): (readonly [string, string | undefined])[] => pieces.map(({ kind, text }) => [kind, text]);
const sse = (events: readonly unknown[]): string =>
  `${events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join('')}data: [DONE]\n\n`;
const whole = (name: DialectName, body: JsonRecord): WireResponse => dialect(name).response(new Fields(body));
const streamed = (name: DialectName, text: string): WireResponse => whole(name, dialect(name).assemble(streamEvents(text)));

interface Case {
  readonly name: DialectName;
  readonly body: JsonRecord;
  readonly events: readonly JsonRecord[];
  readonly pieces: readonly (readonly [string, string | undefined])[];
  readonly usage: object;
}

const anthropicUsage = {
  input_tokens: 7,
  cache_read_input_tokens: 100,
  cache_creation_input_tokens: 30,
  cache_creation: { ephemeral_5m_input_tokens: 10, ephemeral_1h_input_tokens: 20 },
};
const chatUsage = {
  prompt_tokens: 50,
  completion_tokens: 9,
  prompt_tokens_details: { cached_tokens: 40 },
  completion_tokens_details: { reasoning_tokens: 4 },
};

const cases: readonly Case[] = [
  {
    name: 'anthropic-messages',
    body: {
      type: 'message',
      content: [
        { type: 'thinking', thinking: 'hm', signature: 'abc' },
        { type: 'text', text: 'Yes.' },
        { type: 'tool_use', id: 't1', name: 'look', input: { at: 3 } },
      ],
      stop_reason: 'tool_use',
      usage: { ...anthropicUsage, output_tokens: 12, output_tokens_details: { thinking_tokens: 5 } },
    },
    events: [
      { type: 'message_start', message: { type: 'message', content: [], usage: { ...anthropicUsage, output_tokens: 1 } } },
      { type: 'content_block_start', index: 0, content_block: { type: 'thinking', thinking: '' } },
      { type: 'content_block_delta', index: 0, delta: { type: 'thinking_delta', thinking: 'h' } },
      { type: 'content_block_delta', index: 0, delta: { type: 'thinking_delta', thinking: 'm' } },
      { type: 'content_block_delta', index: 0, delta: { type: 'signature_delta', signature: 'abc' } },
      { type: 'ping' },
      { type: 'content_block_start', index: 1, content_block: { type: 'text', text: '' } },
      { type: 'content_block_delta', index: 1, delta: { type: 'text_delta', text: 'Yes.' } },
      { type: 'content_block_start', index: 2, content_block: { type: 'tool_use', id: 't1', name: 'look', input: {} } },
      { type: 'content_block_delta', index: 2, delta: { type: 'input_json_delta', partial_json: '{"at"' } },
      { type: 'content_block_delta', index: 2, delta: { type: 'input_json_delta', partial_json: ':3}' } },
      {
        type: 'message_delta',
        delta: { stop_reason: 'tool_use' },
        usage: { input_tokens: null, output_tokens: 12, output_tokens_details: { thinking_tokens: 5 } },
      },
      { type: 'message_stop' },
    ],
    pieces: [
      ['reasoning', 'hm'],
      ['answer', 'Yes.'],
      ['tool-call', 'at: 3\n'],
    ],
    usage: { inputUncached: 7, cacheRead: 100, cacheWrite5m: 10, cacheWrite1h: 20, output: 12, reasoning: 5 },
  },
  {
    name: 'openai-chat',
    body: {
      choices: [
        {
          message: {
            reasoning_content: 'hm',
            content: 'Yes.',
            tool_calls: [{ id: 't1', type: 'function', function: { name: 'look', arguments: '{"at":3}' } }],
          },
          finish_reason: 'tool_calls',
        },
      ],
      usage: chatUsage,
    },
    events: [
      { choices: [{ index: 0, delta: { reasoning_content: 'h' } }], usage: null },
      { choices: [{ index: 0, delta: { reasoning_content: 'm' } }] },
      { choices: [{ index: 0, delta: { content: 'Yes.' } }] },
      { choices: [{ index: 0, delta: { tool_calls: [{ index: 0, id: 't1', function: { name: 'look', arguments: '{"at"' } }] } }] },
      { choices: [{ index: 0, delta: { tool_calls: [{ index: 0, function: { arguments: ':3}' } }] }, finish_reason: 'tool_calls' }] },
      { choices: [], usage: chatUsage },
    ],
    pieces: [
      ['reasoning', 'hm'],
      ['answer', 'Yes.'],
      ['tool-call', 'at: 3\n'],
    ],
    usage: { inputUncached: 10, cacheRead: 40, output: 9, reasoning: 4 },
  },
  {
    name: 'openai-responses',
    body: {
      status: 'completed',
      output: [
        { type: 'reasoning', encrypted_content: 'xxxxxxxx', summary: [{ type: 'summary_text', text: 'in short' }] },
        { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'Yes.' }] },
        { type: 'function_call', call_id: 't1', name: 'look', arguments: '{"at":3}' },
      ],
      usage: {
        input_tokens: 50,
        input_tokens_details: { cached_tokens: 30, cache_write_tokens: 5 },
        output_tokens: 9,
        output_tokens_details: { reasoning_tokens: 6 },
      },
    },
    events: [
      { type: 'response.created', response: { status: 'in_progress', output: [] } },
      { type: 'response.output_text.delta', delta: 'Yes.' },
      {
        type: 'response.completed',
        response: {
          status: 'completed',
          output: [
            { type: 'reasoning', encrypted_content: 'xxxxxxxx', summary: [{ type: 'summary_text', text: 'in short' }] },
            { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'Yes.' }] },
            { type: 'function_call', call_id: 't1', name: 'look', arguments: '{"at":3}' },
          ],
          usage: {
            input_tokens: 50,
            input_tokens_details: { cached_tokens: 30, cache_write_tokens: 5 },
            output_tokens: 9,
            output_tokens_details: { reasoning_tokens: 6 },
          },
        },
      },
    ],
    pieces: [
      ['reasoning', undefined],
      ['answer', 'Yes.'],
      ['tool-call', 'at: 3\n'],
    ],
    usage: { inputUncached: 15, cacheRead: 30, cacheWriteUnsplit: 5, output: 9, reasoning: 6 },
  },
  {
    name: 'gemini',
    body: {
      candidates: [{ content: { parts: [{ text: 'Yes.' }, { functionCall: { name: 'look', args: { at: 3 } } }] }, finishReason: 'STOP' }],
      usageMetadata: {
        promptTokenCount: 50,
        cachedContentTokenCount: 20,
        toolUsePromptTokenCount: 3,
        candidatesTokenCount: 4,
        thoughtsTokenCount: 6,
      },
    },
    events: [
      { candidates: [{ content: { parts: [{ text: 'Y' }] } }], usageMetadata: { promptTokenCount: 50 } },
      { candidates: [{ content: { parts: [{ text: 'es.' }] } }] },
      {
        candidates: [{ content: { parts: [{ functionCall: { name: 'look', args: { at: 3 } } }] }, finishReason: 'STOP' }],
        usageMetadata: {
          promptTokenCount: 50,
          cachedContentTokenCount: 20,
          toolUsePromptTokenCount: 3,
          candidatesTokenCount: 4,
          thoughtsTokenCount: 6,
        },
      },
    ],
    pieces: [
      ['answer', 'Yes.'],
      ['tool-call', 'at: 3\n'],
    ],
    usage: { inputUncached: 33, cacheRead: 20, output: 10, reasoning: 6 },
  },
];

test.each(cases)('$name: a response says the same whole and streamed, to the token', ({ name, body, events, pieces, usage }) => {
  for (const response of [whole(name, body), streamed(name, sse(events))]) {
    expect(seen(response.pieces)).toEqual(pieces);
    expect(response.usage).toEqual(usage);
    expect(
      response.pieces.filter(({ kind }) => kind === 'tool-call').map(({ argumentsJson }) => JSON.parse(argumentsJson ?? '') as unknown),
    ).toEqual([{ at: 3 }]);
  }
});

test('gemini streams an array of parts where it is not asked for events', () => {
  const { events, usage } = cases[3] as Case;
  expect(streamed('gemini', JSON.stringify(events)).usage).toEqual(usage);
});

test('a stream that was cut leaves its output unknown, not 1 and not 0', () => {
  const [anthropic, chat, responses] = cases as readonly [Case, Case, Case];
  expect(streamed('anthropic-messages', sse(anthropic.events.slice(0, 6))).usage).toEqual({
    inputUncached: 7,
    cacheRead: 100,
    cacheWrite5m: 10,
    cacheWrite1h: 20,
  });
  expect(streamed('openai-chat', sse(chat.events.slice(0, 3)))).toMatchObject({ usage: {}, pieces: [{ text: 'hm' }, { text: 'Yes.' }] });
  const cut = streamed('openai-responses', sse(responses.events.slice(0, 2)));
  expect(cut.usage).toEqual({});
  expect(cut.stopReason).toBeUndefined();
});

test('what a server does not state stays unknown', () => {
  const ollama = whole('openai-chat', { choices: [{ message: { content: 'Hi' } }], usage: { prompt_tokens: 26, completion_tokens: 3 } });
  expect(ollama.usage).toEqual({ inputUncached: 26, output: 3 });
  const uncounted = whole('openai-chat', {
    choices: [{ message: { reasoning: 'hm', content: 'Hi' } }],
    usage: { prompt_tokens: 26, completion_tokens: 3, completion_tokens_details: { reasoning_tokens: 0 } },
  });
  expect(uncounted.usage.reasoning).toBeUndefined();
  const llama = whole('openai-chat', { choices: [{ message: { content: 'Hi' } }], timings: { prompt_n: 5, cache_n: 21, predicted_n: 3 } });
  expect(llama.usage).toEqual({ inputUncached: 5, cacheRead: 21, output: 3 });
});

test('system prompt, schemas, messages, calls and results are told apart in every dialect', () => {
  const requests: Readonly<Record<DialectName, JsonRecord>> = {
    'anthropic-messages': {
      system: [{ type: 'text', text: 'Be brief.' }],
      tools: [{ name: 'look', description: 'Looks.', input_schema: { type: 'object' } }],
      max_tokens: 10,
      messages: [
        { role: 'user', content: 'Hello' },
        { role: 'assistant', content: [{ type: 'tool_use', id: 't1', name: 'look', input: { at: 3 } }] },
        {
          role: 'user',
          content: [{ type: 'tool_result', tool_use_id: 't1', content: [{ type: 'text', text: 'nothing' }], is_error: true }],
        },
      ],
    },
    'openai-chat': {
      tools: [{ type: 'function', function: { name: 'look', description: 'Looks.', parameters: { type: 'object' } } }],
      max_tokens: 10,
      messages: [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: 'Hello' },
        { role: 'assistant', content: null, tool_calls: [{ id: 't1', function: { name: 'look', arguments: '{"at":3}' } }] },
        { role: 'tool', tool_call_id: 't1', content: 'nothing' },
      ],
    },
    'openai-responses': {
      instructions: 'Be brief.',
      tools: [{ type: 'function', name: 'look', description: 'Looks.', parameters: { type: 'object' } }],
      max_output_tokens: 10,
      input: [
        { role: 'user', content: [{ type: 'input_text', text: 'Hello' }] },
        { type: 'function_call', call_id: 't1', name: 'look', arguments: '{"at":3}' },
        { type: 'function_call_output', call_id: 't1', output: 'nothing' },
      ],
    },
    gemini: {
      systemInstruction: { parts: [{ text: 'Be brief.' }] },
      tools: [{ functionDeclarations: [{ name: 'look', description: 'Looks.', parameters: { type: 'object' } }] }],
      generationConfig: { maxOutputTokens: 10 },
      contents: [
        { role: 'user', parts: [{ text: 'Hello' }] },
        { role: 'model', parts: [{ functionCall: { name: 'look', args: { at: 3 } } }] },
        { role: 'user', parts: [{ functionResponse: { name: 'look', response: { found: 'nothing' } } }] },
      ],
    },
  };
  for (const [name, body] of Object.entries(requests)) {
    const request = dialect(name as DialectName).request(new Fields(body), 'https://host/v1/models/m-1:generateContent');
    expect(request.maxOutput).toBe(10);
    expect(request.tools.map(({ kind, schema }) => [kind, schema?.name, schema?.description])).toEqual([['tools', 'look', 'Looks.']]);
    expect(request.messages.map(({ role }) => role)).toEqual(['system', 'user', 'assistant', 'tool']);
    expect(request.messages.map(({ pieces }) => pieces[0]?.kind)).toEqual(['system', 'user', 'tool-call', 'tool-result']);
    expect(request.messages[3]?.pieces[0]?.tool).toMatchObject({ name: 'look' });
  }
});

test.each([
  [{ url: 'https://api.anthropic.com/v1/messages?beta=true' }, {}, 'anthropic-messages'],
  [{ url: 'http://127.0.0.1:11434/v1/chat/completions' }, {}, 'openai-chat'],
  [{ url: 'https://api.openai.com/v1/responses' }, {}, 'openai-responses'],
  [{ url: 'https://host/v1beta/models/gemini-2.5-pro:streamGenerateContent?alt=sse' }, {}, 'gemini'],
  [{ stated: 'Anthropic' }, {}, 'anthropic-messages'],
  [{}, { contents: [] }, 'gemini'],
  [{}, { messages: [], system: 'x' }, 'anthropic-messages'],
  [{}, { messages: [] }, 'openai-chat'],
  [{}, { model: 'm', input: 'x' }, 'openai-responses'],
  [{}, { query: 'x' }, undefined],
] as const)('%j with %j is %s', (stated, request, name) => {
  expect(dialectOf(request, undefined, stated)?.name).toBe(name);
});
