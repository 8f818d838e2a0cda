type Line = Record<string, unknown>;

export const base = {
  isSidechain: false,
  userType: 'external',
  cwd: '/home/ada/engine',
  sessionId: 'aaaaaaaa-0000-4000-8000-000000000001',
  version: '2.1.63',
  gitBranch: 'main',
};

const at = (second: number): string => new Date(Date.UTC(2026, 2, 1, 9, 0, second)).toISOString();
export const uuid = (number: number): string => `bbbbbbbb-0000-4000-8000-${String(number).padStart(12, '0')}`;

export function chained(lines: readonly Line[]): readonly Line[] {
  return lines.map((line, index) => ({
    parentUuid: index === 0 ? null : uuid(index),
    ...base,
    ...line,
    uuid: uuid(index + 1),
    timestamp: at(index),
  }));
}

export const usage = {
  input_tokens: 12,
  cache_creation_input_tokens: 340,
  cache_read_input_tokens: 5600,
  cache_creation: { ephemeral_5m_input_tokens: 40, ephemeral_1h_input_tokens: 300 },
  output_tokens: 78,
  service_tier: 'standard',
};

export const assistant = (id: string, content: readonly unknown[], more: Line = {}, envelope: Line = {}): Line => ({
  type: 'assistant',
  ...envelope,
  requestId: `req_${id}`,
  message: { id, type: 'message', role: 'assistant', model: 'claude-opus-4-6', content, stop_reason: 'tool_use', usage, ...more },
});
export const user = (content: unknown, more: Line = {}): Line => ({ type: 'user', message: { role: 'user', content }, ...more });
export const result = (id: string, content: unknown, more: Line = {}): Line =>
  user([{ type: 'tool_result', tool_use_id: id, content }], {
    toolUseResult: { file: { lines: 2 }, stdout: 'repeated, and never sent '.repeat(80) },
    ...more,
  });

/** A made-up session with one of each shape that the reader knows. */
export const session: readonly Line[] = chained([
  user('Please look at the gears.<system-reminder>Keep it short.</system-reminder>'),
  { type: 'attachment', attachment: { type: 'skill_listing', content: '- oil: how to oil gears', skillCount: 1 } },
  assistant('msg_1', [{ type: 'thinking', thinking: 'Which gears?', signature: 'c2ln' }]),
  assistant('msg_1', [{ type: 'text', text: 'I will read them.' }]),
  assistant('msg_1', [
    { type: 'tool_use', id: 'toolu_1', name: 'Read', input: { file_path: '/home/ada/engine/gears.txt', offset: 5, limit: 10 } },
  ]),
  result('toolu_1', '     5→spur\n     6→bevel\n\n<system-reminder>Mind the oil.</system-reminder>\n'),
  { type: 'progress', data: { type: 'hook_progress', hook: { name: 'PostToolUse' } }, toolUseID: 'toolu_1' },
  assistant('msg_2', [{ type: 'tool_use', id: 'toolu_2', name: 'mcp__forge__cast', input: { part: 'spur', teeth: 12 } }]),
  result('toolu_2', [
    { type: 'text', text: 'cast' },
    { type: 'tool_reference', tool_name: 'Anneal' },
  ]),
  assistant('msg_3', [{ type: 'tool_use', id: 'toolu_3', name: 'Task', input: { prompt: 'Count the teeth', subagent_type: 'Explore' } }]),
  {
    type: 'progress',
    parentToolUseID: 'toolu_3',
    data: {
      type: 'agent_progress',
      agentId: 'a1b2c3',
      message: { ...assistant('msg_sub', [{ type: 'text', text: 'Twelve.' }]), uuid: uuid(900), timestamp: at(10) },
    },
  },
  result('toolu_3', [{ type: 'text', text: 'Twelve teeth.' }], { toolUseResult: { status: 'completed', agentId: 'a1b2c3' } }),
  { type: 'system', subtype: 'api_error', retryAttempt: 2, error: { status: 529 } },
  {
    type: 'assistant',
    isApiErrorMessage: true,
    message: { id: 'x', model: '<synthetic>', content: [{ type: 'text', text: 'API Error: 529' }], usage },
  },
  { type: 'system', subtype: 'compact_boundary', compactMetadata: { trigger: 'auto', preTokens: 6000 } },
  user('We looked at the gears.', { isCompactSummary: true, isVisibleInTranscriptOnly: true }),
  {
    type: 'system',
    subtype: 'microcompact_boundary',
    microcompactMetadata: { trigger: 'auto', preTokens: 50, tokensSaved: 20, compactedToolIds: ['toolu_1'] },
  },
  user([{ type: 'text', text: '[Request interrupted by user]' }]),
  user('<command-name>/clear</command-name>\n<command-args></command-args>'),
  user([
    { type: 'text', text: 'Go on.' },
    { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'iVBORw0KGgoAAAANSUhEUgAAAAIAAAADCAYAAAC56t6BAAAA' } },
  ]),
  assistant(
    'msg_4',
    [
      { type: 'redacted_thinking', data: 'ZW5jcnlwdGVk' },
      { type: 'text', text: 'Done.' },
    ],
    { stop_reason: 'end_turn' },
  ),
]);

export const toLines = (lines: readonly unknown[]): string => lines.map((line) => `${JSON.stringify(line)}\n`).join('');
