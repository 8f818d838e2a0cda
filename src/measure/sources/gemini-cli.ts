import { closeSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { isRecord } from './common/fields.ts';
import { asFields, guardShape, readShapedLines } from './common/shaped-lines.ts';
import { endOf, readDocument } from './common/whole-document.ts';
import { ConversationReader } from './gemini-cli/conversation-reader.ts';
import { emitHeadlessStats } from './gemini-cli/headless-stats.ts';
import { startOfFile, type EntrySink, type ReadPosition, type Source, type SourceFile, type SourceHome } from './source.ts';

const headless = /"stats"\s*:\s*\{\s*"models"\s*:/;

/** One object a line, the first of them the session's header; else the file is one document. */
function isLines(path: string): boolean {
  const head = Buffer.alloc(65_536);
  const descriptor = openSync(path, 'r');
  try {
    const text = head.toString('utf8', 0, readSync(descriptor, head, 0, head.length, 0));
    const end = text.indexOf('\n');
    const first: unknown = JSON.parse(end === -1 ? text : text.slice(0, end));
    return isRecord(first) && 'sessionId' in first && !('messages' in first);
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  } finally {
    closeSync(descriptor);
  }
}

/** Chat files of Gemini CLI: one document, or one line a change. Format and sources: docs/sources.md. */
export const geminiCli: Source = {
  name: 'gemini-cli',
  title: 'Gemini CLI',
  folders({ env, homeDirectory }: SourceHome): readonly string[] {
    return [join(env['GEMINI_CLI_HOME'] ?? homeDirectory, '.gemini', 'tmp')];
  },
  mayRead: (path) => /\.jsonl?$/.test(path),
  detect: (head) => headless.test(head) || (/"sessionId"\s*:/.test(head) && /"projectHash"\s*:/.test(head)),
  rereads: 'whole',
  read(file: SourceFile, _from: ReadPosition, sink: EntrySink): ReadPosition {
    const reader = new ConversationReader(file, sink);
    if (isLines(file.path)) {
      const end = readShapedLines(file, startOfFile, sink, (line, location) => reader.readLine(line, location));
      reader.finish();
      return end;
    }
    const document = readDocument(file, sink);
    if (document === undefined) return endOf(file);
    guardShape(file, 1, sink, () => {
      const fields = asFields(document.value);
      if (fields.has('stats')) emitHeadlessStats(fields, document.location, sink);
      else reader.readDocument(fields, document.location);
    });
    reader.finish();
    return endOf(file);
  },
};
