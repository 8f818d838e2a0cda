import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import type { Entry, InputEntry } from '../src/call/entry.ts';
import { inputOf } from '../src/call/usage.ts';
import { allSources } from '../src/measure/sources/registry.ts';
import { captures } from '../src/measure/sources/captures.ts';
import { readSegmentText } from '../src/measure/sources/read-segment-text.ts';
import { captureExamples } from '../tools/examples/capture-examples.ts';
import { conversation, harOf, linesOf, madeStart, type MadeTurn } from './made-captures.ts';
import { callsOf, emptyReading, filesBelow, readInto, totalsOf, type Reading } from './source-reading.ts';

const folder = mkdtempSync(join(tmpdir(), 'tare-captures-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let files = 0;
function reading(text: string, ending = 'jsonl'): Reading {
  const path = join(folder, `${++files}.${ending}`);
  writeFileSync(path, text);
  expect(captures.detect(text.slice(0, 65_536))).toBe(true);
  const read = emptyReading();
  readInto(read, captures, path);
  return read;
}

const turns: readonly MadeTurn[] = [
  { says: 'Where is the ferry?', answer: 'At the quay.' },
  { says: 'And the crane?', answer: 'By the hall.', read: 20 },
  { says: 'Who has the key?', answer: 'Ines.', read: 40 },
];
const inputs = (entries: readonly Entry[]): InputEntry[] => entries.filter((entry) => entry.type === 'input');
const kinds = (entries: readonly Entry[]): string[] =>
  entries.flatMap((entry) => ('segments' in entry ? entry.segments.map(({ kind }) => kind) : []));

test('what a request repeats is the same entry: only what is new enters', () => {
  const { entries, skipped } = reading(linesOf(conversation(turns)));
  expect(skipped).toEqual([]);
  expect(kinds(entries)).toEqual(['system', 'user', 'answer', 'user', 'answer', 'user', 'answer']);
  expect(new Set(entries.map(({ session, chain }) => `${session}/${chain}`)).size).toBe(1);
  expect(callsOf(entries).size).toBe(3);
  for (const [place, entry] of entries.entries()) expect(entry.parent).toBe(place === 0 ? 'root' : entries[place - 1]?.key);
});

test('the bill is what the responses state, whole or streamed', () => {
  const exchanges = conversation(turns);
  const stated = (exchanges as { response: { usage: { prompt_tokens: number } } }[]).map(({ response }) => response.usage.prompt_tokens);
  for (const stream of [false, true]) {
    const { entries } = reading(linesOf(conversation(turns, { stream })));
    expect([...callsOf(entries).values()].map(({ usage }) => inputOf(usage))).toEqual(stated);
    expect(totalsOf(entries)).toMatchObject({ cacheRead: 60, output: 15 });
  }
});

test('a log and a browser’s export of the same exchanges tell of the same calls, and name the same segments', () => {
  const exchanges = conversation(turns, { stream: true });
  const [log, har, encoded] = [reading(linesOf(exchanges)), reading(harOf(exchanges), 'har'), reading(harOf(exchanges, 'base64'), 'har')];
  const keys = ({ entries }: Reading): string[] => entries.map(({ key }) => key);
  expect(keys(har)).toEqual(keys(log));
  expect(keys(encoded)).toEqual(keys(log));
  // However a document is laid out: on one line, as a list, a list with an exchange a line.
  const flat = JSON.stringify(JSON.parse(harOf(exchanges)));
  const list = exchanges.map((each) => JSON.stringify(each));
  for (const text of [flat, `${flat}\n`, `[${list.join(',')}]`, `[${list.join(',')}]\n`, `[\n${list.join(',\n')}\n]\n`])
    expect(keys(reading(text, 'json'))).toEqual(keys(log));
});

test('every text is found again where it is said to stand: in JSON, in JSON within a text, in a stream, in base64', () => {
  const whole = conversation(turns);
  const streamed = conversation(turns, { stream: true });
  const asText = whole.map((each) => {
    const { request, response } = each as { request: object; response: object };
    return { ...each, request: JSON.stringify(request), response: JSON.stringify(response) };
  });
  for (const { entries } of [
    reading(linesOf(whole)),
    reading(linesOf(streamed)),
    reading(linesOf(asText)),
    reading(harOf(streamed), 'har'),
    reading(harOf(streamed, 'base64'), 'har'),
  ]) {
    const segments = entries.flatMap((entry) => ('segments' in entry ? entry.segments.map((segment) => ({ entry, segment })) : []));
    expect(segments).toHaveLength(7);
    for (const { entry, segment } of segments)
      expect(readSegmentText(entry.location, segment.part, segment.text?.hash)).toMatchObject({ state: 'present' });
  }
});

test('a clock in the system prompt is the same segment, carried; another system prompt is another context', () => {
  const clock = (turn: number): string => new Date(madeStart + turn * 3_600_000).toString();
  expect(kinds(reading(linesOf(conversation(turns, { clock }))).entries).filter((kind) => kind === 'system')).toHaveLength(1);
  const [first, second] = conversation(turns) as [object, { request: { messages: { content: string }[] } }];
  (second.request.messages[0] as { content: string }).content = 'You are a pilot and speak of nothing else than the depth of the channel.';
  const { entries } = reading(linesOf([first, second]));
  expect(inputs(entries).filter(({ parent }) => parent === 'root')).toHaveLength(2);
});

test('calls of one stated session are its conversations; without one, the first message tells them apart', () => {
  const other: readonly MadeTurn[] = [{ says: 'Something else.', answer: 'Yes.' }];
  const stated = reading(linesOf([...conversation(turns, { session: 's-1' }), ...conversation(other, { session: 's-1' })])).entries;
  expect(new Set(stated.map(({ session }) => session))).toEqual(new Set(['captures:s-1']));
  expect(new Set(stated.map(({ chain }) => chain)).size).toBe(2);
  const unstated = reading(linesOf([...conversation(turns), ...conversation(other)])).entries;
  expect(new Set(unstated.map(({ session }) => session)).size).toBe(2);
});

test('the session is found in the headers and in the metadata of the Messages API', () => {
  const messages = [{ role: 'user', content: 'Hello' }];
  const response = {
    type: 'message',
    content: [{ type: 'text', text: 'Hi' }],
    stop_reason: 'end_turn',
    usage: { input_tokens: 5, output_tokens: 2 },
  };
  const user = 'user_0a1b_account__session_11111111-2222-3333-4444-555555555555';
  const body = { model: 'claude-sonnet-4-5', max_tokens: 9, messages, metadata: { user_id: user } };
  expect(reading(linesOf([{ request: body, response }])).entries[0]?.session).toBe('captures:11111111-2222-3333-4444-555555555555');
  const headed = {
    request: { method: 'POST', headers: { 'X-Session-Id': 'abc' }, body: { ...body, metadata: {} } },
    response: { status: 200, body: response },
  };
  expect(reading(linesOf([headed])).entries[0]?.session).toBe('captures:abc');
});

test('a context that the provider holds goes on from the response it is named by', () => {
  const usage = { input_tokens: 9, output_tokens: 2 };
  const said = (text: string): object[] => [{ type: 'message', role: 'assistant', content: [{ type: 'output_text', text }] }];
  const { entries } = reading(
    linesOf([
      { request: { model: 'gpt-5', input: 'Hello' }, response: { id: 'r1', status: 'completed', output: said('Hi'), usage } },
      {
        request: { model: 'gpt-5', input: 'Again', previous_response_id: 'r1' },
        response: { id: 'r2', status: 'completed', output: said('Ho'), usage },
      },
    ]),
  );
  expect(new Set(entries.map(({ session }) => session)).size).toBe(1);
  const [first] = entries.filter((entry) => entry.type === 'response');
  expect(inputs(entries).at(-1)?.parent).toBe(first?.key);
});

test('no key, header or cookie is kept', () => {
  const exchanges = conversation(turns).map((each) => ({
    ...each,
    headers: { authorization: 'Bearer sk-secret-1', cookie: 'sk-secret-2' },
    api_key: 'sk-secret-3',
  }));
  const all = JSON.stringify([reading(linesOf(exchanges)).entries, reading(harOf(conversation(turns)), 'har').entries]);
  expect(all).not.toMatch(/sk-|Bearer|cookie|authorization/i);
});

test('an error is a failure and no call; what has no answer is none either', () => {
  const [good] = conversation(turns);
  const failed = { ...good, status: 429, response: { error: { type: 'rate_limit_error', message: 'slow down' } } };
  const page = { ...good, status: 502, response: '<html>bad gateway</html>' };
  const { response: _, ...silent } = good as { response: unknown };
  const { entries, skipped } = reading(linesOf([failed, page, silent, good as object]));
  expect(skipped).toEqual([]);
  expect(callsOf(entries).size).toBe(1);
  expect(entries.flatMap((entry) => (entry.type === 'failure' ? entry.reason : []))).toEqual(['rate-limit', 'api-error', 'aborted']);
});

test('a damaged line costs itself, and is named', () => {
  const lines = linesOf(conversation(turns)).trim().split('\n');
  const { entries, skipped } = reading(
    `${[lines[0], '{"request": {', '{"url":"/v1/chat/completions","request":{"messages":3},"response":{}}', '{"request":{"messages":3}}', '{"other":1}', lines[1]].join('\n')}\n`,
  );
  expect(callsOf(entries).size).toBe(2);
  expect(skipped.map(({ line, reason, field }) => [line, reason, field])).toEqual([
    [2, 'not-json', undefined],
    [3, 'wrong-shape', 'request.messages'],
    [4, 'wrong-shape', 'request'],
    [5, 'wrong-shape', 'request'],
  ]);
});

test('an archive of Context Lens is read, its session and its raw bodies', () => {
  const [exchange] = conversation(turns) as [{ request: object; response: object }];
  const entry = {
    type: 'entry',
    trace_id: 'feed',
    timestamp: '2026-03-20T10:00:00Z',
    http: { url: 'https://api.openai.com/v1/chat/completions', status_code: 200, api_format: 'openai-chat' },
    timings: { total_ms: 800 },
    raw: { request_body: exchange.request, response_body: exchange.response },
  };
  const lines = linesOf([{ type: 'session', trace_id: 'feed', tool: 'made' }, entry]);
  for (const read of [reading(lines, 'lhar'), reading(JSON.stringify({ lhar: { version: '0.1.0', entries: [entry] } }), 'json')]) {
    expect(read.skipped).toEqual([]);
    expect([...callsOf(read.entries).values()].map(({ session }) => session)).toEqual(['captures:feed']);
  }
});

test('traffic that is no call of a model is passed over in an export', () => {
  const har = JSON.parse(harOf(conversation(turns))) as { log: { entries: object[] } };
  har.log.entries.push(
    {
      startedDateTime: '2026-03-20T10:00:00Z',
      time: 3,
      request: { method: 'GET', url: 'https://host/page', headers: [] },
      response: { status: 200, content: {} },
    },
    {
      startedDateTime: '2026-03-20T10:00:00Z',
      time: 3,
      request: { method: 'POST', url: 'https://host/form', headers: [], postData: { text: 'a=1&b=2' } },
      response: { status: 200, content: { text: 'ok' } },
    },
  );
  const { entries, skipped } = reading(JSON.stringify(har), 'har');
  expect(callsOf(entries).size).toBe(3);
  expect(skipped).toEqual([]);
});

test('captures are no other source’s files, and other sources’ files are no captures', () => {
  const owners = (text: string): string[] => allSources.filter((source) => source.detect(text.slice(0, 65_536))).map(({ name }) => name);
  expect(owners(linesOf(conversation(turns)))).toEqual(['captures']);
  expect(owners(harOf(conversation(turns)))).toEqual(['captures']);
  const home = fileURLToPath(new URL('../examples/home', import.meta.url));
  for (const path of filesBelow(home)) expect(captures.detect(readFileSync(path, 'utf8').slice(0, 65_536))).toBe(false);
});

test('the example captures are what their generator makes, and are read without a skipped line', () => {
  const home = fileURLToPath(new URL('../examples/captures', import.meta.url));
  const made = captureExamples();
  expect(filesBelow(home)).toEqual(made.map(({ path }) => join(home, path)).toSorted());
  for (const { path, text } of made) {
    expect(readFileSync(join(home, path), 'utf8')).toBe(text);
    const read = emptyReading();
    readInto(read, captures, join(home, path));
    expect(read.skipped).toEqual([]);
    expect(callsOf(read.entries).size).toBe(path.endsWith('.har') ? 16 : 80);
  }
});
