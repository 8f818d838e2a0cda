import { closeSync, openSync, readSync } from 'node:fs';

/** Enough for the first line of any log whose lines are not prompts of their own. */
const headLength = 4 * 1024 * 1024;

/** First part of a file as text. @throws the file system's error */
export function readHead(path: string): string {
  const descriptor = openSync(path, 'r');
  try {
    const head = Buffer.allocUnsafe(headLength);
    return head.toString('utf8', 0, readSync(descriptor, head, 0, headLength, 0));
  } finally {
    closeSync(descriptor);
  }
}
