import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { copilot } from '../src/measure/sources/copilot.ts';
import { geminiCli } from '../src/measure/sources/gemini-cli.ts';
import { pi } from '../src/measure/sources/pi.ts';
import { hasSharedData, sharedData } from './shared-data.ts';
import { callsOf, readFolder, totalsOf } from './source-reading.ts';

const real = hasSharedData();
const expected = real ? JSON.parse(readFileSync(join(sharedData, 'transcripts/expected.json'), 'utf8')) : {};

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tare-sources-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const writeLines = (name: string, lines: readonly object[]) =>
  writeFileSync(join(folder, name), lines.map((line) => `${JSON.stringify(line)}\n`).join(''));

test.runIf(real)('real pi sessions give the expected tokens and the dollars that pi itself logged', () => {
  const { entries, skipped } = readFolder(pi, join(sharedData, 'transcripts/pi-mono/pi'));
  const totals = expected['pi-mono/pi'];
  expect(skipped).toEqual([]);
  expect(totalsOf(entries)).toEqual({
    inputUncached: totals.input,
    cacheRead: totals.cacheRead,
    cacheWriteUnsplit: totals.cacheWrite,
    output: totals.output,
  });
  const calls = [...callsOf(entries).values()];
  expect(calls).toHaveLength(totals.messages);
  expect(calls.reduce((sum, { statedUsd }) => sum + (statedUsd ?? 0), 0)).toBeCloseTo(totals.logged_cost_usd, 6);
});

test.runIf(real)('real Gemini sessions give the expected tokens: cached inside input, thoughts beside output', () => {
  const { entries, skipped } = readFolder(geminiCli, join(sharedData, 'transcripts/entireio-cli/gemini'));
  const totals = expected['entireio-cli/gemini'];
  expect(skipped).toEqual([]);
  expect(callsOf(entries).size).toBe(totals.messages);
  expect(totalsOf(entries)).toEqual({
    inputUncached: totals.input - totals.cached,
    cacheRead: totals.cached,
    output: totals.output + totals.thoughts,
    reasoning: totals.thoughts,
  });
});

test.runIf(real)('real Copilot sessions give output for every message, and input only where a shutdown states it', () => {
  const { entries, skipped } = readFolder(copilot, join(sharedData, 'transcripts/agentv/copilot'));
  const totals = expected['agentv/copilot'];
  const calls = [...callsOf(entries).values()];
  expect(skipped).toEqual([]);
  expect(calls).toHaveLength(totals.messages);
  expect(totalsOf(entries)).toMatchObject({
    inputUncached: totals.inputTokens - totals.cacheReadTokens - totals.cacheWriteTokens,
    cacheRead: totals.cacheReadTokens,
    output: totals.messageOutputTokens,
  });
  expect(calls.filter(({ usage }) => usage.inputUncached === undefined)).toHaveLength(totals.messagesWithoutShutdown);
});

const event = (type: string, id: string, data: object, at = 0) => ({
  type,
  id,
  data,
  timestamp: new Date(Date.parse('2026-05-04T09:00:00Z') + at).toISOString(),
});

test('a Copilot shutdown that bills several calls is a bill of its own, and leaves their input unknown', () => {
  writeLines('events.jsonl', [
    event('session.start', 's', {
      sessionId: 'made',
      producer: 'copilot-agent',
      copilotVersion: '1',
      context: { cwd: '/home/ann/kettle' },
    }),
    event('system.message', 'p', { role: 'system', content: 'You help.' }, 1),
    event('assistant.message', 'a', { messageId: 'm1', model: 'claude-sonnet-4.6', content: 'one', outputTokens: 10 }, 2),
    event('assistant.message', 'b', { messageId: 'm2', model: 'claude-sonnet-4.6', content: 'two', outputTokens: 20 }, 3),
    event('assistant.message', 'c', { messageId: 'm3', model: 'gpt-5.4-mini', content: 'three', outputTokens: 5 }, 4),
    event(
      'session.shutdown',
      'e',
      {
        modelMetrics: {
          'claude-sonnet-4.6': { requests: { count: 2 }, usage: { inputTokens: 5_000, cacheReadTokens: 2_000, cacheWriteTokens: 500 } },
          'gpt-5.4-mini': {
            requests: { count: 1 },
            usage: { inputTokens: 900, cacheReadTokens: 100, cacheWriteTokens: 0, reasoningTokens: 3 },
          },
        },
        systemTokens: 6_000,
        toolDefinitionsTokens: 4_000,
      },
      5,
    ),
  ]);
  const { entries } = readFolder(copilot, folder);
  expect(totalsOf(entries)).toEqual({ inputUncached: 3_300, cacheRead: 2_100, cacheWriteUnsplit: 500, output: 35, reasoning: 3 });
  const calls = [...callsOf(entries).values()];
  expect(calls.map(({ chain, usage }) => [chain, usage.inputUncached])).toEqual([
    ['main', undefined],
    ['main', undefined],
    ['main', 800],
    ['stated-at-shutdown', 2_500],
  ]);
  const stated = entries
    .flatMap((entry) => ('segments' in entry ? entry.segments : []))
    .filter(({ statedTokens }) => statedTokens !== undefined);
  expect(stated.map(({ kind, statedTokens }) => [kind, statedTokens])).toEqual([
    ['tools', 4_000],
    ['system', 6_000],
  ]);
});

const geminiMessage = (id: string, at: string, input: number, output: number, more: object = {}) => ({
  id,
  timestamp: at,
  type: 'gemini',
  model: 'gemini-2.5-pro',
  content: `answer ${id}`,
  tokens: { input, output, cached: 100, thoughts: 7, tool: 0, total: input + output + 7 },
  ...more,
});

test('in a Gemini file of lines the last writing of a message holds, and a rewound answer stays billed', () => {
  writeLines('chat.jsonl', [
    { sessionId: 'made', projectHash: 'h', startTime: '2026-05-04T09:00:00Z', kind: 'main' },
    { id: 'u1', timestamp: '2026-05-04T09:00:01Z', type: 'user', content: [{ text: 'Why does it boil twice?' }] },
    { id: 'g1', timestamp: '2026-05-04T09:00:02Z', type: 'gemini', content: 'half' },
    { $set: { lastUpdated: '2026-05-04T09:00:03Z' } },
    geminiMessage('g1', '2026-05-04T09:00:02Z', 1_000, 40, {
      toolCalls: [
        {
          id: 't1',
          name: 'read_file',
          args: { file_path: 'relay.ts' },
          status: 'success',
          result: [{ functionResponse: { response: { output: 'x\n' } } }],
        },
      ],
    }),
    { id: 'u2', timestamp: '2026-05-04T09:01:00Z', type: 'user', content: 'wrong question' },
    geminiMessage('g2', '2026-05-04T09:01:01Z', 1_100, 10),
    { $rewindTo: 'u2' },
    { id: 'u3', timestamp: '2026-05-04T09:02:00Z', type: 'user', content: 'right question' },
    geminiMessage('g3', '2026-05-04T09:02:01Z', 1_200, 20),
  ]);
  const { entries, skipped } = readFolder(geminiCli, folder);
  expect(skipped).toEqual([]);
  expect(totalsOf(entries)).toEqual({ inputUncached: 3_000, cacheRead: 300, output: 91, reasoning: 21 });
  const right = entries.find(({ key }) => key === 'gemini-cli:u3');
  expect(right?.parent).toBe('gemini-cli:g1');
  const result = entries.find(({ key }) => key === 'gemini-cli:g1/results');
  expect(result).toMatchObject({ type: 'input', parent: 'gemini-cli:g1', segments: [{ kind: 'tool-result', tool: { action: 'read' } }] });
});

test('a headless Gemini run states its exact bill by model', () => {
  const tokens = { prompt: 900, candidates: 30, cached: 300, thoughts: 12, tool: 0, total: 942 };
  writeFileSync(
    join(folder, 'run.json'),
    JSON.stringify({ session_id: 'made', response: 'done', stats: { models: { 'gemini-2.5-pro': { tokens } } } }),
  );
  expect(readFolder(geminiCli, folder).entries).toMatchObject([
    { type: 'stated-total', model: 'gemini-2.5-pro', usage: { inputUncached: 600, cacheRead: 300, output: 42, reasoning: 12 } },
  ]);
});

const piLine = (at: string, message: object, more: object = {}) => ({ type: 'message', timestamp: at, message, ...more });

test('a branch of a pi session, which copies its messages, adds only its own, and a compaction says what it kept', () => {
  const header = {
    type: 'session',
    id: 'made-1',
    timestamp: '2026-05-04T09:00:00Z',
    cwd: '/home/ann/kettle',
    provider: 'anthropic',
    modelId: 'claude-opus-4-5',
  };
  const usage = { input: 3, output: 20, cacheRead: 0, cacheWrite: 900, totalTokens: 923, cost: { total: 0.01 } };
  const answer = (at: number) => ({
    role: 'assistant',
    content: [{ type: 'text', text: 'So.' }],
    model: 'claude-opus-4-5',
    provider: 'anthropic',
    usage,
    stopReason: 'stop',
    timestamp: at,
  });
  const shared = [
    piLine('2026-05-04T09:00:01Z', { role: 'user', content: 'Why?', timestamp: 1_777_885_201_000 }, { id: 'a1', parentId: null }),
    piLine('2026-05-04T09:00:03Z', answer(1_777_885_202_000), { id: 'a2', parentId: 'a1' }),
  ];
  writeLines('one_made-1.jsonl', [header, ...shared]);
  writeLines('two_made-2.jsonl', [
    { ...header, id: 'made-2', branchedFrom: '/home/ann/.pi/agent/sessions/one_made-1.jsonl' },
    ...shared,
    piLine('2026-05-04T10:00:03Z', answer(1_777_888_802_000), { id: 'a3', parentId: 'a2' }),
    {
      type: 'compaction',
      id: 'a4',
      parentId: 'a3',
      timestamp: '2026-05-04T10:01:00Z',
      summary: 'It boils once.',
      firstKeptEntryId: 'a3',
      tokensBefore: 4_000,
    },
  ]);
  const { entries } = readFolder(pi, folder);
  expect(callsOf(entries).size).toBe(2);
  expect(totalsOf(entries)).toEqual({ inputUncached: 6, output: 40, cacheRead: 0, cacheWriteUnsplit: 1_800 });
  const compaction = entries.find(({ type }) => type === 'compaction');
  expect(compaction).toMatchObject({ tokensBefore: 4_000, segments: [{ kind: 'summary' }] });
  expect(entries.some((entry) => compaction?.type === 'compaction' && entry.key === compaction.keptFrom)).toBe(true);
  expect(entries.find(({ session, type }) => session === 'pi:made-2' && type === 'session')).toMatchObject({ parentSession: 'pi:made-1' });
});
