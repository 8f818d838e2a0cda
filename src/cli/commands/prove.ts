import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Option } from 'commander';
import { parseTimeZone } from '../../base/parse-time.ts';
import { seed } from '../../base/random.ts';
import { TareError } from '../../base/tare-error.ts';
import { replyGrades, type CapturedTaskOptions, type ReplyGrade } from '../../prove/captures/captured-calls.ts';
import { readTargets } from '../../prove/tasks/read-targets.ts';
import type { FindingRow } from '../../show/answers/findings-answer.ts';
import type { RegisterCommand } from '../command.ts';
import { inkFor } from '../format/ink.ts';
import { formatProve } from '../lab/format-prove.ts';
import { addLabRunOptions, wholeOption, type LabRunOptions } from '../lab/lab-options.ts';
import { provedCost, replayable } from '../lab/prove-finding.ts';
import type { ProveAnswer } from '../lab/prove-answer.ts';
import { replay } from '../lab/replay-finding.ts';
import { printAnswer } from '../print-answer.ts';
import { withTare } from '../with-tare.ts';
import type { World } from '../world.ts';

interface ProveOptions extends LabRunOptions {
  readonly source?: readonly string[];
  readonly from?: string;
  readonly grade: ReplyGrade;
  readonly targets?: string;
  readonly all?: true;
}

const everyFinding = 1_000_000;

/** @throws {TareError} `unknown-finding` */
function findingNamed(handle: string, findings: readonly FindingRow[]): FindingRow {
  const found = findings.find((row) => row.handle === handle || row.id === handle);
  if (found !== undefined) return found;
  throw new TareError({ code: 'unknown-finding', message: `no finding ${handle}`, hint: 'tare findings lists them with their handles.' });
}

/** @throws {TareError} naming the option, or the file of targets and its line */
function taskOptions(options: ProveOptions, world: World): Omit<CapturedTaskOptions, 'edit'> {
  const { grade, targets } = options;
  let content = '';
  if (targets !== undefined) {
    try {
      content = readFileSync(resolve(world.workingDirectory, targets), 'utf8');
    } catch (cause) {
      throw new TareError({
        code: 'no-targets',
        message: `--targets ${targets}: cannot be read`,
        hint: 'Give a file with one line a call: {"id": "response id, or its line", "target": "the right answer"}.',
        cause,
      });
    }
  }
  return {
    grade,
    known: targets === undefined ? new Map() : readTargets(content, targets),
    most: wholeOption(options.tasks, '--tasks', 2, 100_000),
    seed: seed(wholeOption(options.seed, '--seed', 0, Number.MAX_SAFE_INTEGER)),
    cap: wholeOption(options.maxOutput, '--max-output', 1, 1_000_000),
  };
}

export const registerProve: RegisterCommand = (program, world) => {
  addLabRunOptions(
    program
      .command('prove')
      .description('replay with and without the fix of a finding: quality and cost; proved, not proved, harmful')
      .argument('<finding>', 'handle of a finding, as tare findings lists it: f-1a2b3c')
      .option('--source <name...>', 'only these agents')
      .option('--from <folder>', 'with one --source: read this folder instead of the agent’s own')
      .addOption(new Option('--grade <how>', 'how a reply is held against the recorded one').choices(replyGrades).default('reply'))
      .option('--targets <file>', 'right answers of captured calls (.jsonl), in place of the recorded ones')
      .option('--all', 'take the calls of every finding of this cause, not only of this one'),
  )
    .addHelpText(
      'after',
      '\nExample:\n  tare prove f-1a2b3c --endpoint http://127.0.0.1:8080/v1 --max-time 30\n  tare prove f-1a2b3c --source captures --from logs --endpoint http://127.0.0.1:8080/v1',
    )
    .action((handle: string, options: ProveOptions) =>
      withTare(world, options, async (tare) => {
        const { answers } = tare;
        const timeZone = parseTimeZone(world.env['TZ'] ?? Intl.DateTimeFormat().resolvedOptions().timeZone);
        const { findings } = await answers.ask('findings', { filter: { timeZone }, limit: everyFinding });
        const finding = findingNamed(handle, findings);
        const isLike = (row: FindingRow): boolean => row !== finding && row.cause === finding.cause && row.session.startsWith('captures:');
        const like = options.all === true ? findings.filter(isLike) : [];
        const cost = await provedCost(answers, finding);
        const source = replayable(finding, taskOptions(options, world), like);
        const behaviour = 'state' in source ? source : await replay(source, [finding, ...like], options, world);
        if (behaviour.state === 'replayed') await tare.refresh();
        const { id, cause, state, session, title, fix } = finding;
        const answer: ProveAnswer = { finding: { id, handle: finding.handle, cause, state, session, title, fix }, cost, behaviour };
        printAnswer(world, options, answer, () => formatProve(answer, inkFor(world), world.columns));
      }),
    );
};
