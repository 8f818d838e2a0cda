import type { Bytes, Timestamp } from '../base/units.ts';
import type { Entry } from '../call/entry.ts';
import type { GroupId, SessionGroup } from '../call/session-group.ts';
import type { SkippedLine } from '../call/skipped-line.ts';
import type { SourceName } from '../call/source-name.ts';
import type { Weighing } from '../call/weighing.ts';

/** How far a file has been read. */
export interface FileRecord {
  readonly path: string;
  readonly source: SourceName;
  readonly size: Bytes;
  readonly modified: Timestamp;
  readonly offset: Bytes;
  readonly line: number;
  readonly state?: string;
  /** Hash of the first bytes (up to 4 KiB, as far as read): a file replaced under its old name is read anew. */
  readonly headHash: string;
  /** Entry format the file was read with. */
  readonly format: number;
}

/** What was read since the last batch; stored whole or not at all. */
export interface IngestBatch {
  readonly files: readonly FileRecord[];
  readonly entries: readonly Entry[];
  readonly skipped: readonly SkippedLine[];
}

/**
 * Keeps entries and what weighing made of them. One process holds its file. Everything here is atomic: a process
 * killed at any point leaves the state before or after the call.
 */
export interface Ledger {
  /** Every file read so far, by path. */
  files(): Promise<ReadonlyMap<string, FileRecord>>;
  /** Adds entries, merging those with a key already there, and moves the files' positions. */
  store(batch: IngestBatch): Promise<void>;
  /** Groups with entries newer than their weighing, or weighed by an older version. */
  groupsToWeigh(): Promise<readonly GroupId[]>;
  readGroup(id: GroupId): Promise<SessionGroup>;
  /** Replaces what stood for these groups. */
  storeWeighings(weighings: readonly Weighing[]): Promise<void>;
  /** Facts by name that outlive a run (learned coefficients, the version of a price book); JSON text. */
  readFact(name: string): Promise<string | undefined>;
  writeFact(name: string, value: string): Promise<void>;
  close(): Promise<void>;
}
