import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { randomFrom, seed } from '../src/base/random.ts';
import { claudeExamples } from './examples/claude-examples.ts';
import { codexExample } from './examples/codex-example.ts';
import { geminiExample } from './examples/gemini-example.ts';

// Writes the made-up transcripts of examples/home/; the same seed gives the same bytes:
//   npx tsx tools/make-examples.ts

const home = fileURLToPath(new URL('../examples/home/', import.meta.url));
const random = randomFrom(seed(20260309));
const files = [...claudeExamples(random.fork('claude')), ...codexExample(random.fork('codex')), ...geminiExample(random.fork('gemini'))];

rmSync(home, { recursive: true, force: true });
let bytes = 0;
for (const { path, lines } of files) {
  const target = join(home, path);
  const text = `${lines.join('\n')}\n`;
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, text);
  bytes += text.length;
}
process.stdout.write(`${files.length} files, ${Math.round(bytes / 1000)} kB in ${home}\n`);
