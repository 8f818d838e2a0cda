import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Bytes, Timestamp } from '../src/base/units.ts';
import type { CallKey, Entry, ResponseEntry } from '../src/call/entry.ts';
import type { SkippedLine } from '../src/call/skipped-line.ts';
import { sumOf } from '../src/call/usage.ts';
import { claudeCode } from '../src/measure/sources/claude-code.ts';
import { startOfFile, type ReadPosition, type SourceFile } from '../src/measure/sources/source.ts';

export interface ReadEntries {
  readonly entries: readonly Entry[];
  readonly skipped: readonly SkippedLine[];
  readonly end: ReadPosition;
}

function sourceFile(path: string): SourceFile {
  const { size, mtimeMs } = statSync(path);
  return { path, size: size as Bytes, modified: mtimeMs as Timestamp };
}

/** What the Claude Code source makes of one file. */
export function readClaudeCode(path: string, from: ReadPosition = startOfFile): ReadEntries {
  const entries: Entry[] = [];
  const skipped: SkippedLine[] = [];
  const end = claudeCode.read(sourceFile(path), from, { entry: (entry) => entries.push(entry), skipped: (line) => skipped.push(line) });
  return { entries, skipped, end };
}

/** Every file below a folder that the source may read, in order of their names. */
export function transcriptsBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => claudeCode.mayRead(path))
    .toSorted()
    .map((path) => join(folder, path));
}

/** A response over all entries that tell of it. */
export interface MergedResponse {
  readonly best: ResponseEntry;
  readonly stopReasonKnown: boolean;
  readonly visibleCharacters: number;
}

/** Merges as the design wants it: by call, each entry once, and the record with the largest token sum wins. */
export function mergeResponses(entries: Iterable<Entry>, wanted: (entry: ResponseEntry) => boolean): Map<CallKey, MergedResponse> {
  const responses = new Map<CallKey, MergedResponse>();
  const seen = new Set<string>();
  for (const entry of entries) {
    if (entry.type !== 'response' || !wanted(entry) || seen.has(entry.key)) continue;
    seen.add(entry.key);
    const known = responses.get(entry.call);
    const larger = known === undefined || (sumOf(entry.usage) ?? 0) > (sumOf(known.best.usage) ?? 0);
    responses.set(entry.call, {
      best: larger ? entry : known.best,
      stopReasonKnown: (known?.stopReasonKnown ?? false) || entry.stopReason !== undefined,
      visibleCharacters: (known?.visibleCharacters ?? 0) + (entry.visibleCharacters ?? 0),
    });
  }
  return responses;
}
