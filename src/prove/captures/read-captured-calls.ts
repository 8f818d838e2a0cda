import { statSync } from 'node:fs';
import { bytes, timestamp } from '../../base/units.ts';
import type { SessionId } from '../../call/entry.ts';
import { readCaptures } from '../../measure/sources/captures/read-captures.ts';
import type { CapturedCall } from './captured-calls.ts';

/** The answered calls of some sessions in files of captures, in order. @throws the file system's error */
export function readCapturedCalls(files: readonly string[], sessions: ReadonlySet<SessionId>): CapturedCall[] {
  const seen = new Set<string>();
  return files.flatMap((path) => {
    const { size, mtimeMs } = statSync(path);
    const calls: CapturedCall[] = [];
    let place = 0;
    const sink = { entry: () => {}, skipped: () => {} };
    readCaptures({ path, size: bytes(size), modified: timestamp(mtimeMs) }, sink, ({ request, response }, read) => {
      place++;
      if (read === undefined || response === undefined || !sessions.has(read.session) || seen.has(read.call)) return;
      seen.add(read.call);
      calls.push({ ...read, place, request, response });
    });
    return calls;
  });
}
