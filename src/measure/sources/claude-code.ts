import { claudeFolders } from './claude-code/folders.ts';
import { ReaderState } from './claude-code/reader-state.ts';
import { TranscriptReader } from './claude-code/transcript-reader.ts';
import { readLines } from './line-reader.ts';
import type { Source } from './source.ts';

/** Lines files beside transcripts that hold none of their content: a workflow's journal, the prompt history, an audit. */
const otherLines = /(?:^|[/\\])(?:journal|history|audit)\.jsonl$/;
const transcript = /\.(?:jsonl|ndjson)$/;

/** A field's name in quotes cannot stand inside a string, so a file that quotes a transcript is none. */
const marks = ['"isSidechain":', '"leafUuid":', '{"type":"file-history-snapshot"', '{"type":"queue-operation"', '"parent_tool_use_id":'];
const streamStart = /"type":\s?"system",\s?"subtype":\s?"init"/;

/** Claude Code: transcripts of sessions and sub-agents, and the output of `claude -p --output-format stream-json`. */
export const claudeCode: Source = {
  name: 'claude-code',
  title: 'Claude Code',
  rereads: 'append',
  folders: claudeFolders,
  mayRead: (relativePath) => transcript.test(relativePath) && !otherLines.test(relativePath),
  detect: (head) => marks.some((mark) => head.includes(mark)) || (head.includes('"session_id":') && streamStart.test(head)),
  read: (file, from, sink) => {
    const state = ReaderState.parse(from.offset > file.size ? undefined : from.state);
    const reader = new TranscriptReader(file.path, state, sink);
    const end = readLines(file.path, from, (line) => reader.visit(line), {
      tooLong: (line) => sink.skipped({ file: file.path, line, reason: 'too-long' }),
    });
    return { ...end, state: state.stringify() };
  },
};
