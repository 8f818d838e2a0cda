import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Folder of the shared measurements that stands beside the repository; absent on most machines. */
export const sharedData = fileURLToPath(new URL('../../shared/data/', import.meta.url));

let said = false;

/** True where the shared data stands; else says so once, loudly, so that a skipped test is never silent. */
export function hasSharedData(): boolean {
  const there = existsSync(sharedData);
  if (!there && !said) {
    said = true;
    process.stderr.write(`\nSKIPPED: no shared data at ${sharedData}; tests over real files do not run.\n`);
  }
  return there;
}
