import { closeSync, openSync, readSync } from 'node:fs';
import { hashText } from '../../base/content-hash.ts';

/** What a source's `detect` looks at. */
const headLength = 64 * 1024;
/** What tells a file from another under the same name. */
const hashedLength = 4096;

/** First bytes of a file, at most `length` of them. @throws the file system's error */
function readStart(path: string, length: number): Buffer {
  const descriptor = openSync(path, 'r');
  try {
    const head = Buffer.allocUnsafe(length);
    let filled = 0;
    for (;;) {
      const count = readSync(descriptor, head, filled, length - filled, filled);
      filled += count;
      if (count === 0 || filled === length) return head.subarray(0, filled);
    }
  } finally {
    closeSync(descriptor);
  }
}

/** First bytes of a file, as many as tell it from another: most files show in them already whose they are. */
export const readFirstBytes = (path: string): Buffer => readStart(path, hashedLength);

/** First bytes of a file, at most 64 KiB. @throws the file system's error */
export const readHead = (path: string): Buffer => readStart(path, headLength);

/** Hash of the first bytes of a file, as far as it was read and at most 4 KiB. */
export const hashOfHead = (head: Buffer, readTo: number): string =>
  hashText(head.toString('latin1', 0, Math.min(readTo, hashedLength, head.length)));
