import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { codex } from '../src/measure/sources/codex.ts';
import { copilot } from '../src/measure/sources/copilot.ts';
import { geminiCli } from '../src/measure/sources/gemini-cli.ts';
import { opencode } from '../src/measure/sources/opencode.ts';
import { pi } from '../src/measure/sources/pi.ts';
import { readSegmentText } from '../src/measure/sources/read-segment-text.ts';
import { writeExport } from './opencode-fixture.ts';
import { hasSharedData, sharedData } from './shared-data.ts';
import { readFolder, type Reading } from './source-reading.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tare-text-'));
  writeExport(join(folder, 'export.json'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Segments whose text cannot be read back from where they say it stands. */
const lost = ({ entries }: Reading): string[] =>
  entries.flatMap((entry) =>
    ('segments' in entry ? entry.segments : [])
      .filter(({ part, text }) => text !== undefined && readSegmentText(entry.location, part, text.hash).state === 'gone')
      .map(({ kind, part }) => `${kind} ${part} ${entry.location.file}:${entry.location.line}`),
  );

const sets = [
  [codex, 'agentv/codex'],
  [copilot, 'agentv/copilot'],
  [geminiCli, 'entireio-cli/gemini'],
  [pi, 'pi-mono/pi'],
] as const;

test.runIf(hasSharedData())('every text of every real file leads back to its bytes', () => {
  for (const [source, set] of sets) {
    const reading = readFolder(source, join(sharedData, 'transcripts', set));
    expect(reading.entries.length).toBeGreaterThan(0);
    expect(lost(reading)).toEqual([]);
  }
});

test('every text of an exported OpenCode session leads back to its bytes', () => {
  expect(lost(readFolder(opencode, folder))).toEqual([]);
});
