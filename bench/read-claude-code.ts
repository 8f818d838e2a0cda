/*
 * Processor time for reading Claude Code transcripts into entries (no storage, no weighing), and for profiling text.
 *   npx tsx bench/read-claude-code.ts FOLDER [ROUNDS]
 */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { assertExists } from '../src/base/assert.ts';
import { bytes, timestamp } from '../src/base/units.ts';
import { claudeCode } from '../src/measure/sources/claude-code.ts';
import { startOfFile } from '../src/measure/sources/source.ts';
import { profileText } from '../src/measure/tokens/text-profile.ts';

function processorSeconds(act: () => void): number {
  const before = process.cpuUsage();
  act();
  const spent = process.cpuUsage(before);
  return (spent.user + spent.system) / 1e6;
}

const folder = assertExists(process.argv[2], 'usage: read-claude-code.ts FOLDER [ROUNDS]');
const rounds = Number(process.argv[3] ?? 3);
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((path) => claudeCode.mayRead(path))
  .map((path) => join(folder, path))
  .map((path) => ({ path, size: bytes(statSync(path).size), modified: timestamp(0) }));
const gigabytes = files.reduce((sum, file) => sum + file.size, 0) / 1e9;

for (let round = 1; round <= rounds; round++) {
  let entries = 0;
  let skipped = 0;
  const seconds = processorSeconds(() => {
    for (const file of files) claudeCode.read(file, startOfFile, { entry: () => entries++, skipped: () => skipped++ });
  });
  const peak = (process.resourceUsage().maxRSS / 1024).toFixed(0);
  process.stdout.write(
    `round ${round}: ${files.length} files, ${gigabytes.toFixed(3)} GB, ${entries} entries, ${skipped} lines skipped, ` +
      `${seconds.toFixed(2)} CPU-s = ${(seconds / gigabytes).toFixed(2)} CPU-s/GB, peak ${peak} MiB\n`,
  );
}

const sentence = 'The spur gear has 12 teeth; `bevelGear(24)` returns "ok".\n    if (teeth > 12) { lubricate(); }\n';
const texts = Array.from({ length: 2000 }, (_, index) => sentence.repeat(1 + (index % 40)));
const megabytes = texts.reduce((sum, text) => sum + text.length, 0) / 1e6;
for (let round = 1; round <= rounds; round++) {
  const seconds = processorSeconds(() => {
    for (const text of texts) profileText(text);
  });
  process.stdout.write(`profiling: ${(megabytes / seconds).toFixed(0)} MB/s\n`);
}
