import { dirname } from 'node:path';
import type { BatchWriter } from '../../ledger/batch-writer.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import type { Source } from '../sources/source.ts';
import { findPending, type IngestPlace, type PendingFile } from './find-pending.ts';
import { readFile } from './read-file.ts';

export interface IngestProgress {
  readonly filesDone: number;
  /** Files that are new or have changed. */
  readonly files: number;
  readonly bytesDone: number;
  readonly bytes: number;
}

export interface IngestOptions {
  readonly places: readonly IngestPlace[];
  /** Every source: what a file is, is decided by its content. */
  readonly sources: readonly Source[];
  readonly onProgress?: (progress: IngestProgress) => void;
  /** Stops between two files; what was read until then is kept. */
  readonly signal?: AbortSignal;
  /** Entries after which a batch is stored, at the next change of folder. */
  readonly batchSize?: number;
  /** Called when a batch has been stored. */
  readonly afterBatch?: () => Promise<void>;
}

export interface IngestReport {
  /** Files that a source may read, changed or not. */
  readonly filesFound: number;
  /** Files that were new or had changed. */
  readonly filesRead: number;
}

const defaultBatchSize = 12_000;
const turnMilliseconds = 100;

/**
 * Reads what is new in the places into the ledger, in batches that are each stored whole or not at all. Unchanged
 * files (same size and time) are not opened. A file that cannot be read is counted as skipped and stops nothing.
 */
export async function ingest(ledger: Ledger, options: IngestOptions): Promise<IngestReport> {
  const known = { stamps: await ledger.fileStamps(), ignored: await ledger.ignoredFiles(), records: () => ledger.files() };
  const pending = await findPending(options.places, known, options.sources);
  const bytes = pending.files.reduce((sum, file) => sum + file.bytes, 0);
  const batches = new Batches(ledger, options);
  let [filesDone, bytesDone, turn] = [0, 0, performance.now()];
  try {
    for (const [index, file] of pending.files.entries()) {
      if (options.signal?.aborted === true) break;
      readFile(await batches.current(), file, options.sources);
      await batches.storeIfFull(folderOf(file) === folderOf(pending.files[index + 1]));
      filesDone++;
      bytesDone += file.bytes;
      if (performance.now() - turn < turnMilliseconds) continue;
      options.onProgress?.({ filesDone, files: pending.files.length, bytesDone, bytes });
      // Lets other work of this process have a turn: a request to the holder, Ctrl-C.
      await new Promise((resolve) => setImmediate(resolve));
      turn = performance.now();
    }
    for (const path of pending.unreadable) (await batches.current()).skipped({ file: path, line: 0, reason: 'unreadable-file' });
    await batches.store();
  } catch (error) {
    await batches.drop();
    throw error;
  }
  return { filesFound: pending.found, filesRead: filesDone };
}

/** The batch that is being filled; opened when there is something to put in. */
class Batches {
  readonly #ledger: Ledger;
  readonly #size: number;
  readonly #afterBatch: IngestOptions['afterBatch'];
  #open: BatchWriter | undefined;

  constructor(ledger: Ledger, { batchSize, afterBatch }: IngestOptions) {
    this.#ledger = ledger;
    this.#size = batchSize ?? defaultBatchSize;
    this.#afterBatch = afterBatch;
  }

  async current(): Promise<BatchWriter> {
    this.#open ??= await this.#ledger.openBatch();
    return this.#open;
  }

  /** Files of one folder often tell of one session: they are kept together up to twice the size. */
  async storeIfFull(sameFolderFollows: boolean): Promise<void> {
    if ((this.#open?.size ?? 0) >= this.#size * (sameFolderFollows ? 2 : 1)) await this.store();
  }

  async store(): Promise<void> {
    const open = this.#open;
    if (open === undefined) return;
    this.#open = undefined;
    await open.commit();
    await this.#afterBatch?.();
  }

  async drop(): Promise<void> {
    await this.#open?.rollback();
  }
}

const folderOf = (file: PendingFile | undefined): string | undefined => (file === undefined ? undefined : dirname(file.file.path));
