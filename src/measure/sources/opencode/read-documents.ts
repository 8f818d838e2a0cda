import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { bytes, timestamp } from '../../../base/units.ts';
import type { SourceLocation } from '../../../call/source-location.ts';
import type { Fields } from '../common/fields.ts';
import { asFields, guardShape } from '../common/shaped-lines.ts';
import { readDocument } from '../common/whole-document.ts';
import type { EntrySink, SourceFile } from '../source.ts';
import { emitSession, sessionPlace, SessionWriter } from './session-writer.ts';

/** `opencode export`: a session and its messages with their parts. */
export function readExport(file: SourceFile, document: Fields, location: SourceLocation, sink: EntrySink): void {
  const place = emitSession(document.requiredFields('info'), location, sink);
  const writer = new SessionWriter(sink, place, true);
  for (const message of document.fieldsList('messages')) {
    guardShape(file, 1, sink, () => {
      writer.write({ info: message.requiredFields('info'), parts: message.fieldsList('parts'), location });
    });
  }
}

/** One file of the older JSON storage: a session, or a message whose parts lie in a folder named for it. */
export function readStored(file: SourceFile, document: Fields, location: SourceLocation, sink: EntrySink): void {
  const session = document.name('sessionID');
  if (session === undefined) {
    emitSession(document, location, sink);
    return;
  }
  const id = document.requiredName('id');
  const parent = parentOf(file.path, session, sink);
  const parts = storedParts(file.path, id, sink);
  new SessionWriter(sink, sessionPlace(session, parent), false).write({ info: document, parts, location });
}

/** `storage/message/<session>/<message>.json` stands beside `storage/part/<message>/`. */
function storedParts(messagePath: string, id: string, sink: EntrySink): Fields[] {
  const folder = join(dirname(messagePath), '..', '..', 'part', id);
  if (!existsSync(folder)) return [];
  const parts: Fields[] = [];
  for (const name of readdirSync(folder)
    .filter((each) => each.endsWith('.json'))
    .toSorted()) {
    const path = join(folder, name);
    const { size, mtimeMs } = statSync(path);
    const part = readDocument({ path, size: bytes(size), modified: timestamp(mtimeMs) }, sink);
    if (part !== undefined) parts.push(asFields(part.value, `part(${name})`));
  }
  return parts;
}

/** The session that started this one, from `storage/session/<project>/<session>.json`. */
function parentOf(messagePath: string, session: string, sink: EntrySink): string | undefined {
  const sessions = join(dirname(messagePath), '..', '..', 'session');
  if (!existsSync(sessions)) return undefined;
  for (const project of readdirSync(sessions)) {
    const path = join(sessions, project, `${session}.json`);
    if (!existsSync(path)) continue;
    const { size, mtimeMs } = statSync(path);
    const document = readDocument({ path, size: bytes(size), modified: timestamp(mtimeMs) }, { ...sink, skipped: () => {} });
    return document === undefined ? undefined : asFields(document.value).name('parentID');
  }
  return undefined;
}
