/**
 * Keeps a lab run in the documentation: its archive with all exchanges, and its table as `tare lab score` prints it.
 * `npx tsx tools/record-experiment.ts FOLDER NAME` writes docs/experiments/NAME.jsonl.gz and NAME.txt.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inkFor } from '../src/cli/format/ink.ts';
import { formatLab } from '../src/cli/lab/format-lab.ts';
import { archiveOf, readExperiment } from '../src/prove/lab/experiment-file.ts';
import { scoreExperiment } from '../src/prove/lab/score-experiment.ts';

const columns = 120;
const [folder, name] = process.argv.slice(2);
if (folder === undefined || name === undefined) {
  process.stderr.write('usage: npx tsx tools/record-experiment.ts FOLDER NAME\n');
  process.exitCode = 2;
} else {
  const target = fileURLToPath(new URL('../docs/experiments/', import.meta.url));
  mkdirSync(target, { recursive: true });
  const experiment = readExperiment(folder);
  writeFileSync(join(target, `${name}.jsonl.gz`), archiveOf(experiment));
  const words = formatLab(scoreExperiment(experiment), inkFor({ colorDepth: 'none' }), columns);
  writeFileSync(join(target, `${name}.txt`), words);
  process.stdout.write(words);
}
