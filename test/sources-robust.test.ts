import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { codex } from '../src/measure/sources/codex.ts';
import { copilot } from '../src/measure/sources/copilot.ts';
import { geminiCli } from '../src/measure/sources/gemini-cli.ts';
import { opencode } from '../src/measure/sources/opencode.ts';
import { pi } from '../src/measure/sources/pi.ts';
import type { Source } from '../src/measure/sources/source.ts';
import { meta, turn, uuidAt, writeRollout } from './codex-fixture.ts';
import { writeDatabase, writeExport } from './opencode-fixture.ts';
import { hasSharedData, sharedData } from './shared-data.ts';
import { callsOf, emptyReading, filesBelow, readInto } from './source-reading.ts';

const sources = [codex, copilot, geminiCli, opencode, pi];
const start = Date.parse('2026-05-04T09:00:00Z');

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tare-robust-'));
  const total = [1_000, 200, 50, 10] as [number, number, number, number];
  writeRollout(join(folder, 'codex'), [meta(start, uuidAt(start, 'aa')), ...turn({ at: start + 10, salt: '1', total, last: total })]);
  writeExport(join(folder, 'opencode'));
  writeLines('pi', [
    { type: 'session', id: 'made', timestamp: '2026-05-04T09:00:00Z', cwd: '/home/ann', provider: 'anthropic', modelId: 'claude-opus-4-5' },
    {
      type: 'message',
      timestamp: '2026-05-04T09:00:01Z',
      message: { role: 'user', content: [{ type: 'text', text: 'Why?' }], timestamp: start },
    },
    {
      type: 'message',
      timestamp: '2026-05-04T09:00:02Z',
      message: {
        role: 'assistant',
        content: [
          { type: 'thinking', thinking: 'Hm.', thinkingSignature: 'abc' },
          { type: 'toolCall', id: 't1', name: 'read', arguments: { path: 'a.ts' } },
        ],
        model: 'claude-opus-4-5',
        provider: 'anthropic',
        usage: { input: 3, output: 20, cacheRead: 0, cacheWrite: 900, cost: { total: 0.01 } },
        stopReason: 'toolUse',
        timestamp: start + 1,
      },
    },
    {
      type: 'message',
      timestamp: '2026-05-04T09:00:03Z',
      message: {
        role: 'toolResult',
        toolCallId: 't1',
        toolName: 'read',
        content: [{ type: 'text', text: 'x' }],
        isError: false,
        timestamp: start + 2,
      },
    },
    { type: 'compaction', timestamp: '2026-05-04T09:00:04Z', summary: 'So.', tokensBefore: 900 },
  ]);
  writeLines('copilot', [
    {
      type: 'session.start',
      id: 's',
      timestamp: '2026-05-04T09:00:00Z',
      data: { sessionId: 'made', copilotVersion: '1', context: { cwd: '/home/ann' } },
    },
    {
      type: 'assistant.message',
      id: 'a',
      timestamp: '2026-05-04T09:00:02Z',
      data: {
        messageId: 'm',
        model: 'claude-sonnet-4.6',
        content: 'So.',
        outputTokens: 10,
        toolRequests: [{ toolCallId: 't1', name: 'bash', arguments: { command: 'ls' } }],
      },
    },
    {
      type: 'tool.execution_complete',
      id: 'r',
      timestamp: '2026-05-04T09:00:03Z',
      data: { toolCallId: 't1', success: true, result: { content: 'x' } },
    },
    {
      type: 'session.shutdown',
      id: 'e',
      timestamp: '2026-05-04T09:00:04Z',
      data: { modelMetrics: { 'claude-sonnet-4.6': { usage: { inputTokens: 90 } } } },
    },
  ]);
  writeLines('gemini-cli', [
    { sessionId: 'made', projectHash: 'h', startTime: '2026-05-04T09:00:00Z' },
    { id: 'u', timestamp: '2026-05-04T09:00:01Z', type: 'user', content: 'Why?' },
    {
      id: 'g',
      timestamp: '2026-05-04T09:00:02Z',
      type: 'gemini',
      content: 'So.',
      model: 'gemini-2.5-pro',
      thoughts: [{ subject: 'a', description: 'b' }],
      toolCalls: [{ id: 't', name: 'read_file', args: { file_path: 'a' }, status: 'success', result: [] }],
      tokens: { input: 10, output: 2, cached: 0, thoughts: 1, tool: 0, total: 13 },
    },
  ]);
});
afterAll(() => rmSync(folder, { recursive: true }));

const writeLines = (name: string, lines: readonly object[]) =>
  writeFileSync(join(folder, name), lines.map((line) => `${JSON.stringify(line)}\n`).join(''));

const ownersOf = (content: Buffer) =>
  sources.filter((source) => source.detect(content.subarray(0, 65_536).toString('utf8'))).map(({ name }) => name);

test('every made-up file is known by its content, whatever it is called, and by one source only', () => {
  for (const source of sources) expect(ownersOf(readFileSync(join(folder, source.name)))).toEqual([source.name]);
  writeDatabase(join(folder, 'unknown'), false);
  expect(ownersOf(readFileSync(join(folder, 'unknown')))).toEqual(['opencode']);
});

const realSets: readonly (readonly [Source, string])[] = [
  [codex, 'agentv/codex'],
  [copilot, 'agentv/copilot'],
  [geminiCli, 'entireio-cli/gemini'],
  [pi, 'pi-mono/pi'],
];

test.runIf(hasSharedData())('every real file is known by its content, by one source only', () => {
  for (const [source, set] of realSets) {
    for (const path of filesBelow(join(sharedData, 'transcripts', set))) expect(ownersOf(readFileSync(path))).toEqual([source.name]);
  }
  for (const path of filesBelow(join(sharedData, 'transcripts/sniffly/claude'))) expect(ownersOf(readFileSync(path))).toEqual([]);
});

const junk: readonly unknown[] = [null, true, -1, 1.5, 1e300, '', 'text', [], [1, 'a', null], {}, { type: 5 }, [[]]];

/** Puts a value of a wrong type somewhere into a JSON value. */
function spoil(value: unknown, path: readonly number[], wrong: unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined || typeof value !== 'object' || value === null) return wrong;
  const keys = Object.keys(value);
  if (keys.length === 0) return wrong;
  const key = keys[step % keys.length]!;
  const changed = spoil((value as Record<string, unknown>)[key], rest, wrong);
  return Array.isArray(value) ? value.map((each, index) => (String(index) === key ? changed : each)) : { ...value, [key]: changed };
}

for (const source of sources) {
  test(`${source.title}: a wrong type in any field costs at most its own line, which is counted and named`, () => {
    const text = readFileSync(join(folder, source.name), 'utf8');
    const isDocument = source === opencode;
    const lines = isDocument ? [text] : text.trimEnd().split('\n');
    const path = join(folder, `spoilt-${source.name}`);
    const arbitrary = fc.record({
      at: fc.nat(lines.length - 1),
      steps: fc.array(fc.nat(9), { minLength: 1, maxLength: 7 }),
      wrong: fc.constantFrom(...junk),
    });
    fc.assert(
      fc.property(arbitrary, ({ at, steps, wrong }) => {
        const spoilt = lines.map((line, index) => (index === at ? JSON.stringify(spoil(JSON.parse(line), steps, wrong)) : line));
        writeFileSync(path, `${spoilt.join('\n')}\n`);
        const reading = emptyReading();
        readInto(reading, source, path);
        if (!isDocument) expect(reading.skipped.every(({ line }) => line === at + 1)).toBe(true);
        expect(reading.skipped.every(({ file, line }) => file === path && line >= 1)).toBe(true);
        for (const { usage } of callsOf(reading.entries).values()) {
          for (const count of Object.values(usage)) expect(count === undefined || (Number.isInteger(count) && count >= 0)).toBe(true);
        }
      }),
      { numRuns: 150 },
    );
  });

  test(`${source.title}: cut off, overwritten and garbled bytes are never thrown at the reader`, () => {
    const content = readFileSync(join(folder, source.name));
    const path = join(folder, `garbled-${source.name}`);
    const arbitrary = fc.record({ cut: fc.nat(content.length), at: fc.nat(content.length - 1), bytes: fc.uint8Array({ maxLength: 6 }) });
    fc.assert(
      fc.property(arbitrary, ({ cut, at, bytes }) => {
        const garbled = Buffer.from(content);
        garbled.set(bytes.subarray(0, garbled.length - at), at);
        writeFileSync(path, garbled.subarray(0, cut));
        const reading = emptyReading();
        const end = readInto(reading, source, path);
        expect(end.offset).toBeLessThanOrEqual(cut);
        expect(reading.skipped.every(({ reason }) => reason !== 'too-long')).toBe(true);
      }),
      { numRuns: 100 },
    );
  });
}

test('a value that nests deeper than the stack allows costs its line', () => {
  const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
  const path = join(folder, 'deep');
  for (const [source, line] of [
    [codex, `{"type":"response_item","payload":{"type":"local_shell_call","call_id":"c","action":${deep}}}`],
    [geminiCli, `{"id":"d","type":"user","content":${deep}}`],
    [pi, `{"type":"message","message":{"role":"assistant","content":[{"type":"toolCall","name":"x","arguments":{"a":${deep}}}]}}`],
  ] as const) {
    const text = readFileSync(join(folder, source.name), 'utf8');
    writeFileSync(path, `${text}${line}\n`);
    const [deepest, usual] = [emptyReading(), emptyReading()];
    readInto(usual, source, join(folder, source.name));
    readInto(deepest, source, path);
    expect(callsOf(deepest.entries).size).toBeGreaterThanOrEqual(callsOf(usual.entries).size);
    expect(deepest.skipped.length).toBeLessThanOrEqual(1);
  }
});

test('a database that is cut off anywhere is unreadable, or gives what is whole', () => {
  const whole = readFileSync(join(folder, 'unknown'));
  const path = join(folder, 'cut.db');
  for (let length = 20; length < whole.length; length += 2_777) {
    writeFileSync(path, whole.subarray(0, length));
    const reading = emptyReading();
    readInto(reading, opencode, path);
    expect(reading.entries.length + reading.skipped.length).toBeGreaterThan(0);
  }
});

test('standard folders and the agents’ own variables, on each system', () => {
  const home = { platform: 'linux', homeDirectory: '/home/ann', env: {} } as const;
  expect(codex.folders(home)[0]).toBe('/home/ann/.codex/sessions');
  expect(codex.folders({ ...home, env: { CODEX_HOME: '/data/codex' } }).slice(0, 2)).toEqual([
    '/data/codex/sessions',
    '/data/codex/archived_sessions',
  ]);
  expect(geminiCli.folders(home)).toEqual(['/home/ann/.gemini/tmp']);
  expect(copilot.folders(home)[0]).toBe('/home/ann/.copilot/session-state');
  expect(copilot.folders({ ...home, env: { COPILOT_HOME: '/c' } })[0]).toBe('/c/session-state');
  expect(pi.folders({ ...home, env: { PI_CODING_AGENT_DIR: '/p' } })[0]).toBe('/p/sessions');
  expect(opencode.folders({ ...home, env: { XDG_DATA_HOME: '/x' } })).toEqual(['/x/opencode']);
  expect(opencode.folders({ ...home, platform: 'win32', env: { LOCALAPPDATA: '/l' } })).toContain('/l/opencode');
  expect(opencode.folders({ ...home, platform: 'darwin' })).toContain('/home/ann/Library/Application Support/opencode');
});
