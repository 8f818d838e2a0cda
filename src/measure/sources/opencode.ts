import { closeSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { asFields, guardShape } from './common/shaped-lines.ts';
import { endOf, readDocument } from './common/whole-document.ts';
import { readDatabase } from './opencode/read-database.ts';
import { readExport, readStored } from './opencode/read-documents.ts';
import type { EntrySink, ReadPosition, Source, SourceFile, SourceHome } from './source.ts';

const databaseHead = 'SQLite format 3';
/** First bytes of a write-ahead log, as they look after decoding. */
const logHead = '7\u007f\u0006';

const isDatabase = (head: string): boolean =>
  head.startsWith(databaseHead) && /CREATE TABLE [`"]?message\b/.test(head) && /CREATE TABLE [`"]?part\b/.test(head);
const isLog = (head: string): boolean =>
  head.startsWith(logHead) && /"(?:modelID|providerID|sessionID|role)"|CREATE TABLE [`"]?message\b/.test(head);
const isExport = (head: string): boolean => /^\s*\{\s*"info"\s*:\s*\{/.test(head) && /"id"\s*:\s*"ses/.test(head);
const isStored = (head: string): boolean =>
  /^\s*\{/.test(head) && /"id"\s*:\s*"(?:ses|msg)_?/.test(head) && /"(?:sessionID|projectID)"\s*:/.test(head);

/** Whether a file is a database, a write-ahead log, or neither: by its first bytes. */
function binaryKind(path: string): 'database' | 'log' | undefined {
  const bytes = Buffer.alloc(databaseHead.length);
  const descriptor = openSync(path, 'r');
  try {
    readSync(descriptor, bytes, 0, bytes.length, 0);
  } finally {
    closeSync(descriptor);
  }
  const head = bytes.toString('utf8');
  if (head.startsWith(databaseHead)) return 'database';
  return head.startsWith(logHead) ? 'log' : undefined;
}

/** OpenCode: its database, its older JSON storage, and exported sessions. Format and sources: docs/sources.md. */
export const opencode: Source = {
  name: 'opencode',
  title: 'OpenCode',
  folders({ env, platform, homeDirectory }: SourceHome): readonly string[] {
    const data = env['XDG_DATA_HOME'] ?? join(homeDirectory, '.local', 'share');
    const own = env['OPENCODE_DATA_DIR'];
    return [
      ...(own === undefined ? [] : [own]),
      join(data, 'opencode'),
      ...(platform === 'darwin' ? [join(homeDirectory, 'Library', 'Application Support', 'opencode')] : []),
      ...(platform === 'win32' ? [join(env['LOCALAPPDATA'] ?? join(homeDirectory, 'AppData', 'Local'), 'opencode')] : []),
    ];
  },
  mayRead: (path) =>
    /(?:^|[\\/])[^\\/]*\.db(?:-wal)?$/.test(path) ||
    /(?:^|[\\/])(?:storage[\\/])?(?:message|session)[\\/].+\.json$/.test(path) ||
    /(?:^|[\\/])[^\\/]*(?:export|session|ses_)[^\\/]*\.json$/.test(path),
  detect: (head) => isDatabase(head) || isLog(head) || isExport(head) || isStored(head),
  rereads: 'whole',
  read(file: SourceFile, _from: ReadPosition, sink: EntrySink): ReadPosition {
    const kind = binaryKind(file.path);
    if (kind !== undefined) {
      readDatabase(file, kind === 'log' ? file.path.replace(/-wal$/, '') : file.path, sink);
      return endOf(file);
    }
    const document = readDocument(file, sink);
    if (document === undefined) return endOf(file);
    guardShape(file, 1, sink, () => {
      const fields = asFields(document.value);
      const read = fields.has('messages') && fields.has('info') ? readExport : readStored;
      read(file, fields, document.location, sink);
    });
    return endOf(file);
  },
};
