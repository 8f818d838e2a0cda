import { median } from '../src/base/statistics.ts';
import { learnCoefficients } from '../src/measure/tokens/learn-coefficients.ts';
import { learnedEstimator } from '../src/measure/tokens/learned-estimator.ts';
import { neutralCoefficients } from '../src/measure/tokens/neutral-coefficients.ts';
import { attributeGroup } from '../src/weigh/attribution/attribute-group.ts';
import { samplesOf } from '../src/weigh/attribution/bill-evidence.ts';
import { countingQuality } from '../src/weigh/counting-quality.ts';
import { evidenceOf } from '../src/weigh/refit-coefficients.ts';
import { realSets } from '../test/real-sources.ts';
import { drawnPrices } from '../test/weighed-from.ts';

// Prints the tables of docs/counting.md from real transcripts: npx tsx tools/check-counting.ts

const line = (cells: readonly (string | number | undefined)[]): string => `| ${cells.map((cell) => cell ?? '').join(' | ')} |\n`;
const percent = (share: number | undefined): string => (share === undefined ? '' : `${(share * 100).toFixed(1)} %`);
const ratio = (value: number | undefined): string => (value === undefined ? '' : value.toFixed(3));

const sets = [...realSets()];
const out = (text: string): boolean => process.stdout.write(text);

out('## Counting, five-fold, nothing learned beforehand\n\n');
out(
  line([
    'agent',
    'model',
    'differences',
    'sessions',
    'left out by',
    'median',
    'p90',
    'p90 shown whole',
    'total',
    'total of what is shown',
    'excluded',
  ]),
);
out(line(Array.from<string>({ length: 11 }).fill('---')));
for (const agent of ['claude-code', 'codex', 'pi']) {
  const groups = sets.filter((set) => set.source === agent && !set.name.endsWith('samples')).flatMap((set) => set.groups);
  const quality = countingQuality(evidenceOf(groups, neutralCoefficients), { start: neutralCoefficients, ridge: 0.3 });
  for (const model of quality) {
    const excluded = Object.entries(model.excluded).map(([reason, count]) => `${count} ${reason}`);
    out(
      line([
        agent,
        model.model,
        model.differences,
        model.sessions,
        model.leftOut,
        percent(model.medianError),
        percent(model.p90Error),
        percent(model.p90ErrorShown),
        ratio(model.totalRatio),
        ratio(model.shownRatio),
        excluded.join(', '),
      ]),
    );
  }
}

out('\n## Outputs rebuilt from what is visible, where the log is right, five-fold by session\n\n');
out(line(['agent', 'model', 'responses', 'median error', 'rebuilt / logged']));
out(line(Array.from<string>({ length: 5 }).fill('---')));
const rebuilt = new Map<string, { logged: number; shown: number; errors: number[] }>();
for (const agent of ['claude-code', 'pi']) {
  const groups = sets.filter((set) => set.source === agent && !set.name.endsWith('samples')).flatMap((set) => set.groups);
  const folds = Math.min(5, groups.length);
  for (let fold = 0; fold < folds; fold++) {
    const others = groups.filter((_, index) => index % folds !== fold);
    const learned = learnCoefficients(samplesOf(evidenceOf(others, neutralCoefficients)), neutralCoefficients, {
      version: 'fold',
      ridge: 0.3,
    });
    const tools = { prices: drawnPrices, estimator: learnedEstimator(learned) };
    for (const group of groups.filter((_, index) => index % folds === fold)) {
      for (const call of [...attributeGroup(group, tools).runs.values()].flat()) {
        const logged = call.usage.output;
        if (call.outputShown === undefined || call.stopReason === undefined || logged === undefined || logged === 0) continue;
        const key = `${agent} | ${call.model ?? 'unknown'}`;
        const row = rebuilt.get(key) ?? { logged: 0, shown: 0, errors: [] };
        row.errors.push(Math.abs(call.outputShown / logged - 1));
        rebuilt.set(key, { logged: row.logged + logged, shown: row.shown + call.outputShown, errors: row.errors });
      }
    }
  }
}
for (const [key, { logged, shown, errors }] of rebuilt) {
  if (errors.length >= 5) out(line([key, errors.length, percent(median(errors)), ratio(shown / logged)]));
}
