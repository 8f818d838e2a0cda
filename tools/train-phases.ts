// Trains the phase tagger on the labelled sets beside the repository, prints its agreement on traces left out, and
// writes src/prove/phases/phase-weights.ts: `npx tsx tools/train-phases.ts [--check]`
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { randomFrom, seed } from '../src/base/random.ts';
import { mean } from '../src/base/statistics.ts';
import { phases, type Phase } from '../src/prove/phases/phase.ts';
import { tagSentences } from '../src/prove/phases/tag-phases.ts';
import { labelledTraces, type LabelledTrace } from './train-phases/labelled-traces.ts';
import { agreement, quantise, trainLinear } from './train-phases/train-linear.ts';

const folds = 10;

/** Share of the characters of a trace by phase. */
function sharesOf(trace: LabelledTrace, labels: readonly (Phase | undefined)[]): number[] {
  const characters = new Map<Phase, number>();
  let all = 0;
  for (const [index, sentence] of trace.sentences.entries()) {
    const label = labels[index];
    if (label === undefined || trace.labels[index] === undefined) continue;
    all += sentence.length;
    characters.set(label, (characters.get(label) ?? 0) + sentence.length);
  }
  return phases.map((phase) => (characters.get(phase) ?? 0) / Math.max(1, all));
}

const rounded = (values: ArrayLike<number>): string => JSON.stringify(Array.from(values, (value) => Math.round(value * 1e4) / 1e4));

const traces = labelledTraces();
const random = randomFrom(seed(1), 'folds');
const fold = new Map(traces.map((trace) => [trace, Math.floor(random.next() * folds)]));
const scored = new Map<LabelledTrace['set'], { pairs: [Phase, Phase][]; errors: number[] }>();
for (let left = 0; left < folds; left++) {
  const model = quantise(trainLinear(traces.filter((trace) => fold.get(trace) !== left)));
  for (const trace of traces.filter((candidate) => fold.get(candidate) === left)) {
    const tags = tagSentences(trace.sentences, model);
    const score = scored.get(trace.set) ?? { pairs: [], errors: [] };
    scored.set(trace.set, score);
    for (const [index, label] of trace.labels.entries()) if (label !== undefined) score.pairs.push([tags[index] as Phase, label]);
    const [own, other] = [sharesOf(trace, tags), sharesOf(trace, trace.labels)];
    score.errors.push(...own.map((share, phase) => Math.abs(share - (other[phase] as number)) * 100));
  }
}
process.stdout.write(`| set | traces | sentences | accuracy | kappa | mean error of a share, points |\n|---|---|---|---|---|---|\n`);
for (const [set, { pairs, errors }] of scored) {
  const { sentences, accuracy, kappa } = agreement(pairs);
  const count = traces.filter((trace) => trace.set === set).length;
  process.stdout.write(
    `| ${set} | ${count} | ${sentences} | ${(accuracy * 100).toFixed(1)} % | ${kappa.toFixed(3)} | ${mean(errors).toFixed(1)} |\n`,
  );
}

if (!process.argv.includes('--check')) {
  const model = quantise(trainLinear(traces));
  const file = fileURLToPath(new URL('../src/prove/phases/phase-weights.ts', import.meta.url));
  writeFileSync(
    file,
    `import type { PackedPhaseModel } from './phase-model.ts';

/** Written by tools/train-phases.ts from ReasoningFlow (Apache-2.0) and Thought Anchors (MIT); docs/phases.md. */
export const phaseWeights: PackedPhaseModel = {
  version: '1',
  scale: ${model.scale},
  bias: ${rounded(model.bias)},
  transitions: ${rounded(model.transitions)},
  weights:
    '${Buffer.from(model.weights.buffer).toString('base64')}',
};
`,
  );
  process.stdout.write(`wrote ${file}\n`);
}
