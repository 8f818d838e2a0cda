import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { Entry, EntryKey } from '../src/call/entry.ts';
import { claudeCode } from '../src/measure/sources/claude-code.ts';
import { readClaudeCode, type ReadEntries } from './claude-code-entries.ts';
import { assistant, base, chained, result, session, toLines, usage, user, uuid } from './claude-code-made-up.ts';

const folder = mkdtempSync(join(tmpdir(), 'tare-claude-shapes-'));
afterAll(() => rmSync(folder, { recursive: true }));

function readLines(lines: readonly unknown[], name = `projects/engine/${base.sessionId}.jsonl`): ReadEntries {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, toLines(lines));
  return readClaudeCode(path);
}

const key = (number: number): EntryKey => `claude-code:${uuid(number)}` as EntryKey;
const ofType = <Type extends Entry['type']>(entries: readonly Entry[], type: Type): readonly Extract<Entry, { type: Type }>[] =>
  entries.filter((entry): entry is Extract<Entry, { type: Type }> => entry.type === type);
const segmentsOf = (entry: Entry | undefined): readonly string[] =>
  entry !== undefined && 'segments' in entry
    ? entry.segments.map(({ kind, label }) => (label === undefined ? kind : `${kind}: ${label}`))
    : [];

describe('a session with one of each shape', () => {
  const { entries, skipped } = readLines(session);
  const at = (line: number): Entry | undefined => entries.find((entry) => entry.location.line === line && entry.type !== 'session');

  test('is read without a line skipped', () => {
    expect(skipped).toEqual([]);
    expect(entries.map(({ type }) => type).filter((type) => type === 'response')).toHaveLength(7);
  });

  test('harness text is told apart from what the person wrote', () => {
    expect(segmentsOf(at(1))).toEqual(['user', 'system: system reminder']);
    expect(segmentsOf(at(2))).toEqual(['system: skill listing']);
    expect(segmentsOf(at(19))).toEqual(['system: slash command', 'system: command arguments']);
    expect(segmentsOf(at(6))).toEqual(['tool-result: gears.txt', 'system: system reminder']);
  });

  test('a turn starts where a person wrote, and nowhere else', () => {
    expect(
      ofType(entries, 'input')
        .filter(({ startsTurn }) => startsTurn)
        .map(({ location }) => location.line),
    ).toEqual([1, 20]);
  });

  test('a result repeats what is known of its tool, and shares its lines with the file', () => {
    const [read] = ofType(entries, 'input').find(({ location }) => location.line === 6)?.segments ?? [];
    expect(read?.tool).toEqual({ name: 'Read', action: 'read', target: '/home/ada/engine/gears.txt', range: '5-14', call: 'toolu_1' });
    expect(read?.text?.lineHashes).toHaveLength(3);
    expect(segmentsOf(at(8))).toEqual(['tool-call: mcp__forge__cast']);
    expect(ofType(entries, 'response').find(({ location }) => location.line === 8)?.segments[0]?.tool?.server).toBe('forge');
    expect(segmentsOf(at(9))).toEqual(['tool-result: mcp__forge__cast', 'tools: Anneal']);
  });

  test('usage keeps the two lives of cache writes apart', () => {
    expect(ofType(entries, 'response')[0]?.usage).toEqual({
      inputUncached: 12,
      cacheRead: 5600,
      cacheWrite5m: 40,
      cacheWrite1h: 300,
      output: 78,
    });
  });

  test('a sub-agent seen only in progress lines is a chain of its own, with the call that started it', () => {
    const chain = entries.filter((entry) => entry.chain === 'a1b2c3');
    expect(chain.map(({ type }) => type)).toEqual(['session', 'response']);
    expect(chain[0]).toMatchObject({ spawnedBy: 'toolu_3', agentType: 'Explore' });
    expect(chain[1]).toMatchObject({ origin: 'progress', key: key(900), call: 'claude-code:msg_sub' });
  });

  test('errors and interruptions are failures, never calls', () => {
    expect(ofType(entries, 'failure').map(({ reason, retryAttempt }) => [reason, retryAttempt])).toEqual([
      ['api-error', 2],
      ['api-error', undefined],
      ['aborted', undefined],
    ]);
  });

  test('compaction of all and of tool results', () => {
    expect(ofType(entries, 'compaction')).toMatchObject([
      { scope: 'all', trigger: 'auto', tokensBefore: 6000, parent: key(14) },
      { scope: 'tool-results', cleared: ['toolu_1'], tokensSaved: 20 },
    ]);
    expect(segmentsOf(at(16))).toEqual(['summary: compaction summary']);
  });

  test('hidden reasoning has a size, an image its pixels', () => {
    expect(ofType(entries, 'response').at(-1)?.segments[0]).toMatchObject({ kind: 'reasoning', hiddenCharacters: 12 });
    expect(ofType(entries, 'input').at(-1)?.segments[1]).toMatchObject({ kind: 'image', image: { width: 2, height: 3 } });
  });
});

const globCall = (id: string): Record<string, unknown> =>
  assistant('msg_1', [{ type: 'tool_use', id, name: 'Glob', input: { pattern: id } }]);

test('tools called side by side: each entry continues the one before it, so that no result is lost', () => {
  const lines = chained([
    user('Look.'),
    globCall('toolu_1'),
    globCall('toolu_2'),
    result('toolu_2', 'b'),
    result('toolu_1', 'a'),
    assistant('msg_2', []),
  ]);
  const rehung = lines.map((line, index) =>
    index === 3 ? { ...line, parentUuid: uuid(3) } : index === 4 ? { ...line, parentUuid: uuid(2) } : line,
  );
  const parents = readLines(rehung)
    .entries.filter(({ type }) => type !== 'session')
    .map(({ parent }) => parent);
  expect(parents).toEqual(['root', key(1), key(2), key(3), key(4), key(5)]);
});

test('a prompt that is written anew branches where the first one did', () => {
  const lines = chained([
    user('One.'),
    assistant('msg_1', []),
    user('Two.'),
    assistant('msg_2', []),
    user('Two, again.'),
    assistant('msg_3', []),
  ]);
  const branched = lines.map((line, index) => (index === 4 ? { ...line, parentUuid: uuid(2) } : line));
  const parents = readLines(branched)
    .entries.filter(({ type }) => type !== 'session')
    .map(({ parent }) => parent);
  expect(parents).toEqual(['root', key(1), key(2), key(3), key(2), key(5)]);
});

test('messages kept behind a compaction are named', () => {
  const boundary = {
    type: 'system',
    subtype: 'compact_boundary',
    parentUuid: null,
    logicalParentUuid: uuid(2),
    compactMetadata: { trigger: 'manual', preTokens: 10, preservedSegment: { headUuid: uuid(2), anchorUuid: uuid(4), tailUuid: uuid(2) } },
  };
  const lines = chained([user('One.'), assistant('msg_1', []), boundary, user('Summary.', { isCompactSummary: true })]);
  const entries = readLines(lines.map((line, index) => (index === 2 ? { ...line, parentUuid: null } : line))).entries;
  expect(ofType(entries, 'compaction')).toMatchObject([{ trigger: 'manual', parent: key(2), keptFrom: key(2) }]);
  expect(entries.at(-1)).toMatchObject({ type: 'input', parent: key(3), startsTurn: false });
});

test('a summary without a boundary line is itself the compaction', () => {
  const entries = readLines(chained([user('One.'), assistant('msg_1', []), user('Summary.', { isCompactSummary: true })])).entries;
  expect(entries.at(-1)).toMatchObject({ type: 'compaction', scope: 'all', segments: [{ kind: 'summary' }] });
});

describe('sub-agents', () => {
  test('in files of their own: chain from the file, type from beside it', () => {
    const name = `projects/engine/${base.sessionId}/subagents/workflows/wf_1/agent-a1b2.jsonl`;
    mkdirSync(join(folder, dirname(name)), { recursive: true });
    writeFileSync(join(folder, name.replace('.jsonl', '.meta.json')), '{"agentType":"Explore"}');
    const { entries } = readLines(
      chained([user('Count.'), assistant('msg_1', [])]).map((line) => ({ ...line, isSidechain: true, agentId: 'a1b2' })),
      name,
    );
    expect(entries.map(({ chain, parent }) => [chain, parent])).toEqual([
      ['a1b2', 'root'],
      ['a1b2', 'root'],
      ['a1b2', key(1)],
    ]);
    expect(entries[0]).toMatchObject({ type: 'session', agentType: 'Explore' });
    expect(entries[2]).toMatchObject({ origin: 'sidechain' });
    expect(ofType(entries, 'input')[0]?.startsTurn).toBe(false);
  });

  test('in the parent’s file: found by the prompt that started them', () => {
    const lines = chained([
      user('Start.'),
      assistant('msg_1', [{ type: 'tool_use', id: 'toolu_1', name: 'Task', input: { prompt: 'Count.', subagent_type: 'Explore' } }]),
      user('Count.', { isSidechain: true }),
      assistant('msg_2', [{ type: 'text', text: 'Twelve.' }], {}, { isSidechain: true }),
    ]).map((line, index) => (index === 2 ? { ...line, parentUuid: null } : line));
    const { entries } = readLines(lines);
    const chain = `sidechain-${uuid(3)}`;
    expect(entries.filter((entry) => entry.chain === chain).map(({ type }) => type)).toEqual(['session', 'session', 'input', 'response']);
    expect(entries.find((entry) => entry.type === 'session' && entry.spawnedBy !== undefined)).toMatchObject({
      chain,
      spawnedBy: 'toolu_1',
      agentType: 'Explore',
    });
  });
});

test('calls of an advisor within a response are calls of their own', () => {
  const iterations = [
    { type: 'message', ...usage },
    { type: 'advisor_message', model: 'claude-opus-4-7', input_tokens: 9, output_tokens: 4 },
  ];
  const { entries } = readLines(chained([user('One.'), assistant('msg_1', [], { usage: { ...usage, iterations } })]));
  expect(ofType(entries, 'response').map(({ call, model, usage: { output } }) => [call, model, output])).toEqual([
    ['claude-code:msg_1', 'claude-opus-4-6', 78],
    ['claude-code:msg_1/advisor-0', 'claude-opus-4-7', 4],
  ]);
});

test('old lines: no split of cache writes, a stated cost; absent fields stay absent', () => {
  const old = { input_tokens: 3, cache_creation_input_tokens: 7, output_tokens: 1 };
  const [, line] = chained([user('One.'), assistant('msg_1', [], { usage: old, stop_reason: null })]);
  const { entries } = readLines([{ ...line, costUSD: 0.25 }]);
  const [response] = ofType(entries, 'response');
  expect(response?.usage).toEqual({ inputUncached: 3, cacheWriteUnsplit: 7, output: 1 });
  expect(response).toMatchObject({ statedUsd: 0.25, visibleCharacters: 0 });
  expect(response?.stopReason).toBeUndefined();
});

describe('claude -p --output-format stream-json', () => {
  const id = { session_id: 'cccccccc-0000-4000-8000-000000000003' };
  const lines = [
    {
      type: 'system',
      subtype: 'init',
      cwd: '/home/ada',
      claude_code_version: '2.1.30',
      model: 'claude-opus-4-6',
      tools: ['Read'],
      uuid: uuid(1),
      ...id,
    },
    {
      type: 'assistant',
      message: assistant('msg_1', [{ type: 'text', text: 'Hi.' }])['message'],
      parent_tool_use_id: null,
      uuid: uuid(2),
      ...id,
    },
    {
      type: 'assistant',
      message: assistant('msg_2', [{ type: 'text', text: 'Sub.' }])['message'],
      parent_tool_use_id: 'toolu_9',
      uuid: uuid(3),
      ...id,
    },
    {
      type: 'result',
      total_cost_usd: 0.5,
      usage: { input_tokens: 1 },
      modelUsage: {
        'claude-opus-4-6': { inputTokens: 1, outputTokens: 20, cacheReadInputTokens: 30, cacheCreationInputTokens: 40, costUSD: 0.4 },
        'claude-haiku-4-5': { inputTokens: 1000, outputTokens: 5, costUSD: 0.1 },
      },
      uuid: uuid(4),
      ...id,
    },
  ];

  test('its closing line is the bill by model, background calls included', () => {
    const { entries, skipped } = readLines(lines, 'out.jsonl');
    expect(skipped).toEqual([]);
    expect(ofType(entries, 'stated-total')).toMatchObject([
      { model: 'claude-opus-4-6', usage: { inputUncached: 1, cacheRead: 30, cacheWriteUnsplit: 40, output: 20 }, statedUsd: 0.4 },
      { model: 'claude-haiku-4-5', usage: { inputUncached: 1000, output: 5 }, statedUsd: 0.1 },
    ]);
    expect(ofType(entries, 'response').map(({ chain, parent, session: of }) => [chain, parent, of])).toEqual([
      ['main', 'previous', `claude-code:${id.session_id}`],
      ['toolu_9', 'previous', `claude-code:${id.session_id}`],
    ]);
    expect(ofType(entries, 'session')).toMatchObject([{ directory: '/home/ada', agentVersion: '2.1.30' }, { spawnedBy: 'toolu_9' }]);
  });

  test('an older closing line has one total, of the model that answered', () => {
    const older = { ...lines[3], modelUsage: undefined };
    expect(ofType(readLines([...lines.slice(0, 2), older], 'old.jsonl').entries, 'stated-total')).toMatchObject([
      { model: 'claude-opus-4-6', usage: { inputUncached: 1 }, statedUsd: 0.5 },
    ]);
  });
});

test('a line with a field of the wrong type keeps what is right in it, and names the field', () => {
  const [, line] = chained([
    user('One.'),
    assistant('msg_1', [{ type: 'text', text: 'Two.' }], { usage: { ...usage, input_tokens: 'many' } }),
  ]);
  const { entries, skipped } = readLines([line]);
  expect(skipped).toMatchObject([{ line: 1, reason: 'wrong-shape', field: 'message.usage.input_tokens' }]);
  expect(ofType(entries, 'response')[0]?.usage).toMatchObject({ output: 78, cacheRead: 5600 });
  expect(ofType(entries, 'response')[0]?.usage.inputUncached).toBeUndefined();
});

test('a damaged line costs itself, and is named with its reason', () => {
  const path = join(folder, 'damaged.jsonl');
  const [first, second] = chained([user('One.'), assistant('msg_1', [])]).map((line) => JSON.stringify(line));
  writeFileSync(
    path,
    Buffer.concat([
      Buffer.from(`${first}\n{"type":"user","message":\n"`),
      Buffer.from([0xff]),
      Buffer.from(`"\n42\n{"no":"type"}\n${second}\n`),
    ]),
  );
  const { entries, skipped } = readClaudeCode(path);
  expect(entries.map(({ type, location }) => [type, location.line])).toEqual([
    ['session', 1],
    ['input', 1],
    ['response', 6],
  ]);
  expect(skipped).toEqual([
    { file: path, line: 2, reason: 'not-json' },
    { file: path, line: 3, reason: 'invalid-utf8' },
    { file: path, line: 4, reason: 'wrong-shape' },
    { file: path, line: 5, reason: 'wrong-shape', field: 'type' },
  ]);
});

test('a 50 MB line is read, and what was never sent in it is not kept', () => {
  const huge = { ...result('toolu_1', 'small'), toolUseResult: { stdout: 'x'.repeat(50 << 20) } };
  const { entries, skipped } = readLines(chained([user('One.'), huge, user(`long ${'y'.repeat(50 << 20)}`)]));
  expect(skipped).toEqual([]);
  expect(ofType(entries, 'input').map(({ segments }) => segments[0]?.text?.characters)).toEqual([4, 5, 5 + (50 << 20)]);
});

test('a half-written line is read once it is complete', () => {
  const path = join(folder, 'growing.jsonl');
  const [first, second] = chained([user('One.'), assistant('msg_1', [])]);
  const text = JSON.stringify(second);
  writeFileSync(path, `${toLines([first])}${text.slice(0, 90)}`);
  const before = readClaudeCode(path);
  expect(before.entries.map(({ type }) => type)).toEqual(['session', 'input']);
  expect(before.skipped).toEqual([]);
  appendFileSync(path, `${text.slice(90)}\n`);
  expect(readClaudeCode(path, before.end).entries).toMatchObject([{ type: 'response', parent: key(1) }]);
});

describe('where Claude Code keeps its files', () => {
  const home = { platform: 'linux', homeDirectory: '/home/ada', env: {} } as const;

  test('the usual folders, on each platform', () => {
    expect(claudeCode.folders(home)).toEqual(['/home/ada/.config/claude/projects', '/home/ada/.claude/projects']);
    expect(claudeCode.folders({ ...home, platform: 'darwin', homeDirectory: '/Users/ada' }).at(-1)).toBe(
      '/Users/ada/Library/Application Support/Claude/local-agent-mode-sessions',
    );
    expect(claudeCode.folders({ platform: 'win32', homeDirectory: String.raw`C:\Users\ada`, env: {} })).toContain(
      String.raw`C:\Users\ada\.claude\projects`,
    );
  });

  test('CLAUDE_CONFIG_DIR is a list, of folders that hold projects or are it', () => {
    const env = { CLAUDE_CONFIG_DIR: '/a/claude, /b/projects,~/c' };
    expect(claudeCode.folders({ ...home, env })).toEqual(['/a/claude/projects', '/b/projects', '/home/ada/c/projects']);
  });

  test('transcripts are told from other files by name and by content', () => {
    expect(claudeCode.mayRead('-a/s.jsonl')).toBe(true);
    expect(claudeCode.mayRead('-a/s/subagents/workflows/wf/journal.jsonl')).toBe(false);
    expect(claudeCode.mayRead('history.jsonl')).toBe(false);
    expect(claudeCode.mayRead('-a/s/subagents/agent-1.meta.json')).toBe(false);
    expect(claudeCode.detect(toLines(session))).toBe(true);
    expect(claudeCode.detect('{"type":"summary","summary":"Gears","leafUuid":"x"}\n')).toBe(true);
    expect(claudeCode.detect('{"type":"session_meta","payload":{}}\n')).toBe(false);
    expect(claudeCode.detect(JSON.stringify({ quoted: '{"isSidechain":false}' }))).toBe(false);
  });
});
