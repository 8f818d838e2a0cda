import type { Command } from 'commander';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { performance } from 'node:perf_hooks';
import { seed as seedOf } from '../../base/random.ts';
import { TareError } from '../../base/tare-error.ts';
import { linkCase } from '../../judge/case/link-case.ts';
import type { LinkedCase } from '../../judge/case/linked-case.ts';
import { readCase } from '../../judge/case/read-case.ts';
import { resolveNothing, type Resolve } from '../../judge/case/resolve.ts';
import { claimReviews } from '../../judge/interchange/claim-review.ts';
import { samplesCsv } from '../../judge/interchange/samples-csv.ts';
import { squiggleModel } from '../../judge/interchange/squiggle.ts';
import type { CaseAnswer } from '../../judge/verdict/case-answer.ts';
import { judgeCase } from '../../judge/verdict/judge-case.ts';
import { fullJudgement } from '../../judge/verdict/judge-options.ts';
import { formatCase } from '../check/format-case.ts';
import { formatClaim } from '../check/format-claim.ts';
import { readCaseFiles } from '../check/read-case-files.ts';
import { fewestOwnCalls, ownQuantities } from '../check/own-quantities.ts';
import { reportHtml } from '../check/report-html.ts';
import { startingCase } from '../check/starting-case.ts';
import { withTare } from '../with-tare.ts';
import type { World } from '../world.ts';

interface CheckOptions {
  readonly json?: boolean;
  readonly html?: string;
  readonly csv?: string;
  readonly squiggle?: string;
  readonly claimreview?: string;
  readonly new?: string;
  readonly own?: true;
  readonly set: readonly string[];
  readonly seed: number;
  readonly samples: number;
}

function wholeNumber(name: string): (text: string) => number {
  return (text) => {
    const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (!Number.isSafeInteger(value)) {
      throw new TareError({
        code: 'bad-option',
        message: `${name} ${text}: not a whole number`,
        hint: `for example ${name} ${name === '--seed' ? '7' : '100000'}`,
      });
    }
    return value;
  };
}

function settingsOf(pairs: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const cut = pair.indexOf('=');
      if (cut < 1 || cut === pair.length - 1) {
        throw new TareError({
          code: 'bad-option',
          message: `--set ${pair}: no value`,
          hint: 'write --set idle=0.9 or --set "idle=0.3 to 0.6"',
        });
      }
      return [pair.slice(0, cut).trim(), pair.slice(cut + 1).trim()];
    }),
  );
}

/** Splits `tare check [case] [claim]`: a lone claim id belongs to the built-in case. */
function target(
  what: string | undefined,
  claim: string | undefined,
  world: World,
): { readonly path: string | undefined; readonly claim: string | undefined } {
  const isClaim = what !== undefined && claim === undefined && /^c\d+$/i.test(what) && !existsSync(resolve(world.workingDirectory, what));
  return isClaim ? { path: undefined, claim: what } : { path: what, claim };
}

function writeNew(path: string, world: World): void {
  const folder = resolve(world.workingDirectory, path);
  const file = join(folder, 'case.yaml');
  if (existsSync(file))
    throw new TareError({ code: 'case-exists', message: `${file} exists already`, hint: 'choose another name; nothing was written' });
  mkdirSync(folder, { recursive: true });
  const id =
    basename(folder)
      .replaceAll(/[^\w-]+/g, '-')
      .replace(/^[^A-Za-z]+/, '') || 'my-case';
  writeFileSync(file, startingCase(id, new Date(world.clock()).toISOString().slice(0, 10)));
  world.writeOutput(`${join(path, 'case.yaml')} written. Judge it: tare check ${path}\n`);
}

function writeExport(path: string, text: string, what: string, world: World): void {
  if (path === '-') {
    world.writeOutput(text);
    return;
  }
  writeFileSync(resolve(world.workingDirectory, path), text);
  world.writeError(`${what} written to ${path} (${Math.ceil(Buffer.byteLength(text) / 1024)} kB)\n`);
}

function writeExports(options: CheckOptions, answer: CaseAnswer, linked: LinkedCase, world: World): boolean {
  if (options.html !== undefined) writeExport(options.html, reportHtml(linked.source, answer), 'Report', world);
  if (options.claimreview !== undefined)
    writeExport(options.claimreview, `${JSON.stringify(claimReviews(linked.source, answer), null, 2)}\n`, 'ClaimReview', world);
  if (options.squiggle !== undefined) writeExport(options.squiggle, squiggleModel(linked), 'Squiggle model', world);
  if (options.csv !== undefined)
    writeExport(options.csv, samplesCsv(linked, seedOf(options.seed), Math.min(options.samples, 10_000)), 'Samples', world);
  return [options.html, options.claimreview, options.squiggle, options.csv].some((path) => path !== undefined);
}

/** Unknown is absent inside Tare; in JSON it is null, so that every promised key is there. */
const nullForUnknown = (_: string, value: unknown): unknown => (value === undefined ? null : value);

/** After a second, says on a terminal how many claims are judged, and wipes that line at the end. */
function progressOn(world: World): (done: number, all: number) => void {
  const started = performance.now();
  let shown = false;
  return (done, all) => {
    if (!world.errorIsTerminal || (!shown && performance.now() - started < 1000)) return;
    shown = true;
    world.writeError(done === all ? '\r\u001B[K' : `\r\u001B[Kjudged ${done} of ${all} claims`);
  };
}

async function check(
  what: string | undefined,
  which: string | undefined,
  options: CheckOptions,
  world: World,
  resolveQuantity: Resolve,
): Promise<void> {
  if (options.new !== undefined) {
    writeNew(options.new, world);
    return;
  }
  const { path, claim } = target(what, which, world);
  const source = readCase(readCaseFiles(path, world.workingDirectory), settingsOf(options.set));
  const linked = linkCase(source, resolveQuantity);
  const chosen = claim === undefined ? undefined : linked.claims.find(({ source: { id } }) => id.toLowerCase() === claim.toLowerCase());
  if (claim !== undefined && chosen === undefined) {
    throw new TareError({
      code: 'unknown-claim',
      message: `no claim "${claim}" in ${source.id}`,
      hint: `claims: ${source.claims.map(({ id }) => id).join(', ')}`,
    });
  }
  const answer = judgeCase(
    chosen === undefined ? linked : { ...linked, claims: [chosen] },
    fullJudgement(seedOf(options.seed), options.samples),
    progressOn(world),
  );
  if (writeExports(options, answer, linked, world)) return;
  if (options.json === true) world.writeOutput(`${JSON.stringify(answer, nullForUnknown, 2)}\n`);
  else if (chosen === undefined) world.writeOutput(formatCase(answer, source, world.columns));
  else world.writeOutput(answer.claims.map((item) => formatClaim(item, linked, world.columns)).join(''));
}

/** What the person's own machine answers in place of sourced figures, where `--own` asks for it. */
async function ownResolve(world: World): Promise<Resolve> {
  let resolveOwn = resolveNothing;
  await withTare(world, {}, async ({ answers }) => {
    const traffic = await answers.ask('traffic', { filter: { timeZone: 'UTC' } });
    if (traffic.calls < fewestOwnCalls) {
      throw new TareError({
        code: 'too-few-calls',
        message: `--own: the ledger holds ${traffic.calls} calls, too few to speak for anything (${fewestOwnCalls} are needed)`,
        hint: 'Leave --own away: the case then uses its sourced figures.',
      });
    }
    resolveOwn = ownQuantities(traffic);
  });
  return resolveOwn;
}

/** `tare check`: the same on every machine, unless `--own` puts the person's own traffic in place of sourced figures. */
export function registerCheck(program: Command, world: World): void {
  program
    .command('check')
    .description("judge a case's claims; no argument: the built-in case")
    .argument('[case]', 'folder of a case, a file that extends one, or a claim of the built-in case')
    .argument('[claim]', 'one claim, in depth')
    .option('--json', 'the whole answer as JSON')
    .option('--html <file>', 'one self-contained page, with sliders')
    .option('--set <name=value>', 'what if: replace a value (repeatable)', (pair: string, all: string[]) => [...all, pair], [])
    .option('--own', 'your own calls and Tare’s planner in place of the sourced figures they can answer')
    .option('--seed <n>', 'seed of the draws', wholeNumber('--seed'), 7)
    .option('--samples <n>', 'draws a definition', wholeNumber('--samples'), 100_000)
    .option('--new <folder>', 'write a commented case to start from')
    .option('--csv <file>', 'samples of every definition (at most 10,000), - for the terminal')
    .option('--squiggle <file>', 'the model as Squiggle, - for the terminal')
    .option('--claimreview <file>', 'ClaimReview JSON-LD, - for the terminal')
    .addHelpText('after', '\nExample:\n  $ tare check C3 --set "deal-gpus=325k"\n')
    .action(async (what: string | undefined, which: string | undefined, options: CheckOptions) =>
      check(what, which, options, world, options.own === true ? await ownResolve(world) : resolveNothing),
    );
}
