import { Option } from 'commander';
import { formatCount } from '../../base/number-format.ts';
import { TareError } from '../../base/tare-error.ts';
import type { SessionId } from '../../call/entry.ts';
import type { ForgetCount, ForgetRequest } from '../../ledger/forget-request.ts';
import type { RegisterCommand } from '../command.ts';
import { filterOf } from '../options/filter-options.ts';
import { openTare } from '../open-ledger.ts';
import { printAnswer } from '../print-answer.ts';
import type { World } from '../world.ts';

interface ForgetOptions {
  readonly project?: string;
  readonly session?: string;
  readonly since?: string;
  readonly until?: string;
  readonly tz?: string;
  readonly yes?: true;
  readonly json?: true;
}

/** Answer of `tare forget`. */
type ForgetAnswer = ForgetCount & { readonly forgotten: boolean };

function requestOf(options: ForgetOptions, world: World): ForgetRequest {
  const { since, until } = filterOf(options, world);
  const request = {
    ...(options.session === undefined ? {} : { session: options.session as SessionId }),
    ...(options.project === undefined ? {} : { project: options.project }),
    ...(since === undefined ? {} : { since }),
    ...(until === undefined ? {} : { until }),
  };
  if (Object.keys(request).length > 0) return request;
  throw new TareError({
    code: 'forget-what',
    message: 'tare forget needs to know what',
    hint: 'Name it with --project, --session, --since or --until; together they all must hold.',
  });
}

function formatForgotten({ forgotten, sessions, entries, calls }: ForgetAnswer): string {
  const what = `${formatCount(calls)} calls (${formatCount(entries)} entries of ${formatCount(sessions)} sessions)`;
  if (forgotten) return `Forgotten: ${what}. They do not come back when their transcripts are read again.\n`;
  return `This would forget ${what}, for good. Transcripts are not touched. Nothing was done; say --yes to do it.\n`;
}

export const registerForget: RegisterCommand = (program, world) => {
  program
    .command('forget')
    .description('remove a project, a session or a period from the ledger for good; transcripts are not touched')
    .addOption(new Option('--project <text>', 'sessions whose folder contains this'))
    .addOption(new Option('--session <id>', 'the session with this id'))
    .addOption(new Option('--since <time>', 'from this day or time on'))
    .addOption(new Option('--until <time>', 'up to and including this day, or up to this time'))
    .addOption(new Option('--tz <zone>', 'time zone of days (default: this machine’s)'))
    .addOption(new Option('--yes', 'do it; without this it only says what would go'))
    .addOption(new Option('--json', 'print the answer itself'))
    .addHelpText('after', '\nExample:\n  tare forget --project secret-client --yes')
    .action(async (options: ForgetOptions) => {
      const request = requestOf(options, world);
      const tare = await openTare(world, {});
      try {
        const forgotten = options.yes === true;
        const count = forgotten ? await tare.forget(request) : await tare.countForgotten(request);
        const answer: ForgetAnswer = { forgotten, ...count };
        printAnswer(world, options, answer, () => formatForgotten(answer));
      } finally {
        await tare.close();
      }
    });
};
