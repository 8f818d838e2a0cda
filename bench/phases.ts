// Speed of the phase tagger on the labelled sentences: `npx tsx bench/phases.ts`
import { median } from '../src/base/statistics.ts';
import { tagSentences } from '../src/prove/phases/tag-phases.ts';
import { labelledTraces } from '../tools/train-phases/labelled-traces.ts';

const traces = labelledTraces();
const sentences = traces.reduce((sum, trace) => sum + trace.sentences.length, 0);
const rates: number[] = [];
for (let run = 0; run < 9; run++) {
  const start = process.cpuUsage();
  for (const trace of traces) tagSentences(trace.sentences);
  const { user, system } = process.cpuUsage(start);
  rates.push(sentences / ((user + system) / 1e6));
}
process.stdout.write(
  `${sentences} sentences, median of ${rates.length} runs: ${Math.round(median(rates)).toLocaleString('en-US')} sentences per CPU-second (bound: 100,000)\n`,
);
