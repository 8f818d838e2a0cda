import { join } from 'node:path';
import { readShapedLines } from './common/shaped-lines.ts';
import { parseReaderState } from './codex/reader-state.ts';
import { RolloutReader } from './codex/rollout-reader.ts';
import type { RawLine } from './line-reader.ts';
import type { EntrySink, ReadPosition, Source, SourceFile, SourceHome } from './source.ts';

/** Events that repeat what stands elsewhere, or say nothing of tokens: not worth parsing, and most of a file. */
const eventHead = /"type":"event_msg","payload":\{"type":"(\w+)"/;
const wantedEvents = new Set([
  'token_count',
  'task_started',
  'turn_started',
  'turn_aborted',
  'error',
  'context_compacted',
  'thread_rolled_back',
]);
const headLength = 120;

function isUnwanted(line: RawLine): boolean {
  const type = eventHead.exec(line.bytes.toString('latin1', 0, headLength))?.[1];
  return type !== undefined && !wantedEvents.has(type) && !type.startsWith('inter_agent');
}

/** Rollout files of Codex CLI. Format and sources: docs/sources.md. */
export const codex: Source = {
  name: 'codex',
  title: 'Codex CLI',
  folders({ env, homeDirectory }: SourceHome): readonly string[] {
    const home = env['CODEX_HOME'] ?? join(homeDirectory, '.codex');
    return [join(home, 'sessions'), join(home, 'archived_sessions')];
  },
  mayRead: (path) => path.endsWith('.jsonl') && !path.endsWith('history.jsonl') && !path.endsWith('session_index.jsonl'),
  detect: (head) => /"type"\s*:\s*"session_meta"/.test(head) && /"payload"\s*:/.test(head),
  rereads: 'append',
  read(file: SourceFile, from: ReadPosition, sink: EntrySink): ReadPosition {
    const starts = from.offset === 0 || file.size < from.offset;
    const reader = new RolloutReader(parseReaderState(starts ? undefined : from.state), sink);
    const end = readShapedLines(file, from, sink, (line, location) => reader.readLine(line, location), { isUnwanted });
    return reader.positionAfter(end);
  },
};
