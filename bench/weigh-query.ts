/*
 * Times the question behind `tare weigh` on a made-up ledger of a million calls, and prints the rows of
 * docs/benchmarks.md. The ledger stands in a temporary folder that is removed at the end.
 *
 *   npx tsx bench/weigh-query.ts [--calls 1000000] [--runs 7]
 */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { formatCount } from '../src/base/number-format.ts';
import { median } from '../src/base/statistics.ts';
import { timestamp } from '../src/base/units.ts';
import { DuckdbFile } from '../src/ledger/duckdb/duckdb-file.ts';
import { answerWeigh } from '../src/show/answers/answer-weigh.ts';
import type { Filter } from '../src/show/answers/filter.ts';
import { madeCalls } from './made-ledger.ts';

const { values: options } = parseArgs({
  options: { calls: { type: 'string', default: '1000000' }, runs: { type: 'string', default: '7' } },
});
const calls = Number(options.calls);

const filters: readonly (readonly [string, Filter])[] = [
  ['everything', { timeZone: 'Europe/Zurich' }],
  ['30 days', { timeZone: 'Europe/Zurich', since: timestamp(1_762_000_000_000), until: timestamp(1_762_000_000_000 + 30 * 86_400_000) }],
  ['one project', { timeZone: 'Europe/Zurich', project: 'project-7' }],
];

const folder = mkdtempSync(join(tmpdir(), 'tare-bench-'));
try {
  const path = join(folder, 'ledger.duckdb');
  const file = await DuckdbFile.open(path);
  for (const statement of madeCalls(calls)) await file.writer.run(statement);
  await file.writer.run('CHECKPOINT');
  const [size] = await file.rows<{ calls: number; rollup: number }>(
    'SELECT (SELECT count(*) FROM call) AS calls, (SELECT count(*) FROM rollup) AS rollup',
  );
  process.stdout.write(
    `${formatCount(size?.calls ?? 0)} calls, ${formatCount(size?.rollup ?? 0)} rows of rollup, ${formatCount(statSync(path).size / 1e6)} MB\n\n`,
  );
  process.stdout.write('| `tare weigh` of | median, ms | fastest, ms | CPU of all threads, ms |\n|---|---:|---:|---:|\n');
  for (const [name, filter] of filters) {
    const times: number[] = [];
    const cpu: number[] = [];
    for (let run = 0; run < Number(options.runs); run++) {
      const start = performance.now();
      const before = process.cpuUsage();
      await answerWeigh({ rows: file.rows.bind(file), carry: () => Promise.resolve() }, filter, null);
      times.push(performance.now() - start);
      const { user, system } = process.cpuUsage(before);
      cpu.push((user + system) / 1000);
    }
    process.stdout.write(`| ${name} | ${median(times).toFixed(0)} | ${Math.min(...times).toFixed(0)} | ${median(cpu).toFixed(0)} |\n`);
  }
  await file.close();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
