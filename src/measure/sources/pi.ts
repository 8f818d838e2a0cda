import { join } from 'node:path';
import { isRecord } from './common/fields.ts';
import { readShapedLines } from './common/shaped-lines.ts';
import { SessionReader } from './pi/session-reader.ts';
import { startOfFile, type EntrySink, type ReadPosition, type Source, type SourceFile, type SourceHome } from './source.ts';

function isSessionHeader(line: string): boolean {
  try {
    const value: unknown = JSON.parse(line);
    return isRecord(value) && value['type'] === 'session' && typeof value['cwd'] === 'string' && typeof value['id'] === 'string';
  } catch {
    return false;
  }
}

/** Session files of pi (and of its descendant OMP). Format and sources: docs/sources.md. */
export const pi: Source = {
  name: 'pi',
  title: 'pi',
  folders({ env, homeDirectory }: SourceHome): readonly string[] {
    const own = env['PI_CODING_AGENT_DIR'];
    return [
      ...(own === undefined ? [] : [join(own, 'sessions')]),
      join(homeDirectory, '.pi', 'agent', 'sessions'),
      join(homeDirectory, '.omp', 'agent', 'sessions'),
    ];
  },
  mayRead: (path) => path.endsWith('.jsonl'),
  detect: (head) => isSessionHeader(head.slice(0, head.indexOf('\n') === -1 ? head.length : head.indexOf('\n'))),
  rereads: 'whole',
  read(file: SourceFile, _from: ReadPosition, sink: EntrySink): ReadPosition {
    const reader = new SessionReader(sink);
    return readShapedLines(file, startOfFile, sink, (line, location) => reader.readLine(line, location));
  },
};
