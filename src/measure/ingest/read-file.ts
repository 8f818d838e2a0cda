import { AssertionError } from '../../base/assert.ts';
import { entryFormatVersion } from '../../call/format-version.ts';
import type { BatchWriter } from '../../ledger/batch-writer.ts';
import { startOfFile, type ReadPosition, type Source } from '../sources/source.ts';
import { hashOfHead, readFirstBytes, readHead } from './file-head.ts';
import type { PendingFile } from './find-pending.ts';

/** What is to be done with a file, now that its first bytes are known. */
type Step =
  | { readonly kind: 'ignore' }
  | { readonly kind: 'read'; readonly source: Source; readonly from: ReadPosition; readonly restart: boolean };

const isSystemError = (error: unknown): boolean => (error as NodeJS.ErrnoException).code !== undefined;

/**
 * Reads one file into a batch, from where it was read to. A file that cannot be read counts as skipped: what was
 * read of it before stays, and it is tried again next time.
 */
export function readFile(batch: BatchWriter, pending: PendingFile, sources: readonly Source[]): void {
  const { file } = pending;
  try {
    const head = readFirstBytes(file.path);
    const step = stepFor(pending, head, sources);
    if (step.kind === 'ignore') {
      batch.ignoreFile({ path: file.path, size: file.size, modified: file.modified });
      return;
    }
    batch.startFile(file.path, step.restart);
    const sink = { entry: batch.entry.bind(batch), skipped: batch.skipped.bind(batch) };
    const { path, size, modified } = file;
    const end = step.source.read({ path, size, modified }, step.from, sink);
    batch.endFile({
      path,
      size,
      modified,
      source: step.source.name,
      offset: end.offset,
      line: end.line,
      ...(end.state === undefined ? {} : { state: end.state }),
      headHash: hashOfHead(head, end.offset),
      format: entryFormatVersion,
    });
  } catch (error) {
    if (error instanceof AssertionError) throw error;
    batch.skipped({ file: file.path, line: 0, reason: isSystemError(error) ? 'unreadable-file' : 'wrong-shape' });
  }
}

function stepFor({ file, source, record }: PendingFile, head: Buffer, sources: readonly Source[]): Step {
  if (record !== undefined && record.format === entryFormatVersion && source.rereads === 'append') {
    const grown = file.size >= record.offset && hashOfHead(head, record.offset) === record.headHash;
    if (grown) return { kind: 'read', source, from: positionOf(record), restart: false };
  }
  // A log that is written on shows in its first lines whose it is; a document may not.
  const isPlain = source.rereads === 'append' && source.detect(head.toString('utf8'));
  const reader = isPlain ? source : sourceOf(readHead(file.path).toString('utf8'), source, sources);
  return reader === undefined ? { kind: 'ignore' } : { kind: 'read', source: reader, from: startOfFile, restart: true };
}

/** The source whose content it is; that of the place is asked first. */
function sourceOf(head: string, likely: Source, sources: readonly Source[]): Source | undefined {
  return likely.detect(head) ? likely : sources.find((source) => source !== likely && source.detect(head));
}

const positionOf = ({ offset, line, state }: ReadPosition): ReadPosition => ({
  offset,
  line,
  ...(state === undefined ? {} : { state }),
});
