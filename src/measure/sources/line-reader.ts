import { isAscii, isUtf8 } from 'node:buffer';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import type { Bytes } from '../../base/units.ts';
import type { SourceLocation } from '../../call/source-location.ts';
import type { ReadPosition } from './source.ts';

/** One line as it stands in the file, without its line break. Valid only during the visit: the bytes are reused. */
export interface RawLine {
  readonly bytes: Buffer;
  readonly offset: number;
  /** From 1. */
  readonly number: number;
  /** False for the last line of a file that does not end in a line break: it may be half written. */
  readonly terminated: boolean;
}

/**
 * Takes one line. For an unterminated line it says whether that line is complete all the same; if not, reading
 * stops before it and finds it again next time.
 */
export type LineVisitor = (line: RawLine) => boolean;

export interface LineReaderOptions {
  /** Longer lines are passed over without being held in memory. */
  readonly longestLine?: number;
  readonly tooLong?: (lineNumber: number) => void;
}

const chunkSize = 1 << 20;
const defaultLongestLine = 256 * 1024 * 1024;
const newline = 0x0a;
const carriageReturn = 0x0d;
const closingBrace = 0x7d;

let spareChunk: Buffer | undefined = undefined;

/** One chunk is kept between files, so that a thousand small files do not cost a thousand large allocations. */
function takeChunk(): Buffer {
  const chunk = spareChunk ?? Buffer.allocUnsafeSlow(chunkSize);
  spareChunk = undefined;
  return chunk;
}

function wasTerminatedBefore(descriptor: number, offset: number): boolean {
  if (offset === 0) return true;
  const before = Buffer.allocUnsafe(1);
  return readSync(descriptor, before, 0, 1, offset - 1) === 1 && before[0] === newline;
}

/** Length of what remains of the line break of a line that was read before its line break was written. */
function leftoverLineBreak(bytes: Buffer, length: number): number {
  if (length > 0 && bytes[0] === newline) return 1;
  if (length > 1 && bytes[0] === carriageReturn && bytes[1] === newline) return 2;
  return 0;
}

/**
 * Reads a file line by line from a position, synchronously and in chunks. Empty lines are counted and not visited.
 * A file shorter than the position was rewritten, so it is read from its start.
 * @returns where to go on: behind the last complete line
 * @throws the file system's error when the file cannot be opened or read
 */
export function readLines(path: string, from: ReadPosition, visit: LineVisitor, options: LineReaderOptions = {}): ReadPosition {
  const longestLine = options.longestLine ?? defaultLongestLine;
  const descriptor = openSync(path, 'r');
  let chunk = takeChunk();
  try {
    const rewritten = fstatSync(descriptor).size < from.offset;
    let lineStart: number = rewritten ? 0 : from.offset;
    let lineNumber = rewritten ? 0 : from.line;
    let resumesUnterminated = !wasTerminatedBefore(descriptor, lineStart);
    let filled = 0;
    let searched = 0;
    let skippedFrom: number | undefined;
    for (;;) {
      if (filled === chunk.length) {
        if (filled >= longestLine) {
          skippedFrom ??= lineStart;
          lineStart += filled;
          filled = 0;
          searched = 0;
        } else {
          const larger = Buffer.allocUnsafeSlow(Math.min(longestLine, chunk.length * 4));
          chunk.copy(larger, 0, 0, filled);
          chunk = larger;
        }
      }
      const count = readSync(descriptor, chunk, filled, chunk.length - filled, lineStart + filled);
      if (count === 0) break;
      filled += count;
      let begin = 0;
      if (resumesUnterminated) {
        begin = leftoverLineBreak(chunk, filled);
        searched = begin;
        resumesUnterminated = false;
      }
      const complete = filled === chunk.length ? chunk : chunk.subarray(0, filled);
      for (;;) {
        const end = complete.indexOf(newline, searched);
        if (end === -1) break;
        lineNumber++;
        const contentEnd = end > begin && complete[end - 1] === carriageReturn ? end - 1 : end;
        if (skippedFrom !== undefined) {
          options.tooLong?.(lineNumber);
          skippedFrom = undefined;
        } else if (contentEnd > begin) {
          visit({ bytes: complete.subarray(begin, contentEnd), offset: lineStart + begin, number: lineNumber, terminated: true });
        }
        begin = end + 1;
        searched = begin;
      }
      if (begin > 0) {
        chunk.copyWithin(0, begin, filled);
        lineStart += begin;
        filled -= begin;
      }
      searched = filled;
    }
    if (skippedFrom === undefined && filled > 0 && chunk[filled - 1] === closingBrace) {
      const rest = { bytes: chunk.subarray(0, filled), offset: lineStart, number: lineNumber + 1, terminated: false };
      if (visit(rest)) return { offset: (lineStart + filled) as Bytes, line: lineNumber + 1 };
    }
    return { offset: (skippedFrom ?? lineStart) as Bytes, line: lineNumber };
  } finally {
    closeSync(descriptor);
    if (chunk.length === chunkSize) spareChunk = chunk;
  }
}

/** Text of a line, or undefined where its bytes are not UTF-8. A byte order mark is dropped. */
export function decodeLine(bytes: Buffer): string | undefined {
  if (isAscii(bytes)) return bytes.toString('latin1');
  if (!isUtf8(bytes)) return undefined;
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.toString('utf8', 3) : bytes.toString('utf8');
}

export const locationOf = (path: string, line: RawLine): SourceLocation => ({
  file: path,
  offset: line.offset as Bytes,
  length: line.bytes.length as Bytes,
  line: line.number,
});
