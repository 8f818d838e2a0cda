import { readdirSync, realpathSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { bytes, timestamp } from '../src/base/units.ts';
import type { Entry, EntryKey, SessionId } from '../src/call/entry.ts';
import type { GroupId, SessionGroup } from '../src/call/session-group.ts';
import { startOfFile, type Source } from '../src/measure/sources/source.ts';

/** Every entry below a folder, as a source reads it, in order of path and line. */
export function readEntries(source: Source, folder: string): Entry[] {
  const entries: Entry[] = [];
  const visit = (directory: string): void => {
    for (const item of readdirSync(directory, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = join(directory, item.name);
      if (item.isDirectory()) visit(path);
      else if (source.mayRead(relative(folder, path))) {
        const { size, mtimeMs } = statSync(path);
        const file = { path: realpathSync(path), size: bytes(size), modified: timestamp(Math.round(mtimeMs)) };
        source.read(file, startOfFile, { entry: (entry) => entries.push(entry), skipped: () => {} });
      }
    }
  };
  visit(folder);
  return entries;
}

const isEarlier = (a: Entry, b: Entry): boolean => {
  const time = (a.time ?? Number.POSITIVE_INFINITY) - (b.time ?? Number.POSITIVE_INFINITY);
  return time !== 0 && !Number.isNaN(time) ? time < 0 : a.session < b.session;
};

/** Merges entries by key and groups sessions that share entries, calls or parent links: what the ledger does, in memory. */
export function groupEntries(entries: readonly Entry[]): SessionGroup[] {
  const leader = new Map<SessionId, SessionId>();
  const find = (session: SessionId): SessionId => {
    let at = session;
    while ((leader.get(at) ?? at) !== at) at = leader.get(at) as SessionId;
    return at;
  };
  const join = (a: SessionId, b: SessionId): void => {
    const [first, second] = [find(a), find(b)].sort() as [SessionId, SessionId];
    leader.set(second, first);
  };
  const merged = new Map<EntryKey, Entry>();
  const callSession = new Map<string, SessionId>();
  for (const entry of entries) {
    leader.set(entry.session, leader.get(entry.session) ?? entry.session);
    const held = merged.get(entry.key);
    if (held !== undefined) join(held.session, entry.session);
    if (held === undefined || isEarlier(entry, held)) merged.set(entry.key, entry);
    if (entry.type === 'response') {
      const other = callSession.get(entry.call);
      if (other === undefined) callSession.set(entry.call, entry.session);
      else join(other, entry.session);
    }
  }
  for (const entry of merged.values()) {
    const parent = entry.parent === 'root' || entry.parent === 'previous' ? undefined : merged.get(entry.parent);
    if (parent !== undefined) join(parent.session, entry.session);
  }
  const groups = new Map<SessionId, Entry[]>();
  for (const entry of merged.values()) {
    const id = find(entry.session);
    const held = groups.get(id);
    if (held === undefined) groups.set(id, [entry]);
    else held.push(entry);
  }
  return Array.from(groups, ([id, members]) => ({
    id: id as string as GroupId,
    sessions: [...new Set(members.map((entry) => entry.session))].sort(),
    entries: members.sort(inOrder),
  }));
}

function inOrder(a: Entry, b: Entry): number {
  const time = (a.time ?? 0) - (b.time ?? 0);
  if (time !== 0) return time;
  if (a.location.file !== b.location.file) return a.location.file < b.location.file ? -1 : 1;
  return a.location.line - b.location.line || (a.key < b.key ? -1 : 1);
}
