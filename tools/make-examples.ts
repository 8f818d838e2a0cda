import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { captureExamples } from './examples/capture-examples.ts';
import { exampleFiles, textOf } from './examples/example-files.ts';

// Writes the made-up transcripts of examples/home/ and captures of examples/captures/; the same seed gives the same bytes:
//   npx tsx tools/make-examples.ts

const home = fileURLToPath(new URL('../examples/home/', import.meta.url));
const files = exampleFiles();

rmSync(home, { recursive: true, force: true });
for (const file of files) {
  const target = join(home, file.path);
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, textOf(file));
}
const size = files.reduce((sum, file) => sum + textOf(file).length, 0);
process.stdout.write(`${files.length} files, ${Math.round(size / 1000)} kB in ${home}\n`);

const captures = fileURLToPath(new URL('../examples/captures/', import.meta.url));
const captured = captureExamples();

rmSync(captures, { recursive: true, force: true });
mkdirSync(captures, { recursive: true });
for (const { path, text } of captured) writeFileSync(join(captures, path), text);
const capturedSize = captured.reduce((sum, { text }) => sum + text.length, 0);
process.stdout.write(`${captured.length} files, ${Math.round(capturedSize / 1000)} kB in ${captures}\n`);
