import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { bytes, timestamp } from '../src/base/units.ts';
import type { Entry, ResponseEntry } from '../src/call/entry.ts';
import type { SkippedLine } from '../src/call/skipped-line.ts';
import { sumOf, usageFields, type Usage, type UsageField } from '../src/call/usage.ts';
import { startOfFile, type ReadPosition, type Source, type SourceFile } from '../src/measure/sources/source.ts';

export interface Reading {
  readonly entries: Entry[];
  readonly skipped: SkippedLine[];
}

export const emptyReading = (): Reading => ({ entries: [], skipped: [] });

function sourceFile(path: string): SourceFile {
  const { size, mtimeMs } = statSync(path);
  return { path, size: bytes(size), modified: timestamp(mtimeMs) };
}

/** Reads one file into a reading, from a position on. */
export function readInto(reading: Reading, source: Source, path: string, from: ReadPosition = startOfFile): ReadPosition {
  return source.read(sourceFile(path), from, {
    entry: (entry) => reading.entries.push(entry),
    skipped: (line) => reading.skipped.push(line),
  });
}

/** All files below a folder, sorted. */
export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((each) => each.isFile())
    .map((each) => join(each.parentPath, each.name))
    .toSorted();
}

/** Reads every file below a folder that is the source's by its content. */
export function readFolder(source: Source, folder: string): Reading {
  const reading = emptyReading();
  for (const path of filesBelow(folder)) {
    if (source.detect(readFileSync(path).subarray(0, 65_536).toString('utf8'))) readInto(reading, source, path);
  }
  return reading;
}

/** One response a call: of entries that tell of the same call, the record with the largest sum of tokens. */
export function callsOf(entries: readonly Entry[]): Map<string, ResponseEntry> {
  const calls = new Map<string, ResponseEntry>();
  for (const entry of entries) {
    if (entry.type !== 'response') continue;
    const held = calls.get(entry.call);
    if (held === undefined || (sumOf(entry.usage) ?? -1) > (sumOf(held.usage) ?? -1)) calls.set(entry.call, entry);
  }
  return calls;
}

/** Sum over the calls that state a field; absent where none does. */
export function totalsOf(entries: readonly Entry[]): Partial<Record<UsageField, number>> {
  const totals: Partial<Record<UsageField, number>> = {};
  for (const { usage } of callsOf(entries).values()) addUsage(totals, usage);
  return totals;
}

function addUsage(totals: Partial<Record<UsageField, number>>, usage: Usage): void {
  for (const field of usageFields) {
    const value = usage[field];
    if (value !== undefined) totals[field] = (totals[field] ?? 0) + value;
  }
}
