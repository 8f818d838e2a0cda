import type { GroupId, SessionGroup } from '../call/session-group.ts';
import type { Weighing } from '../call/weighing.ts';
import type { BatchWriter } from './batch-writer.ts';
import type { FileRecord, FileStamp, IgnoredFile } from './file-record.ts';
import type { ForgetCount, ForgetRequest } from './forget-request.ts';
import type { QueryRunner } from './query-runner.ts';
import type { WeighingWriter } from './weighing-writer.ts';

/** A group whose weighing is out of date. */
export interface GroupToWeigh {
  readonly id: GroupId;
  readonly entries: number;
}

/** How the ledger weighs a group anew when somebody looks at what it carried. */
export interface GroupWeigher {
  readonly version: string;
  readonly load: () => Promise<(group: SessionGroup) => Weighing>;
}

/**
 * Keeps entries and what weighing made of them. One process holds its file. Everything here is atomic: a process
 * killed at any point leaves the state before or after the call. One writer at a time: callers wait for each other.
 */
export interface Ledger extends QueryRunner {
  /** Every file read so far, by path. */
  files(): Promise<ReadonlyMap<string, FileRecord>>;
  /** Of every file read so far, by path, no more than what tells whether it has changed. */
  fileStamps(): Promise<ReadonlyMap<string, FileStamp>>;
  /** Files that no source knows, by path. */
  ignoredFiles(): Promise<ReadonlyMap<string, IgnoredFile>>;
  /** Adds entries and moves the files' positions. An entry whose key is already there is merged when the ledger settles. */
  openBatch(): Promise<BatchWriter>;
  /**
   * Settles what came since the last time (merges entries by key, joins sessions that share context) and lists the
   * groups that changed since they were weighed, or were weighed by another version.
   */
  groupsToWeigh(version: string): Promise<readonly GroupToWeigh[]>;
  readGroups(ids: readonly GroupId[]): Promise<readonly SessionGroup[]>;
  /** Takes weighings one by one; each replaces what stood for its group. */
  openWeighings(version: string): Promise<WeighingWriter>;
  /** From now on {@link carry} weighs with it: the same as wrote the weighings that are there. */
  weighWith(weigher: () => Promise<GroupWeigher>): void;
  /** Facts by name that outlive a run (learned coefficients, the version of a price book); JSON text. */
  readFact(name: string): Promise<string | undefined>;
  writeFact(name: string, value: string): Promise<void>;
  /** What `forget` would remove. */
  countForgotten(request: ForgetRequest): Promise<ForgetCount>;
  /** Removes for good, and keeps it from coming back when its source is read again. */
  forget(request: ForgetRequest): Promise<ForgetCount>;
  /** Writes the rows of a `SELECT` to a file. @returns how many */
  copyTo(sql: string, file: string, format: 'parquet' | 'csv' | 'json'): Promise<number>;
  close(): Promise<void>;
}
