import type { Bytes, Timestamp } from '../base/units.ts';
import type { SourceName } from '../call/source-name.ts';

/** How far a file has been read. */
export interface FileRecord {
  /** Absolute, symbolic links resolved. */
  readonly path: string;
  readonly source: SourceName;
  readonly size: Bytes;
  readonly modified: Timestamp;
  /** Behind the last complete line read. */
  readonly offset: Bytes;
  readonly line: number;
  /** The source's own notes; JSON text. */
  readonly state?: string;
  /** Hash of the first bytes (up to 4 KiB, as far as read): a file replaced under its old name is read anew. */
  readonly headHash: string;
  /** Entry format the file was read with. */
  readonly format: number;
}

/** What tells whether a file has changed since it was read. */
export type FileStamp = Pick<FileRecord, 'size' | 'modified' | 'format'>;

/** A file that was looked into and that no source knows. */
export interface IgnoredFile {
  readonly path: string;
  readonly size: Bytes;
  readonly modified: Timestamp;
}
