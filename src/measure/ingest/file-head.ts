import { closeSync, openSync, readSync } from 'node:fs';
import { hashText } from '../../base/content-hash.ts';

/** What a source's `detect` looks at. */
const headLength = 64 * 1024;
/** What tells a file from another under the same name. */
const hashedLength = 4096;

/** First bytes of a file, at most 64 KiB. @throws the file system's error */
export function readHead(path: string): Buffer {
  const descriptor = openSync(path, 'r');
  try {
    const head = Buffer.allocUnsafe(headLength);
    let filled = 0;
    for (;;) {
      const count = readSync(descriptor, head, filled, headLength - filled, filled);
      filled += count;
      if (count === 0 || filled === headLength) return head.subarray(0, filled);
    }
  } finally {
    closeSync(descriptor);
  }
}

/** Hash of the first bytes of a file, as far as it was read and at most 4 KiB. */
export const hashOfHead = (head: Buffer, readTo: number): string =>
  hashText(head.toString('latin1', 0, Math.min(readTo, hashedLength, head.length)));
