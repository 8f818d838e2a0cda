import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Made-up rollout lines, in the shapes that `docs/sources.md` describes. Ids are version 7 UUIDs, which hold their
 * time: Codex names threads and turns so.
 */
export function uuidAt(milliseconds: number, salt: string): string {
  const hex = milliseconds.toString(16).padStart(12, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-${salt.padStart(12, '0')}`;
}

export interface Line {
  readonly timestamp: string;
  readonly type: string;
  readonly payload: Record<string, unknown>;
}

const line = (at: number, type: string, payload: Record<string, unknown>): Line => ({
  timestamp: new Date(at).toISOString(),
  type,
  payload,
});

export const meta = (at: number, id: string, more: Record<string, unknown> = {}): Line =>
  line(at, 'session_meta', {
    id,
    timestamp: new Date(at).toISOString(),
    cwd: '/home/ann/kettle',
    cli_version: '0.150.0',
    model_provider: 'openai',
    base_instructions: { text: 'You help with a kettle.' },
    ...more,
  });

type Sums = [input: number, cached: number, output: number, reasoning: number];

const usage = ([input, cached, output, reasoning]: Sums) => ({
  input_tokens: input,
  cached_input_tokens: cached,
  output_tokens: output,
  reasoning_output_tokens: reasoning,
  total_tokens: input + output,
});

export const count = (at: number, total: Sums, last: Sums): Line =>
  line(at, 'event_msg', { type: 'token_count', info: { total_token_usage: usage(total), last_token_usage: usage(last) } });

export interface Turn {
  readonly at: number;
  readonly salt: string;
  readonly total: Sums;
  readonly last: Sums;
}

/** One turn: the person asks, the model runs a command, then answers nothing more. */
export function turn({ at, salt, total, last }: Turn): Line[] {
  const turnId = uuidAt(at, salt);
  return [
    line(at, 'event_msg', { type: 'task_started', turn_id: turnId }),
    line(at + 1, 'turn_context', { turn_id: turnId, model: 'gpt-5.5', cwd: '/home/ann/kettle' }),
    line(at + 2, 'response_item', { type: 'message', role: 'user', content: [{ type: 'input_text', text: `Question ${salt}` }] }),
    line(at + 3, 'event_msg', { type: 'user_message', message: `Question ${salt}` }),
    line(at + 500, 'response_item', { type: 'reasoning', summary: [], encrypted_content: `${salt}${'x'.repeat(400)}` }),
    line(at + 600, 'response_item', {
      type: 'function_call',
      name: 'exec_command',
      arguments: JSON.stringify({ cmd: `sed -n '1,40p' relay-${salt}.ts` }),
      call_id: `call_${salt}`,
    }),
    line(at + 700, 'response_item', {
      type: 'function_call_output',
      call_id: `call_${salt}`,
      output: 'Chunk ID: 1\nWall time: 0.1 seconds\nProcess exited with code 0\nOutput:\nexport const relay = 1;\n',
    }),
    count(at + 800, total, last),
  ];
}

/** Lines as a fork copies them: the same payloads, written at the moment of the fork. */
export const restamped = (lines: readonly Line[], at: number): Line[] =>
  lines.map((each, index) => ({ ...each, timestamp: new Date(at + index).toISOString() }));

/** What a fork for a sub-agent keeps: messages, events and headers, no reasoning and no tools. */
export const filtered = (lines: readonly Line[]): Line[] =>
  lines.filter(({ type, payload }) => type !== 'response_item' || payload['type'] === 'message');

export function writeRollout(path: string, lines: readonly Line[]): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, lines.map((each) => `${JSON.stringify(each)}\n`).join(''));
}
