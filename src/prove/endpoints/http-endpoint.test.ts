import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { TareError } from '../../base/tare-error.ts';
import { milliseconds, tokens } from '../../base/units.ts';
import { anthropicMessages } from './anthropic-messages.ts';
import type { ChatRequest, Endpoint } from './endpoint.ts';
import { realWait } from './http-endpoint.ts';
import { openaiChat } from './openai-chat.ts';
import type { RetryPolicy } from './retry-policy.ts';

type Handler = (request: IncomingMessage, response: ServerResponse, body: Record<string, unknown>, times: number) => void;

const pauses: number[] = [];
const retries: RetryPolicy = {
  attempts: 3,
  pause: milliseconds(10),
  longestPause: milliseconds(60_000),
  wait: async (pause) => void pauses.push(pause),
};
const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
  pauses.length = 0;
});

async function serve(handle: Handler, models: unknown = { data: [{ id: 'm', owned_by: 'llamacpp' }] }): Promise<string> {
  let times = 0;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      if (request.method === 'GET') return void response.end(JSON.stringify(models));
      handle(request, response, JSON.parse(Buffer.concat(chunks).toString()) as Record<string, unknown>, ++times);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const signal = new AbortController().signal;
const common = { retries, silence: milliseconds(2000), clock: () => performance.now(), signal };
const open = async (handle: Handler, silence = 2000): Promise<Endpoint> =>
  openaiChat({ ...common, url: await serve(handle), silence: milliseconds(silence) });

const request: ChatRequest = {
  messages: [{ role: 'user', content: 'What is 2 + 2?' }],
  maxOutput: tokens(50),
  temperature: 0,
  reasoning: { kind: 'default' },
};

const event = (value: unknown): string => `data: ${JSON.stringify(value)}\n\n`;
const delta = (part: object, more: object = {}): string =>
  event({ model: 'm', choices: [{ index: 0, delta: part, finish_reason: null }], ...more });
const ending = event({ model: 'm', choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] });
const usage = event({ model: 'm', choices: [], usage: { prompt_tokens: 12, completion_tokens: 5 } });
const answered = `${delta({ content: 'Answer: 4' })}${ending}${usage}data: [DONE]\n\n`;

test.each(['reasoning', 'reasoning_content', 'thinking'])('reasoning is found in %s', async (field) => {
  const endpoint = await open((_, response) => response.end(`${delta({ [field]: 'two and two' })}${answered}`));
  const { answer, reasoning, outcome, usage: counts, attempts } = await endpoint.complete(request, signal);
  expect({ answer, reasoning, outcome, attempts }).toEqual({
    answer: 'Answer: 4',
    reasoning: 'two and two',
    outcome: { kind: 'finished' },
    attempts: 1,
  });
  expect(counts.inputUncached).toEqual({ tokens: 12, provenance: 'reported' });
});

test('reasoning inline in think tags is parted from the answer', async () => {
  const endpoint = await open((_, response) =>
    response.end(`${delta({ content: '<think>hm' })}${delta({ content: '</think>' })}${answered}`),
  );
  expect(await endpoint.complete(request, signal)).toMatchObject({ reasoning: 'hm', answer: 'Answer: 4' });
});

test('the request asks for usage, carries the effort, and a prefix as the last message', async () => {
  let seen: Record<string, unknown> = {};
  const endpoint = await open((_, response, body) => {
    seen = body;
    response.end(answered);
  });
  await endpoint.complete({ ...request, reasoning: { kind: 'effort', level: 'low' }, prefix: 'So' }, signal);
  expect(seen).toMatchObject({
    model: 'm',
    stream: true,
    stream_options: { include_usage: true },
    reasoning_effort: 'low',
    max_tokens: 50,
    continue_final_message: true,
  });
  expect(seen['messages']).toEqual([
    { role: 'user', content: 'What is 2 + 2?' },
    { role: 'assistant', content: 'So' },
  ]);
});

test('retry-after is honoured, and every attempt counted', async () => {
  const endpoint = await open((_, response, _body, times) => {
    if (times === 1) response.writeHead(429, { 'retry-after': '7' }).end('{}');
    else response.end(answered);
  });
  expect(await endpoint.complete(request, signal)).toMatchObject({ outcome: { kind: 'finished' }, attempts: 2 });
  expect(pauses).toEqual([7000]);
});

test('a limit that does not end is given up, and said to be one', async () => {
  const endpoint = await open((_, response) => response.writeHead(429).end('slow down'));
  expect(await endpoint.complete(request, signal)).toMatchObject({ outcome: { kind: 'failed', reason: 'rate-limited' }, attempts: 3 });
  expect(pauses).toEqual([10, 20]);
});

test.each([
  [400, '{"error":{"message":"the request exceeds the available context size, try increasing it"}}', 'out-of-context'],
  [400, '{"error":{"message":"Unsupported value: reasoning_effort"}}', 'effort-refused'],
  [404, '{"error":"no such route"}', 'bad-request'],
])('a refusal with %i is told from the others and not retried', async (status, text, reason) => {
  const endpoint = await open((_, response) => response.writeHead(status).end(text));
  expect(await endpoint.complete(request, signal)).toMatchObject({ outcome: { kind: 'failed', reason }, attempts: 1 });
});

test('another model than the one asked for is refused; a dated or tagged name of the same is not', async () => {
  const other = await open((_, response) => response.end(answered.replaceAll('"model":"m"', '"model":"n"')));
  expect(await other.complete(request, signal)).toMatchObject({ outcome: { kind: 'failed', reason: 'other-model' } });
  const dated = await open((_, response) => response.end(answered.replaceAll('"model":"m"', '"model":"vendor/m-2026-01-02"')));
  expect((await dated.complete(request, signal)).outcome.kind).toBe('finished');
});

test('a stream that ends early keeps what came, with estimated counts', async () => {
  const endpoint = await open((_, response) => response.end(delta({ content: 'The answer' })));
  expect(await endpoint.complete(request, signal)).toMatchObject({
    outcome: { kind: 'failed', reason: 'cut-stream' },
    answer: 'The answer',
    usage: { output: { tokens: 3, provenance: 'estimated' } },
  });
});

test('a connection that breaks in the middle is a cut stream, not retried after the first byte', async () => {
  const endpoint = await open((_, response) => {
    response.write(delta({ content: 'The' }));
    setTimeout(() => response.destroy(), 20);
  });
  expect(await endpoint.complete(request, signal)).toMatchObject({
    outcome: { kind: 'failed', reason: 'cut-stream' },
    attempts: 1,
    answer: 'The',
  });
});

test('an event that is not JSON is a malformed stream', async () => {
  const endpoint = await open((_, response) => response.end(`${delta({ content: 'The' })}data: {"choices": [tr\n\n`));
  expect(await endpoint.complete(request, signal)).toMatchObject({
    outcome: { kind: 'failed', reason: 'malformed-stream' },
    answer: 'The',
  });
});

test('an error inside the stream is a failure', async () => {
  const endpoint = await open((_, response) => response.end(event({ error: { message: 'out of memory' } })));
  expect(await endpoint.complete(request, signal)).toMatchObject({
    outcome: { kind: 'failed', reason: 'server-error', message: 'out of memory' },
  });
});

test('an endpoint that falls silent is not waited for without end', async () => {
  const endpoint = await open((_, response) => void response.write(': hello\n\n'), 100);
  expect(await endpoint.complete(request, signal)).toMatchObject({ outcome: { kind: 'failed', reason: 'timeout' } });
});

test('a run that is stopped by hand closes its request', async () => {
  const stop = new AbortController();
  const endpoint = await open((_, response) => {
    response.write(delta({ content: 'The' }));
    setTimeout(() => stop.abort(), 20);
  });
  expect(await endpoint.complete(request, stop.signal)).toMatchObject({ outcome: { kind: 'failed', reason: 'stopped' }, answer: 'The' });
});

test('an endpoint that is down says so before anything is sent', async () => {
  const url = await serve(() => undefined);
  for (const close of closers.splice(0)) close();
  await expect(openaiChat({ ...common, url })).rejects.toMatchObject({ code: 'endpoint-unreachable' });
});

test('an endpoint that goes down later is a failure of the world', async () => {
  const endpoint = await open((_, response) => response.end(answered));
  for (const close of closers.splice(0)) close();
  expect(await endpoint.complete(request, signal)).toMatchObject({ outcome: { kind: 'failed', reason: 'unreachable' }, attempts: 3 });
});

test('a prompt that the server has cut in silence is noticed by its count', async () => {
  const endpoint = await open((_, response) => response.end(answered.replace('"prompt_tokens":12', '"prompt_tokens":4096')));
  const long = { ...request, messages: [{ role: 'user' as const, content: 'word '.repeat(8000) }] };
  const { warnings } = await endpoint.complete(long, signal);
  expect(warnings.join()).toContain('cut in silence');
  expect((await endpoint.complete(request, signal)).warnings).toEqual([]);
});

test('several models and none named is an error that lists them', async () => {
  const url = await serve(() => undefined, { data: [{ id: 'a' }, { id: 'b' }] });
  const error = await openaiChat({ ...common, url }).catch((caught: unknown) => caught);
  expect(TareError.isInstance(error) && error.hint).toContain('a, b');
});

test('limits and servers that go on from a prefix are known from the list of models', async () => {
  const url = await serve(() => undefined, { data: [{ id: 'm', owned_by: 'vllm', max_model_len: 8192 }] });
  expect((await openaiChat({ ...common, url })).facts).toMatchObject({ model: 'm', contextLimit: 8192, continuesPrefix: true });
});

const anthropicEvents = [
  {
    type: 'message_start',
    message: {
      model: 'claude-x',
      usage: { input_tokens: 10, cache_read_input_tokens: 900, cache_creation_input_tokens: 20, output_tokens: 1 },
    },
  },
  { type: 'ping' },
  { type: 'content_block_delta', delta: { type: 'thinking_delta', thinking: 'hm' } },
  { type: 'content_block_delta', delta: { type: 'text_delta', text: 'Four' } },
  { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 30 } },
  { type: 'message_stop' },
];
const anthropicText = (events: readonly object[]): string => events.map((each) => `event: e\n${event(each)}`).join('');

test('the Anthropic dialect: input excludes cache, output is the last stated', async () => {
  let seen: Record<string, unknown> = {};
  const url = await serve((_, response, body) => {
    seen = body;
    response.end(anthropicText(anthropicEvents));
  });
  const endpoint = anthropicMessages({ ...common, url, model: 'claude-x', apiKey: 'k' });
  const cached = {
    ...request,
    messages: [{ role: 'system' as const, content: 'Be brief.', cacheBreakpoint: true as const }, ...request.messages],
  };
  expect(await endpoint.complete(cached, signal)).toMatchObject({
    outcome: { kind: 'finished' },
    answer: 'Four',
    reasoning: 'hm',
    usage: {
      inputUncached: { tokens: 10 },
      cacheRead: { tokens: 900 },
      cacheWrite: { tokens: 20 },
      output: { tokens: 30, provenance: 'reported' },
      reasoning: { provenance: 'estimated' },
    },
  });
  expect(seen['system']).toEqual([{ type: 'text', text: 'Be brief.', cache_control: { type: 'ephemeral' } }]);
});

test('a cut Anthropic stream keeps its input; the placeholder of the output is not believed', async () => {
  const url = await serve((_, response) => response.end(anthropicText(anthropicEvents.slice(0, 4))));
  const response = await anthropicMessages({ ...common, url, model: 'claude-x' }).complete(request, signal);
  expect(response).toMatchObject({
    outcome: { reason: 'cut-stream' },
    usage: { inputUncached: { tokens: 10 }, output: { provenance: 'estimated' } },
  });
});

test('a server that died in the middle of a stream says nothing about the request: the pair stays open', async () => {
  const endpoint = await open((_, response) => {
    response.write(delta({ content: 'half of an' }));
    setTimeout(() => {
      for (const close of closers.splice(0)) close();
    }, 20);
  });
  expect(await endpoint.complete(request, signal)).toMatchObject({
    outcome: { kind: 'failed', reason: 'unreachable' },
    answer: 'half of an',
  });
});

test('a model that a server of one’s own does not have is refused before anything is sent, unless any will do', async () => {
  const url = await serve((_, response) => response.end(answered), { data: [{ id: 'small:latest' }, { id: 'large' }] });
  await expect(openaiChat({ ...common, url, model: 'medium' })).rejects.toMatchObject({
    code: 'unknown-model',
    hint: 'It has small:latest, large. --any-model asks all the same.',
  });
  expect((await openaiChat({ ...common, url, model: 'small' })).facts.model).toBe('small');
  expect((await openaiChat({ ...common, url, model: 'medium', acceptAnyModel: true })).facts.model).toBe('medium');
});

test('what a server says of a refusal is shown without the JSON around it', async () => {
  const endpoint = await open((_, response) => {
    response.statusCode = 400;
    response.end('{"error":{"code":400,"message":"request (709 tokens) exceeds the available context size (512 tokens)"}}');
  });
  expect(await endpoint.complete(request, signal)).toMatchObject({
    outcome: { reason: 'out-of-context', message: 'HTTP 400: request (709 tokens) exceeds the available context size (512 tokens)' },
  });
});

test('waiting leaves no listener behind', async () => {
  const stopped = new AbortController();
  let added = 0;
  let removed = 0;
  const { signal: watched } = stopped;
  const [add, remove] = [watched.addEventListener.bind(watched), watched.removeEventListener.bind(watched)];
  watched.addEventListener = ((...words: Parameters<typeof add>) => (added++, add(...words))) as typeof add;
  watched.removeEventListener = ((...words: Parameters<typeof remove>) => (removed++, remove(...words))) as typeof remove;
  await realWait(milliseconds(1), watched);
  expect([added, removed]).toEqual([1, 1]);
});
