import type { Entry } from '../call/entry.ts';
import type { SkippedLine } from '../call/skipped-line.ts';
import type { FileRecord, IgnoredFile } from './file-record.ts';

/**
 * What is read since the last batch; stored whole or not at all. Takes entries one by one and holds few of them in
 * memory, however long the batch. Nobody sees any of it before `commit`.
 */
export interface BatchWriter {
  /** Entries and skipped lines taken so far. */
  readonly size: number;
  /** Called before the first entry of a file. `restart`: it is read from its start, so what was skipped in it is told anew. */
  startFile(path: string, restart: boolean): void;
  entry(entry: Entry): void;
  skipped(line: SkippedLine): void;
  /** Called after the last entry of a file. */
  endFile(record: FileRecord): void;
  /** Notes a file that no source knows: it is not looked into again until it changes. */
  ignoreFile(file: IgnoredFile): void;
  commit(): Promise<void>;
  /** Leaves the ledger as it was. */
  rollback(): Promise<void>;
}
