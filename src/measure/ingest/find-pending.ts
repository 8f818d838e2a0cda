import { entryFormatVersion } from '../../call/format-version.ts';
import type { SourceName } from '../../call/source-name.ts';
import type { FileRecord, FileStamp, IgnoredFile } from '../../ledger/file-record.ts';
import type { Source } from '../sources/source.ts';
import { walkFiles, type FoundFile } from './walk-files.ts';

/** A folder (or a single file) and the source whose files are looked for in it. */
export interface IngestPlace {
  readonly source: Source;
  readonly folder: string;
}

/** A file that is new or has changed. */
export interface PendingFile {
  readonly file: FoundFile;
  /** The source it was read with; for a new file that of its place. */
  readonly source: Source;
  readonly record: FileRecord | undefined;
  /** Bytes that are probably to be read; for progress. */
  readonly bytes: number;
}

export interface Pending {
  readonly files: readonly PendingFile[];
  /** Files that a source may read, changed or not. */
  readonly found: number;
  /** Folders that could not be entered. */
  readonly unreadable: readonly string[];
}

/** What was read before. */
export interface KnownFiles {
  readonly stamps: ReadonlyMap<string, FileStamp>;
  readonly ignored: ReadonlyMap<string, IgnoredFile>;
  /** Asked for only where a file that was read has changed. */
  readonly records: () => Promise<ReadonlyMap<string, FileRecord>>;
}

const isSame = (file: FoundFile, known: FileStamp | IgnoredFile): boolean => file.size === known.size && file.modified === known.modified;

function isUnchanged(file: FoundFile, known: KnownFiles): boolean {
  const stamp = known.stamps.get(file.path);
  if (stamp !== undefined) return isSame(file, stamp) && stamp.format === entryFormatVersion;
  const ignored = known.ignored.get(file.path);
  return ignored !== undefined && isSame(file, ignored);
}

/** Finds what is to be read, from sizes and times alone: no file is opened. */
export async function findPending(places: readonly IngestPlace[], known: KnownFiles, sources: readonly Source[]): Promise<Pending> {
  const byName = new Map<SourceName, Source>(sources.map((source) => [source.name, source]));
  const taken = new Set<string>();
  const files: PendingFile[] = [];
  const unreadable: string[] = [];
  let records: ReadonlyMap<string, FileRecord> | undefined;
  let found = 0;
  for (const place of places) {
    const walk = walkFiles(place.folder, (path) => place.source.mayRead(path), taken);
    unreadable.push(...walk.unreadable);
    found += walk.files.length;
    for (const file of walk.files) {
      if (isUnchanged(file, known)) continue;
      if (known.stamps.has(file.path)) records ??= await known.records();
      const record = records?.get(file.path);
      const source = record === undefined ? place.source : (byName.get(record.source) ?? place.source);
      const readBefore = record === undefined || source.rereads === 'whole' ? 0 : record.offset;
      files.push({ file, source, record, bytes: Math.max(0, file.size - readBefore) });
    }
  }
  return { files, found, unreadable };
}
