/**
 * Prints measured serving speed beside the prediction, row by row, as a table for a document.
 * `npx tsx tools/compare-serving.ts FILE.csv` reads the columns of `tare plan --score`; a row without a value is predicted alone.
 */
import { readFileSync } from 'node:fs';
import { formatPercent, formatSignificant } from '../src/base/number-format.ts';
import { coefficients } from '../src/scale/hardware/coefficients.ts';
import { measuredRun } from '../src/scale/score/measured-run.ts';
import { scoredRun } from '../src/scale/score/score-runs.ts';
import { csvTable } from '../src/scale/traces/csv-table.ts';

/** Stands for a value that was not measured, since a run without one is refused. */
const unmeasured = '1';

const say = (line: string): void => void process.stdout.write(`${line}\n`);

function compare(fields: Readonly<Record<string, string>>): void {
  const isMeasured = fields['value'] !== '';
  const run = measuredRun(isMeasured ? fields : { ...fields, value: unmeasured });
  const scored = 'reason' in run ? run : scoredRun(run, coefficients);
  const shape = `${fields['arch']} | ${fields['isl']} | ${fields['osl']} | ${fields['concurrency']} | ${fields['metric']}`;
  if ('reason' in scored) {
    say(`| ${shape} | ${fields['value']} | ${scored.reason} | | |`);
    return;
  }
  const { predicted, low, high } = scored;
  const measured = isMeasured ? formatSignificant(scored.run.value) : '';
  const error = isMeasured ? formatPercent(predicted / scored.run.value - 1) : '';
  say(`| ${shape} | ${measured} | ${formatSignificant(predicted)} | ${formatSignificant(low)} to ${formatSignificant(high)} | ${error} |`);
}

const [file] = process.argv.slice(2);
if (file === undefined) {
  process.stderr.write('usage: npx tsx tools/compare-serving.ts FILE.csv\n');
  process.exitCode = 2;
} else {
  const table = csvTable(readFileSync(file, 'utf8'));
  say('| model | in | out | requests at once | metric | measured | predicted | 80 % band | error |');
  say('|---|---|---|---|---|---|---|---|---|');
  for (const { fields } of table.rows()) {
    compare(Object.fromEntries(table.columns.map((column, index) => [column, fields[index] ?? ''])));
  }
}
