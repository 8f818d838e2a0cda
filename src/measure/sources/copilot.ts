import { join } from 'node:path';
import { readShapedLines } from './common/shaped-lines.ts';
import { EventReader } from './copilot/event-reader.ts';
import type { RawLine } from './line-reader.ts';
import { startOfFile, type EntrySink, type ReadPosition, type Source, type SourceFile, type SourceHome } from './source.ts';

/** Hooks and permissions repeat prompts and results; they are most of a file and none of it is sent. */
const unwantedHead = /^\{"type":"(?:hook|permission|assistant\.turn_|tool\.execution_start)/;

const isUnwanted = (line: RawLine): boolean => unwantedHead.test(line.bytes.toString('latin1', 0, 48));

/** Event files of GitHub Copilot CLI. Format and sources: docs/sources.md. */
export const copilot: Source = {
  name: 'copilot',
  title: 'GitHub Copilot CLI',
  folders({ env, homeDirectory }: SourceHome): readonly string[] {
    const home = env['COPILOT_HOME'] ?? join(homeDirectory, '.copilot');
    return [join(home, 'session-state'), join(home, 'history-session-state')];
  },
  mayRead: (path) => path.endsWith('.jsonl'),
  detect: (head) => /"type"\s*:\s*"session\.start"/.test(head) && /"copilotVersion"|"copilot-agent"/.test(head),
  rereads: 'whole',
  read(file: SourceFile, _from: ReadPosition, sink: EntrySink): ReadPosition {
    const reader = new EventReader(sink);
    const end = readShapedLines(file, startOfFile, sink, (line, location) => reader.readLine(line, location), { isUnwanted });
    reader.finish();
    return end;
  },
};
