import { closeSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { asFields, guardShape } from './common/shaped-lines.ts';
import { endOf, readDocument } from './common/whole-document.ts';
import { readDatabase } from './opencode/read-database.ts';
import { readExport, readStored } from './opencode/read-documents.ts';
import type { EntrySink, ReadPosition, Source, SourceFile, SourceHome } from './source.ts';

const databaseHead = 'SQLite format 3';

/** A database that was never written back has its tables in the write-ahead log only. */
const isDatabase = (head: string): boolean =>
  head.startsWith(databaseHead) && (/CREATE TABLE [`"]?message\b/.test(head) || !head.includes('CREATE TABLE'));
const isExport = (head: string): boolean => /^\s*\{\s*"info"\s*:\s*\{/.test(head) && /"id"\s*:\s*"ses/.test(head);
const isStored = (head: string): boolean =>
  /^\s*\{/.test(head) && /"id"\s*:\s*"(?:ses|msg)_?/.test(head) && /"(?:sessionID|projectID)"\s*:/.test(head);

/** By its first bytes. */
function startsAsDatabase(path: string): boolean {
  const bytes = Buffer.alloc(databaseHead.length);
  const descriptor = openSync(path, 'r');
  try {
    readSync(descriptor, bytes, 0, bytes.length, 0);
  } finally {
    closeSync(descriptor);
  }
  return bytes.toString('latin1') === databaseHead;
}

/** Folders of the storage that hold nothing of a conversation, or what is read together with its message. */
const besideMessages = /(?:^|[\\/])storage[\\/](?!message[\\/]|session[\\/])/;

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
  mayRead: (path) => /\.(?:db|json)$/.test(path) && !besideMessages.test(path),
  detect: (head) => isDatabase(head) || isExport(head) || isStored(head),
  rereads: 'whole',
  read(file: SourceFile, _from: ReadPosition, sink: EntrySink): ReadPosition {
    if (startsAsDatabase(file.path)) {
      readDatabase(file, sink);
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
