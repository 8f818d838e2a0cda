import { labFolder } from './lab/lab-folder.ts';
import { ExchangeReader } from './lab/exchange-reader.ts';
import { readShapedLines } from './common/shaped-lines.ts';
import { startOfFile, type EntrySink, type ReadPosition, type Source, type SourceFile, type SourceHome } from './source.ts';

/** Experiments of `tare lab run`: one file each, an experiment's header and then its exchanges. Format: docs/lab.md. */
export const lab: Source = {
  name: 'lab',
  title: 'Tare lab',
  folders(home: SourceHome): readonly string[] {
    const folder = labFolder(home);
    return folder === undefined ? [] : [folder];
  },
  mayRead: (path) => path.endsWith('.jsonl'),
  detect: (head) => /^\{"type":"experiment","version":\d+,"id":/.test(head),
  rereads: 'whole',
  read(file: SourceFile, _from: ReadPosition, sink: EntrySink): ReadPosition {
    const reader = new ExchangeReader(sink);
    return readShapedLines(file, startOfFile, sink, (line, location) => reader.readLine(line, location));
  },
};
