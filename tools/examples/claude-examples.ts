import type { Random } from '../../src/base/random.ts';
import { ClaudeSession, type ToolStep } from './claude-session.ts';
import { inventedModule, inventedProse, inventedServer, inventedTestRun, numbered } from './invented-project.ts';

export interface ExampleFile {
  readonly path: string;
  readonly lines: readonly string[];
}

const opus = 'claude-opus-4-5-20251101';
const haiku = 'claude-haiku-4-5-20251001';
const folder = '.claude/projects/-home-mara-slackwater';
const root = '/home/mara/slackwater';
const basePrompt = 16_400;

const read = (file: string, text: string): ToolStep => ({ name: 'Read', input: { file_path: `${root}/${file}` }, result: numbered(text) });
const run = (command: string, result: string, isError = false): ToolStep => ({
  name: 'Bash',
  input: { command, description: 'Run the tests' },
  result,
  isError,
});
const edit = (file: string, from: string, to: string): ToolStep => ({
  name: 'Edit',
  input: { file_path: `${root}/${file}`, old_string: from, new_string: to },
  result: `The file ${root}/${file} has been updated.`,
});

/** Listings and MCP instructions that stand in every call, and that nobody uses. */
function attachSetUp(session: ClaudeSession, random: Random): void {
  const servers = [inventedServer('almanac', 22, random), inventedServer('harbourmaster', 18, random), inventedServer('wiki', 14, random)];
  const addedLines = servers.flatMap(({ names }) => names);
  const addedBlocks = servers.map(({ instructions }) => instructions);
  session.attach({ type: 'deferred_tools_delta', addedNames: addedLines, addedLines, removedNames: [] }, addedLines.join('\n'));
  session.attach({ type: 'mcp_instructions_delta', addedNames: ['almanac', 'harbourmaster', 'wiki'], addedBlocks }, addedBlocks.join('\n'));
}

/** Monday: a bug in the change to summer time; one file read three times, a lunch that cost the cache, a compaction. */
function summerTime(random: Random): ExampleFile[] {
  const id = '6a1c0f2e-0b7d-4c55-9e0a-3f5b8a7d2c01';
  const session = new ClaudeSession({
    session: id,
    model: opus,
    start: Date.parse('2026-03-09T09:12:04Z'),
    basePrompt,
    branch: 'fix/summer-time',
    random: random.fork('monday'),
  });
  const text = random.fork('text');
  const window = inventedModule(text, 34);
  const gauges = inventedModule(text, 26);
  const prose = (count: number): string => inventedProse(text, count);
  attachSetUp(session, text);
  session.user('On the last Sunday of March the berth window opens an hour early. Find out why and fix it.');
  session.call({
    thinking: prose(5),
    text: 'I look for where local time enters.',
    tools: [
      {
        name: 'Grep',
        input: { pattern: 'offsetFor', path: `${root}/src`, output_mode: 'content' },
        result: window
          .split('\n')
          .filter((line) => line.includes('offsetFor'))
          .join('\n'),
      },
    ],
  });
  session.call({ thinking: prose(3), tools: [read('src/window.ts', window), read('src/gauges.ts', gauges)] });
  session.call({ text: 'First the state of the tests.', tools: [run('npm test', inventedTestRun(text, 160, 3), true)] });
  session.call({ thinking: prose(6), tools: [read('src/window.ts', window)] });
  const missed: ToolStep = {
    ...edit('src/window.ts', 'const corrected = tide.level + offsetFor(tide.station, at);', 'const corrected = tide.level;'),
    isError: true,
    result: '<tool_use_error>String to replace not found in file.</tool_use_error>',
  };
  session.call({ text: 'I convert once, where the gauge is read.', tools: [missed] });
  session.call({ tools: [missed] });
  const fixed = window.replace('offsetFor', 'offsetOnce');
  session.call({
    thinking: prose(4),
    text: 'The line differs, so I write the file anew.',
    tools: [
      {
        name: 'Write',
        input: { file_path: `${root}/src/window.ts`, content: fixed },
        result: `The file ${root}/src/window.ts has been updated.`,
      },
    ],
  });
  session.call({ tools: [run('npm test', inventedTestRun(text, 160, 1), true)] });
  session.call({ text: `${prose(3)} Shall I also take the gauges?` });
  session.wait(47 * 60);
  session.user('Yes, and look at who else converts.');
  session.call({ thinking: prose(4), tools: [read('src/window.ts', fixed)] });
  session.apiError(1);
  session.apiError(2);
  const search = new ClaudeSession({
    session: id,
    agentId: 'a7f30c11',
    model: haiku,
    start: session.now + 9_000,
    basePrompt: 11_200,
    branch: 'fix/summer-time',
    random: random.fork('search'),
  });
  search.user('List every place in src that turns universal into local time. Answer with file and line.');
  for (let round = 0; round < 5; round++) {
    const found = inventedModule(text, 7);
    search.call({
      thinking: prose(1),
      tools: [{ name: 'Grep', input: { pattern: `toLocal.*${round}`, path: `${root}/src` }, result: found.slice(0, 2_600) }],
    });
  }
  search.call({ text: `Three places: ${prose(3)}` });
  session.call({
    text: 'A helper looks for the other places.',
    tools: [
      {
        name: 'Task',
        input: {
          subagent_type: 'Explore',
          description: 'Find conversions',
          prompt: 'List every place in src that turns universal into local time.',
        },
        result: `Three places: ${prose(3)}\nagentId: a7f30c11`,
      },
    ],
  });
  for (let round = 0; round < 22; round++) {
    session.call({
      thinking: prose(2),
      tools: [
        edit(
          'src/gauges.ts',
          `const corrected = gauge.level + offsetFor(gauge.station, at) - ${round};`,
          `const corrected = gauge.level - ${round};`,
        ),
      ],
    });
    if (round % 4 === 3) session.call({ tools: [run('npm test -- gauges', inventedTestRun(text, 40, 0))] });
  }
  session.call({ text: prose(4) });
  session.wait(13 * 60);
  session.user('Does the almanac convert as well?');
  session.call({ thinking: prose(3), tools: [read('src/almanac.ts', inventedModule(text, 12)), read('src/gauges.ts', gauges)] });
  for (let round = 0; round < 5; round++) {
    session.call({ tools: [edit('src/almanac.ts', `const corrected = moon.level - ${round};`, `const corrected = moon.level;`)] });
  }
  session.call({ text: `It does not. ${prose(2)}` });
  session.wait(70);
  session.compact(`The person wants the berth window to open at the right hour when summer time begins.\n${prose(9)}`);
  session.user('Now write the test for the day of the change.');
  session.call({ thinking: prose(3), tools: [read('src/window.test.ts', inventedModule(text, 9))] });
  session.call({
    tools: [
      {
        name: 'Write',
        input: { file_path: `${root}/src/summer-time.test.ts`, content: inventedModule(text, 3) },
        result: 'File created successfully.',
      },
    ],
  });
  session.call({ tools: [run('npm test', inventedTestRun(text, 161, 0))] });
  session.call({ text: `Done. ${prose(2)}` });
  return [
    { path: `${folder}/${id}.jsonl`, lines: session.lines },
    { path: `${folder}/${id}/subagents/agent-a7f30c11.jsonl`, lines: search.lines },
    { path: `${folder}/${id}/subagents/agent-a7f30c11.meta.json`, lines: [JSON.stringify({ agentType: 'Explore' })] },
  ];
}

/** Tuesday: a small, careful session with little to save. */
function pilotNote(random: Random): ExampleFile[] {
  const id = '0d94b7aa-51f3-4e0c-8f6d-77c1e2b9a402';
  const session = new ClaudeSession({
    session: id,
    model: opus,
    start: Date.parse('2026-03-10T14:03:41Z'),
    basePrompt,
    branch: 'main',
    random: random.fork('tuesday'),
  });
  const text = random.fork('note');
  session.user('Add the reason to the note that the pilot sees when there is no safe level.');
  session.call({ thinking: inventedProse(text, 2), tools: [read('src/pilot-note.ts', inventedModule(text, 6))] });
  session.call({ text: 'One line is missing.', tools: [edit('src/pilot-note.ts', 'reason: undefined', 'reason: noteFor(level)')] });
  session.call({ tools: [run('npm test -- pilot-note', inventedTestRun(text, 12, 0))] });
  session.call({ text: inventedProse(text, 2) });
  return [{ path: `${folder}/${id}.jsonl`, lines: session.lines }];
}

export const claudeExamples = (random: Random): ExampleFile[] => [
  ...summerTime(random.fork('summer time')),
  ...pilotNote(random.fork('pilot note')),
];
