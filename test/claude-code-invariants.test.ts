import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { Entry } from '../src/call/entry.ts';
import { startOfFile } from '../src/measure/sources/source.ts';
import { readSegmentText } from '../src/measure/sources/read-segment-text.ts';
import { readClaudeCode, transcriptsBelow } from './claude-code-entries.ts';
import { hasSharedData, sharedData } from './shared-data.ts';

const folder = mkdtempSync(join(tmpdir(), 'tare-claude-'));
afterAll(() => rmSync(folder, { recursive: true }));

const sets = ['entireio-cli/claude', 'packmind/claude', 'claude-code-log/claude', 'claude-code-log/format-samples', 'sniffly/claude'];

/** Where a copy stands: under the same name, so that what the path says stays the same. */
const copyPath = (path: string): string => join(folder, basename(path));

/** Entries without the place they were read from. */
const withoutPlace = (entries: readonly Entry[]): readonly unknown[] =>
  entries.map(({ location: { offset, length, line }, ...entry }) => ({ ...entry, offset, length, line }));

describe.skipIf(!hasSharedData())('Claude Code, over every real transcript', () => {
  const paths = hasSharedData() ? sets.flatMap((set) => transcriptsBelow(join(sharedData, 'transcripts', set))) : [];

  test('every segment is read back from its place, with the hash it had', () => {
    let checked = 0;
    for (const path of paths) {
      for (const entry of readClaudeCode(path).entries) {
        if (!('segments' in entry)) continue;
        for (const segment of entry.segments) {
          if (segment.text === undefined) continue;
          const found = readSegmentText(entry.location, segment.part, segment.text.hash);
          if (found.state === 'gone') expect.fail(`${path}:${entry.location.line} ${segment.part}: ${found.why}`);
          checked++;
        }
      }
    }
    expect(checked).toBeGreaterThan(4000);
  });

  test('reading in part and then whole gives the entries of reading whole', () => {
    for (const path of paths.filter((_, index) => index % 3 === 0)) {
      const whole = readClaudeCode(path);
      const bytes = readFileSync(path);
      const copy = copyPath(path);
      const meta = path.replace('.jsonl', '.meta.json');
      if (existsSync(meta)) cpSync(meta, copy.replace('.jsonl', '.meta.json'));
      const entries: Entry[] = [];
      let position = startOfFile;
      for (const share of [0.1, 0.35, 0.351, 0.8, 1]) {
        writeFileSync(copy, bytes.subarray(0, Math.round(bytes.length * share)));
        const part = readClaudeCode(copy, position);
        entries.push(...part.entries);
        position = part.end;
      }
      expect(withoutPlace(entries)).toEqual(withoutPlace(whole.entries));
      expect(position).toEqual(whole.end);
    }
  });

  test('a copy under another name gives entries with the same keys', () => {
    for (const path of paths.filter((_, index) => index % 3 === 1)) {
      const copy = copyPath(path);
      cpSync(path, copy);
      expect(readClaudeCode(copy).entries.map((entry) => entry.key)).toEqual(readClaudeCode(path).entries.map((entry) => entry.key));
    }
  });

  test('every parent is an entry, unless its line stands further down or in no file', () => {
    const entries = paths.flatMap((path) => readClaudeCode(path).entries);
    const keys = new Set<string>(entries.map((entry) => entry.key));
    const places = new Map<string, string>();
    for (const path of paths) {
      for (const [index, line] of readFileSync(path, 'utf8').split('\n').entries()) {
        const uuid = /"uuid":\s?"([^"]+)"(?!.*"uuid":\s?")/.exec(line)?.[1];
        if (uuid !== undefined) places.set(`claude-code:${uuid}`, `${path}:${String(index + 1).padStart(8)}`);
      }
    }
    const lost = entries.filter(({ parent, location }) => {
      const place = places.get(parent);
      return !keys.has(parent) && place !== undefined && place < `${location.file}:${String(location.line).padStart(8)}`;
    });
    expect(lost.map((entry) => `${entry.location.file}:${entry.location.line}`)).toEqual([]);
  });

  test('following the parents of a last response meets every tool result before it', () => {
    for (const path of paths.filter((candidate) => candidate.includes('entireio-cli'))) {
      const { entries } = readClaudeCode(path);
      const byKey = new Map(entries.map((entry) => [entry.key, entry]));
      const met = new Set<string>();
      let at: Entry | undefined = entries.findLast((entry) => entry.type === 'response' && entry.origin === 'transcript');
      while (at !== undefined && !met.has(at.key)) {
        met.add(at.key);
        at = at.parent === 'root' || at.parent === 'previous' ? undefined : byKey.get(at.parent);
      }
      const results = entries.filter(
        (entry) => entry.type === 'input' && entry.chain === 'main' && entry.segments.some(({ kind }) => kind === 'tool-result'),
      );
      const missed = results.filter((entry) => !met.has(entry.key));
      expect.soft(missed.length, `${path}: ${missed.map((entry) => entry.location.line).join()}`).toBe(0);
    }
  });
});
